import { benchFaults } from './chain-faults';
import { benchMemory } from './chain-memory';
import { benchSpeed } from './chain-speed';
import { benchVotes } from './chain-votes';

/**
 * What a chain takes: calls a step beside the arithmetic, steps a second beside two peers that keep nothing, and memory
 * from the first step to the last. Names of parts choose among them; `--whole` makes memory's the run of 20 disks, and
 * `faults`, a long run whose processes are killed, is held only when it is named.
 */
async function main([...given]: readonly string[]): Promise<void> {
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const chosen = given.filter((name) => !name.startsWith('--'));
  const wants = (name: string): boolean => chosen.length === 0 || chosen.includes(name);
  if (wants('votes')) await benchVotes(say);
  if (wants('speed')) await benchSpeed(say);
  // Half an hour with a machine for itself: only for those who ask.
  if (chosen.includes('faults')) await benchFaults(say, { disks: 17 });
  if (wants('memory')) await benchMemory(say, { disks: given.includes('--whole') ? 20 : 18 });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
