import { control } from '../control';
import { type CommandDefinition, describeCommand } from '../runner';

/** `millwright cancel RUN` */
export const cancelCommand: CommandDefinition = (run) =>
  describeCommand(
    'cancel <run>',
    'end a run for good; its certificate is kept',
    'millwright cancel text-stats-1f09a3c2',
  ).action((id: string) =>
    run((context) =>
      control(context, {
        run: id,
        message: (handle) => handle.cancel(),
        told: `Run ${id} is being cancelled.`,
        mayStart: true,
      }),
    ),
  );
