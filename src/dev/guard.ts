// A process of its own, started by the owner of a stack: waits until the owner is gone and ends what it
// left running, so that a `kill -9` of the owner leaves no server behind. Arguments: data folder, owner's
// pid and start. The owner holds the other end of stdin; the system closes it however the owner ends.
import { setTimeout } from 'node:timers/promises';
import { endLeftovers } from './leftovers';
import { isRunning } from './process-identity';
import { readStackFile } from './stack-file';

async function endWhatTheOwnerLeft(): Promise<void> {
  const [dataDir, pid, startedAt] = process.argv.slice(2);
  if (dataDir === undefined || pid === undefined || startedAt === undefined) {
    throw new Error('expected a data folder and the identity of its owner');
  }
  const owner = { pid: Number(pid), startedAt };
  const { owner: current, children } = readStackFile(dataDir);
  // After a clean stop nobody owns the folder; after a quick restart somebody else does, who has cleaned up.
  if (current?.pid !== owner.pid || current.startedAt !== owner.startedAt) return;
  // The pipe closes a moment before the process is gone.
  while (isRunning(owner)) await setTimeout(50);
  await endLeftovers(children);
}

process.stdin.once('close', () => void endWhatTheOwnerLeft());
process.stdin.on('error', () => undefined);
process.stdin.resume();
