import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { launch, tailOf, type LoggedCommand, type RunningProcess } from './logged-process';
import type { ProcessIdentity } from './process-identity';
import type { Progress } from './progress';

/** A long-running process of the stack. */
export interface ChildSpec extends LoggedCommand {
  /** Short and unique: it names the log file too. */
  readonly name: string;
  /** Asked again and again until it says yes; answers within a few seconds. */
  isHealthy(): Promise<boolean>;
  readonly startTimeoutMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly stopTimeoutMs: number;
}

/** Where a child's life is written down. */
export interface ChildSurroundings {
  readonly logDir: string;
  readonly progress: Progress;
  /** Called when a process has begun or ended. */
  readonly onChange: () => void;
  /** Called once, when the child has died too often to be started again. */
  readonly onGivenUp: (failure: ChildFailed) => void;
  /** Wait before the first restart; doubles with each further one. Default 200. */
  readonly backOffMs?: number;
}

/** Thrown when a child does not become healthy, and passed on when it keeps dying; ends with its last log lines. */
export class ChildFailed extends Error {
  override readonly name = 'ChildFailed';
}

/** More deaths than this within `STEADY_MS` are no accident: the child is given up. */
export const MAX_RESTARTS = 5;

/** One child process that is kept alive from `start` to `stop`. */
export class SupervisedChild {
  readonly #spec: ChildSpec;
  readonly #surroundings: ChildSurroundings;
  readonly #stopping = new AbortController();
  #process: RunningProcess | undefined;
  #deaths: readonly number[] = [];
  #revival: Promise<void> = Promise.resolve();

  constructor(spec: ChildSpec, surroundings: ChildSurroundings) {
    this.#spec = spec;
    this.#surroundings = surroundings;
  }

  /** The process as it runs at the moment. */
  get identity(): ProcessIdentity | undefined {
    return this.#process?.identity;
  }

  /** Resolves when the child is healthy; from then on it is started again whenever it dies. */
  async start(): Promise<void> {
    const running = this.#launch();
    const outcome = await Promise.race([running.ended, this.#untilHealthy(running)]);
    if (outcome !== 'healthy') {
      await this.#end(running);
      throw this.#failure(`did not become ready: ${outcome}`);
    }
    this.#revival = running.ended.then((reason) => this.#revive(reason));
  }

  /** SIGTERM, a while, SIGKILL; afterwards no process is left and none will be started. May be called again. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#process !== undefined) await this.#end(this.#process);
    await this.#revival;
  }

  #launch(): RunningProcess {
    const { onChange } = this.#surroundings;
    const running = launch(this.#spec, this.#logPath());
    this.#process = running;
    void running.ended.then(() => {
      if (this.#process === running) this.#process = undefined;
      onChange();
    });
    onChange();
    return running;
  }

  async #untilHealthy(running: RunningProcess): Promise<string> {
    const { startTimeoutMs } = this.#spec;
    const deadline = Date.now() + startTimeoutMs;
    while (running.isAlive() && !this.#isStopping()) {
      // Whoever answers must be this process, not a stranger on the port that it could not get.
      if ((await this.#spec.isHealthy()) && running.isAlive()) return 'healthy';
      if (Date.now() > deadline)
        return `no sign of health within ${(startTimeoutMs / 1000).toFixed(0)} s`;
      await this.#pause(POLL_MS);
    }
    return this.#isStopping() ? 'it was told to stop' : running.ended;
  }

  async #revive(reason: string): Promise<void> {
    if (this.#isStopping()) return;
    const { progress, onGivenUp, backOffMs = BACK_OFF_MS } = this.#surroundings;
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < STEADY_MS), now];
    if (this.#deaths.length > MAX_RESTARTS) {
      const failure = `died ${this.#deaths.length} times in a row (${reason}); it is given up`;
      progress.step(this.#spec.name).failed(failure);
      onGivenUp(this.#failure(failure));
      return;
    }
    const step = progress.step(`${this.#spec.name} died (${reason}); starting it again`);
    await this.#pause(backOffMs * 2 ** (this.#deaths.length - 1));
    const failure = this.#isStopping() ? undefined : await this.start().catch(firstLine);
    if (failure === undefined || this.#isStopping()) {
      step.done();
      return;
    }
    step.failed(failure);
    await this.#revive(failure);
  }

  async #end(running: RunningProcess): Promise<void> {
    if (!running.isAlive()) return;
    running.signal('SIGTERM');
    const timer = new AbortController();
    const patience = setTimeout(this.#spec.stopTimeoutMs, 'too long', { signal: timer.signal });
    const outcome = await Promise.race([running.ended, patience.catch(() => 'ended')]);
    timer.abort();
    if (outcome === 'too long') running.signal('SIGKILL');
    await running.ended;
  }

  async #pause(ms: number): Promise<void> {
    await setTimeout(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  #failure(what: string): ChildFailed {
    const log = this.#logPath();
    return new ChildFailed(`${this.#spec.name} ${what}\n${tailOf(log)}\nIts whole log: ${log}`);
  }

  #logPath(): string {
    return join(this.#surroundings.logDir, `${this.#spec.name}.log`);
  }
}

const POLL_MS = 50;
const BACK_OFF_MS = 200;
const STEADY_MS = 60_000;

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
