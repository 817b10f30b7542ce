import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApplicationFailure } from '@temporalio/common';
import type {
  HostSandbox,
  Sandbox,
  SandboxLimits,
  SandboxProgram,
  SandboxResult,
} from '../../activities/ports/sandbox';

/** What runs Python, and where Hypothesis is found. */
export interface PythonHost {
  readonly sandbox: HostSandbox;
  /** Paths of archives that Hypothesis is imported from. @throws ApplicationFailure when it cannot be had. */
  readonly hypothesis: () => Promise<readonly string[]>;
}

/** One call of a function of the guest's modules, with what it is told and what it may import. */
export interface GuestCall {
  readonly module:
    'observe' | 'observe_mutants' | 'generate' | 'run_tests' | 'tell_apart' | 'trace';
  /** Data alone: it goes as JSON. */
  readonly argument: object | string;
  readonly modules?: Readonly<Record<string, string>>;
  readonly libraries?: readonly string[];
  readonly limits: SandboxLimits;
  readonly world?: 0 | 1;
  readonly signal?: AbortSignal | undefined;
}

/** Runs `module.module(argument)` of the guest in a fresh sandbox. */
export async function callGuest(sandbox: Sandbox, call: GuestCall): Promise<SandboxResult> {
  const { module, argument, modules = {}, libraries = [], limits, world = 0, signal } = call;
  const program: SandboxProgram = {
    modules: { ...guestModules(), ...modules, 'millwright_main.py': MAIN(module, argument) },
    entry: 'millwright_main.py',
    libraries,
    limits,
    world,
  };
  return sandbox.run(program, signal);
}

/** What a program of ours returned, which no model's code takes part in. @throws ApplicationFailure when it did not. */
export function outputOf(result: SandboxResult, what: string): string {
  if (result.status === 'returned') return result.output;
  const found = result.status === 'threw' ? result.error : `out of ${result.limit}`;
  throw ApplicationFailure.create({
    type: 'sandbox.unexpected',
    message: `${what} in the sandbox came to no end: found ${found}, expected a result. It is tried again.`,
  });
}

/** The argument is JSON in a text of Python, whose escapes are JSON's where both are in ASCII. */
const MAIN = (module: string, argument: object | string) => `import json

from millwright_guest.${module} import ${module}


def main():
    return ${module}(json.loads(${asciiJson(JSON.stringify(argument))}))
`;

function asciiJson(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const FILES =
  'canonical check generate hints mutants observe observe_mutants repeated run_tests size source tell_apart trace within'.split(
    ' ',
  );

let known: Readonly<Record<string, string>> | undefined;

function guestModules(): Readonly<Record<string, string>> {
  known ??= Object.fromEntries([
    ['millwright_guest/__init__.py', ''],
    ...FILES.map((name) => [
      `millwright_guest/${name}.py`,
      readFileSync(join(__dirname, 'guest', `${name}.py`), 'utf8'),
    ]),
  ]) as Readonly<Record<string, string>>;
  return known;
}
