import { control } from '../control';
import { type CommandDefinition, describeCommand } from '../runner';

/** `millwright pause RUN` */
export const pauseCommand: CommandDefinition = (run) =>
  describeCommand(
    'pause <run>',
    'ask nothing new until resumed',
    'millwright pause text-stats-1f09a3c2',
  ).action((id: string) =>
    run((context) =>
      control(context, {
        run: id,
        message: (handle) => handle.pause(),
        told: `Run ${id} pauses once the calls under way are answered.`,
        mayStart: false,
      }),
    ),
  );
