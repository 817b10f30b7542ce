import { Command } from 'commander';
import type { CommandContext } from './context';
import type { ExitCode } from './exit-code';

/** What a command does once its arguments have been read. */
export type Action = (context: CommandContext) => Promise<ExitCode>;

/** Runs an action with its context; turns what it throws into a message, and what it returns into the exit code. */
export type Runner = (
  action: Action,
  options?: { readonly json?: boolean | undefined },
) => Promise<void>;

/** A command of the program. Loads nothing heavy, so that help is instant. */
export type CommandDefinition = (run: Runner) => Command;

/** A command with its one-line description and the example that ends its help. */
export function describeCommand(usage: string, description: string, example: string): Command {
  const [name = usage, ...args] = usage.split(' ');
  const command = new Command(name)
    .description(description)
    .addHelpText('after', `\nExample:\n  $ ${example}`);
  for (const argument of args) command.argument(argument, ARGUMENTS[argument]);
  return command;
}

const ARGUMENTS: Readonly<Record<string, string>> = {
  '<run>': "the run's id, as millwright list shows it",
  '<task>': "the task's path, as millwright tree shows it with --json",
  '<spec>': 'the specification: a Markdown file with a YAML header',
};
