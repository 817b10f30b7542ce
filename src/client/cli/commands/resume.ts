import { control } from '../control';
import { type CommandDefinition, describeCommand } from '../runner';

/** `millwright resume RUN` */
export const resumeCommand: CommandDefinition = (run) =>
  describeCommand(
    'resume <run>',
    'go on with a run that was paused or interrupted; starts what it needs',
    'millwright resume text-stats-1f09a3c2',
  ).action((id: string) =>
    run((context) =>
      control(context, {
        run: id,
        message: (handle) => handle.resume(),
        told: `Run ${id} goes on.`,
        mayStart: true,
      }),
    ),
  );
