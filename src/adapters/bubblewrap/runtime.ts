import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { SandboxLimits, SandboxResult } from '../../activities/ports/sandbox';

/** An interpreter of this machine, with the files and folders that it cannot run without. */
export interface Interpreter {
  readonly executable: string;
  /** What it is, for people: 'Python 3.11.2'. */
  readonly name: string;
  /** Its standard library, and the shared libraries that it and its modules are linked with. */
  readonly needs: readonly string[];
  /** Folders inside these with packages that somebody installed: nothing of the sandbox's business. */
  readonly hidden: readonly string[];
}

/** What the sandbox has to know of a language to run its programs. */
export interface Runtime {
  /** Its name in 'code in Python'. */
  readonly language: string;
  /** File of the first program inside, which loads the modules and calls main(). */
  readonly boot: string;
  /** @throws ApplicationFailure 'sandbox.missing', which says what was found instead and how to install one. */
  readonly find: () => Promise<Interpreter>;
  /** Whether its interpreter cannot do without threads; further processes are allowed to none. */
  readonly hasThreads: boolean;
  /** Arguments of the interpreter. */
  readonly args: (limits: SandboxLimits) => readonly string[];
  /** All that the environment holds: what a program can see of chance and place differs between the two worlds. */
  readonly environment: (world: 0 | 1) => Readonly<Record<string, string>>;
  /** Limits of the shell's `ulimit` on memory, in KiB by option. */
  readonly memoryLimits: (memoryBytes: number) => Readonly<Record<'v' | 'd', number>>;
  /** What an exit code of 128 and a signal's number says beside what holds for every language. */
  readonly limitOfStatus: Readonly<Record<number, Limit>>;
}

/** What a program ran out of. */
export type Limit = Extract<SandboxResult, { status: 'out-of-limits' }>['limit'];

const run = promisify(execFile);

/** Milliseconds for an answer of one small command. */
const ANSWER_MS = 20_000;

/** What a small command writes to its standard output; it is given no environment. */
export async function answerOf(command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(command, [...args], { timeout: ANSWER_MS, env: {} });
  return stdout;
}

/** Paths of the shared libraries that these programs and modules are linked with, those of their libraries included. */
export async function linkedWith(files: readonly string[]): Promise<readonly string[]> {
  const told = await answerOf('ldd', files);
  return [...told.matchAll(/^\t(?:\S+ => )?(\/\S+) \(0x/gm)].map(([, path]) => path ?? '');
}
