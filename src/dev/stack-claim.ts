import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { withFileLock } from './file-lock';
import { endLeftovers } from './leftovers';
import { compiledModule } from './package-paths';
import { identify, isRunning, type ProcessIdentity } from './process-identity';
import type { Progress } from './progress';
import { readStackFile, writeStackFile, type StackAddresses, type StackFile } from './stack-file';
import type { RunningChild } from './supervisor';

/** The right of this process to run the stack of one data folder, until it is released. */
export interface StackClaim {
  /** Ports of the last start. */
  readonly lastPorts: StackFile['ports'];
  /** Writes down what runs now. */
  update(state: ClaimState): void;
  /** Gives the folder free; the ports are remembered. */
  release(): void;
}

interface ClaimState {
  readonly ports?: StackFile['ports'];
  readonly children?: readonly RunningChild[];
  readonly addresses?: StackAddresses;
}

/** Thrown when another living process runs the stack of this data folder. */
export class StackInUse extends Error {
  override readonly name = 'StackInUse';
}

/** Claims a data folder: throws StackInUse, or ends whatever a dead owner left running there. */
export async function claimStack(dataDir: string, progress: Progress): Promise<StackClaim> {
  const self = identify(process.pid);
  if (self === undefined) throw new Error('the running process cannot be identified');
  return withFileLock({ path: join(dataDir, 'stack.lock') }, async () => {
    const { owner, children, ports } = readStackFile(dataDir);
    if (owner !== undefined && isRunning(owner)) throw inUse(dataDir, owner);
    await recover(children, progress);
    let state: StackFile = { owner: self, ports, children: [] };
    writeStackFile(dataDir, state);
    const letGuardGo = startGuard(dataDir, self);
    return {
      lastPorts: ports,
      update({ children: running, ...rest }) {
        state = { ...state, ...rest, ...(running === undefined ? {} : { children: [...running] }) };
        writeStackFile(dataDir, state);
      },
      release() {
        writeStackFile(dataDir, { ports: state.ports, children: [] });
        letGuardGo();
      },
    };
  });
}

function inUse(dataDir: string, owner: ProcessIdentity): StackInUse {
  return new StackInUse(
    `${dataDir} is in use by process ${owner.pid}, which runs its own server and store. ` +
      'Wait for it, stop it with Ctrl-C, or work in another folder.',
  );
}

async function recover(children: StackFile['children'], progress: Progress): Promise<void> {
  const alive = children.filter(isRunning);
  if (alive.length === 0) return;
  const step = progress.step('Ending what an earlier start left running');
  step.update({ note: alive.map(({ name, pid }) => `${name} (process ${pid})`).join(', ') });
  await endLeftovers(alive);
  step.done();
}

/** Starts guard.ts with a pipe that closes when this process ends, however that happens. */
function startGuard(dataDir: string, owner: ProcessIdentity): () => void {
  const args = [compiledModule('dev/guard.js'), dataDir, String(owner.pid), owner.startedAt];
  const guard = spawn(process.execPath, args, {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined); // Without it the next start still ends what was left.
  guard.stdin.on('error', () => undefined);
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
  return () => {
    guard.stdin.destroy();
  };
}
