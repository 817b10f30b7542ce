import { mkdirSync } from 'node:fs';
import type { ProcessIdentity } from './process-identity';
import { SupervisedChild, type ChildSpec, type ChildSurroundings } from './supervised-child';

/** A child that runs at the moment. */
export interface RunningChild extends ProcessIdentity {
  readonly name: string;
}

/** Keeps a set of child processes alive. */
export interface Supervisor {
  /** Resolves when the child is healthy; throws ChildFailed. */
  start(spec: ChildSpec): Promise<void>;
  /** Every process that runs at the moment, for whoever has to end them if this process cannot. */
  running(): readonly RunningChild[];
  /** Ends all children, side by side; afterwards none is left and none is started. */
  stop(): Promise<void>;
}

/** Creates a supervisor without children; the folder for their logs is created. */
export function createSupervisor(surroundings: ChildSurroundings): Supervisor {
  mkdirSync(surroundings.logDir, { recursive: true });
  const children = new Map<string, SupervisedChild>();
  let stopped = false;
  return {
    async start(spec) {
      if (stopped) throw new Error(`${spec.name} is not started: everything is being stopped`);
      const child = new SupervisedChild(spec, surroundings);
      children.set(spec.name, child);
      await child.start();
    },
    running() {
      return [...children].flatMap(([name, { identity }]) =>
        identity === undefined ? [] : [{ name, ...identity }],
      );
    },
    async stop() {
      stopped = true;
      await Promise.all([...children.values()].map((child) => child.stop()));
    },
  };
}
