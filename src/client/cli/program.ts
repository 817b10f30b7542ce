import { Command } from 'commander';
import { approveCommand } from './commands/approve';
import { budgetCommand } from './commands/budget';
import { cancelCommand } from './commands/cancel';
import { certificateCommand } from './commands/certificate';
import { devCommand } from './commands/dev';
import { listCommand } from './commands/list';
import { oracleCommand } from './commands/oracle';
import { pauseCommand } from './commands/pause';
import { planCommand } from './commands/plan';
import { redecomposeCommand } from './commands/redecompose';
import { rejectCommand } from './commands/reject';
import { resumeCommand } from './commands/resume';
import { runCommand } from './commands/run';
import { simulateCommand } from './commands/simulate';
import { statusCommand } from './commands/status';
import { treeCommand } from './commands/tree';
import { watchCommand } from './commands/watch';
import { workerCommand } from './commands/worker';
import type { CommandDefinition, Runner } from './runner';

/** The whole command line; what the user typed wrong is thrown as a CommanderError after it was told. */
export function createProgram(version: string, run: Runner): Command {
  const program = new Command('millwright')
    .description(
      'Turns a written specification into verified software by elections among many small model calls.',
    )
    .version(version)
    .addHelpText(
      'after',
      '\nExample:\n  $ millwright run examples/text-stats/SPEC.md --out out/text-stats',
    );
  for (const define of COMMANDS) program.addCommand(define(run));
  for (const each of [program, ...program.commands]) strict(each);
  return program;
}

const COMMANDS: readonly CommandDefinition[] = [
  runCommand,
  planCommand,
  simulateCommand,
  statusCommand,
  treeCommand,
  watchCommand,
  certificateCommand,
  approveCommand,
  rejectCommand,
  redecomposeCommand,
  pauseCommand,
  resumeCommand,
  cancelCommand,
  budgetCommand,
  listCommand,
  devCommand,
  workerCommand,
  oracleCommand,
];

/** Commander's own way is to exit with 1 from within, which would be told apart from a failed run by nobody. */
function strict(command: Command): void {
  const name = command.parent ? `millwright ${command.name()}` : 'millwright';
  command
    .exitOverride()
    .allowExcessArguments(false)
    .showHelpAfterError(`(${name} --help shows what it takes)`);
}
