import { statusLines } from '../../view/status-lines';
import { EXIT, exitCodeOf } from '../exit-code';
import { followRun } from '../follow-run';
import { look } from '../look';
import { type CommandDefinition, describeCommand } from '../runner';

/** `millwright watch RUN` */
export const watchCommand: CommandDefinition = (run) =>
  describeCommand(
    'watch <run>',
    'follow a run live until it ends, pauses or waits',
    'millwright watch text-stats-1f09a3c2',
  )
    .option('--json', "print the run's last status as one JSON document")
    .action((id: string, options: { json?: true }) =>
      run(async ({ output, interrupted, ...context }) => {
        const last = await look({ ...context, output, interrupted }, id, async (handle) => {
          const status = await followRun(handle, output, interrupted);
          return { isOver: status !== undefined, status: status ?? (await handle.status()) };
        });
        output.result(statusLines(last.status, Date.now()));
        output.json(last.status);
        return last.isOver ? exitCodeOf(last.status.state) : EXIT.interrupted;
      }, options),
    );
