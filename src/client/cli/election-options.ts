import type { Command } from 'commander';
import { probability, whole } from './parsers';

/** How sure elections are to be, by `--margin` or by `--target`. */
export function withElectionOptions(command: Command): Command {
  return command
    .option(
      '--margin <k>',
      'lead that wins an election (default: follows from the target)',
      whole(1, 50),
    )
    .option(
      '--target <t>',
      'wanted probability that all elected answers are right (default: 0.95)',
      probability,
    );
}
