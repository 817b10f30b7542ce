import { answer } from '../answer';
import { type CommandDefinition, describeCommand } from '../runner';

/** `millwright approve RUN` */
export const approveCommand: CommandDefinition = (run) =>
  describeCommand(
    'approve <run>',
    'let a run go on that waits with its plan, or with a question',
    'millwright approve text-stats-1f09a3c2',
  ).action((id: string) =>
    run((context) =>
      answer(context, {
        run: id,
        send: (handle) => handle.approve(),
        told: `Run ${id} is told that you approve`,
      }),
    ),
  );
