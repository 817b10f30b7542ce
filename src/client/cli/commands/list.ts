import { listLines } from '../../view/list-lines';
import { EXIT } from '../exit-code';
import { type CommandDefinition, describeCommand } from '../runner';

/** `millwright list` */
export const listCommand: CommandDefinition = (run) =>
  describeCommand('list', 'runs known to the server, newest first', 'millwright list --json')
    .option('--json', 'print one JSON document')
    .action((options: { json?: true }) =>
      run(async ({ output, heavy }) => {
        const session = await heavy.openSession({ mayStart: false });
        try {
          const runs = await session.millwright.list();
          output.result(listLines(runs));
          output.json(runs);
          if (runs.length === 0) output.note('No runs yet. Start one: millwright run SPEC.md');
          return EXIT.done;
        } finally {
          await session.close();
        }
      }, options),
    );
