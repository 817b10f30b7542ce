import { treeLines } from '../../view/tree-lines';
import { EXIT } from '../exit-code';
import { look } from '../look';
import { type CommandDefinition, describeCommand } from '../runner';

/** `millwright tree RUN` */
export const treeCommand: CommandDefinition = (run) =>
  describeCommand(
    'tree <run>',
    "a run's tasks as a tree, with their votes",
    'millwright tree text-stats-1f09a3c2',
  )
    .option('--json', 'print one JSON document')
    .action((id: string, options: { json?: true }) =>
      run(async (context) => {
        const tree = await look(context, id, (handle) => handle.tree());
        context.output.result(treeLines(tree));
        context.output.json(tree);
        return EXIT.done;
      }, options),
    );
