import type { Budget } from '../../../schemas/spec';
import { control } from '../control';
import { amount, whole } from '../parsers';
import { type CommandDefinition, describeCommand } from '../runner';
import { UsageError } from '../usage-error';

interface Additions {
  readonly addUsd?: number;
  readonly addCalls?: number;
  readonly addHours?: number;
}

/** `millwright budget RUN --add-usd N --add-calls N --add-hours N` */
export const budgetCommand: CommandDefinition = (run) =>
  describeCommand(
    'budget <run>',
    "raise a run's budget; a run paused for it goes on",
    'millwright budget text-stats-1f09a3c2 --add-usd 5 --add-calls 1000',
  )
    .option('--add-usd <n>', 'US dollars more', amount)
    .option('--add-calls <n>', 'model calls more', whole(1, 1e9))
    .option('--add-hours <n>', 'hours more since the start of the run', amount)
    .action((id: string, additions: Additions) =>
      run((context) => {
        if (Object.keys(additions).length === 0) {
          throw new UsageError(
            'found no amount, expected --add-usd N, --add-calls N or --add-hours N',
          );
        }
        return control(context, {
          run: id,
          message: async (handle) =>
            handle.raiseBudget(raised((await handle.status()).budget, additions)),
          told: `The budget of run ${id} is raised.`,
          mayStart: true,
        });
      }),
    );

/** The run is told amounts in all, not additions, so that a message sent twice adds nothing. */
function raised(budget: Budget, { addUsd, addCalls, addHours }: Additions): Partial<Budget> {
  return {
    ...(addUsd === undefined ? {} : { usd: budget.usd + addUsd }),
    ...(addCalls === undefined ? {} : { calls: budget.calls + addCalls }),
    ...(addHours === undefined ? {} : { hours: budget.hours + addHours }),
  };
}
