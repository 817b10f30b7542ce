import { control } from '../control';
import { type CommandDefinition, describeCommand } from '../runner';
import { UsageError } from '../usage-error';

/** `millwright redecompose RUN TASK --reason TEXT` */
export const redecomposeCommand: CommandDefinition = (run) =>
  describeCommand(
    'redecompose <run> <task>',
    "throw away a task's subtree alone, and split the task anew",
    'millwright redecompose text-stats-1f09a3c2 textStats/words --reason "it drops digits"',
  )
    .option('--reason <text>', 'what is wrong with it; told to whoever splits it next')
    .action((id: string, task: string, { reason = '' }: { reason?: string }) =>
      run((context) => {
        if (reason.length > MAX_REASON)
          throw new UsageError(
            `found a reason of ${reason.length} characters, expected at most ${MAX_REASON}: say it in fewer words`,
          );
        let told = '';
        return control(context, {
          run: id,
          message: async (handle) => {
            const answer = await handle.redecompose(task, reason);
            told = answer?.message ?? '';
            return answer === null ? 'too-late' : 'delivered';
          },
          told: () => told,
          mayStart: true,
        });
      }),
    );

/** Longer reasons, in characters, would push a contract out of the prompts that carry them. */
const MAX_REASON = 500;
