import { type CommandDefinition, describeCommand } from '../runner';

/** `millwright dev` */
export const devCommand: CommandDefinition = (run) =>
  describeCommand(
    'dev',
    'server, store, model and workers, in the foreground until Ctrl-C; what is configured is used instead',
    'millwright dev',
  ).action(() => run((context) => context.heavy.serveStack()));
