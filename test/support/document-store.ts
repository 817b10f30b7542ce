import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { cacheRoot, openCache } from '../../src/dev/cache';
import { documentStore, storeChild, storeUri } from '../../src/dev/document-store';
import { locate } from '../../src/dev/lookup';
import { choosePorts } from '../../src/dev/ports';
import type { Progress } from '../../src/dev/progress';
import type { ChildSpec } from '../../src/dev/supervised-child';

/** A real document store on an empty folder, obtained the way a user's would be; a test may kill and restart it. */
export class TestDocumentStore {
  readonly uri: string;
  readonly #directory: string;
  readonly #spec: ChildSpec;
  #process: ChildProcess | undefined;

  private constructor({
    uri,
    directory,
    spec,
  }: {
    uri: string;
    directory: string;
    spec: ChildSpec;
  }) {
    this.uri = uri;
    this.#directory = directory;
    this.#spec = spec;
  }

  /** Creates one that does not run yet. */
  static async create(): Promise<TestDocumentStore> {
    const directory = await mkdtemp(join(tmpdir(), 'millwright-store-'));
    const cache = openCache(cacheRoot(process.env));
    const located = await locate(documentStore(directory), {
      cache,
      env: process.env,
      progress: silent,
    });
    const { port } = await choosePorts(['port'], {});
    const spec = storeChild({ binary: located.binary, executable: located.path, directory, port });
    return new TestDocumentStore({ uri: storeUri(port), directory, spec });
  }

  /** Starts it on the data it has; resolves when it answers. */
  async start(): Promise<void> {
    const { command, args, cwd, isHealthy, startTimeoutMs } = this.#spec;
    this.#process = spawn(command, args, { cwd, stdio: 'ignore' });
    const deadline = AbortSignal.timeout(startTimeoutMs);
    while (!(await isHealthy())) {
      deadline.throwIfAborted();
      await setTimeout(20);
    }
  }

  /** Ends it as a power cut would, or the way the signal says; resolves when it is gone. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (running?.exitCode !== null || running.signalCode !== null) return;
    running.kill(signal);
    await once(running, 'exit');
  }

  /** Holds it, so that it accepts connections and answers nothing, until the returned function is called. */
  freeze(): () => void {
    const running = this.#process;
    running?.kill('SIGSTOP');
    return () => {
      running?.kill('SIGCONT');
    };
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.#directory, { recursive: true, force: true });
  }
}

const silent: Progress = { step: () => ({ update: () => {}, done: () => {}, failed: () => {} }) };
