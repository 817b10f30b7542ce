import { answer } from '../answer';
import { type CommandDefinition, describeCommand } from '../runner';

/** `millwright reject RUN --reason TEXT` */
export const rejectCommand: CommandDefinition = (run) =>
  describeCommand(
    'reject <run>',
    "turn a run's plan down, or answer its question; the reason is told to whoever is asked next",
    'millwright reject text-stats-1f09a3c2 --reason "split the text only once"',
  )
    .requiredOption('--reason <text>', 'what is wrong with the plan, or what is right')
    .action((id: string, { reason }: { reason: string }) =>
      run((context) =>
        answer(context, {
          run: id,
          send: (handle) => handle.reject(reason),
          told: `Run ${id} is told your reason`,
        }),
      ),
    );
