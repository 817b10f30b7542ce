import { control } from '../control';
import { type CommandDefinition, describeCommand } from '../runner';

/** `millwright reject RUN --reason TEXT` */
export const rejectCommand: CommandDefinition = (run) =>
  describeCommand(
    'reject <run>',
    "turn a run's plan down; the reason is told to whoever plans next",
    'millwright reject text-stats-1f09a3c2 --reason "split the text only once"',
  )
    .requiredOption('--reason <text>', 'what is wrong with the plan')
    .action((id: string, { reason }: { reason: string }) =>
      run((context) =>
        control(context, {
          run: id,
          message: (handle) => handle.reject(reason),
          told: `The plan of run ${id} is rejected.`,
          mayStart: true,
        }),
      ),
    );
