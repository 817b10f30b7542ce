import type { Client, ConnectionLike } from '@temporalio/client';
import type { Store } from '../activities/ports/store';
import { expectedVotes } from '../domain/expected-votes';
import { foreseeAdaptive } from '../domain/simulation/foresee-adaptive';
import type { Budget, ChainSpec } from '../schemas/spec';
import type { ChainInput, ChainRules } from '../workflows/messages';
import { ACCURACY, CHAINS, chainRules } from './chain-rules';
import { runBudget } from './rules';
import { ensureSearchAttributes } from './search-attributes';
import { plain, type RunStart, startRoot } from './start-root';

/** Calls that a run may make by default, as a multiple of those to be expected. */
const CALLS_ALLOWED = 2;

type ChainStart = RunStart & { readonly spec: ChainSpec };

/** Starts the run of a chain unless one of that id exists. */
export async function startChain(client: Client, store: Store, start: ChainStart): Promise<void> {
  const { spec, specSha256, wishes } = start;
  const connection: ConnectionLike = client.connection;
  const searchable = await ensureSearchAttributes(connection, client.options.namespace);
  const rules = { ...chainRules(start), searchable };
  const { steps, election, adaptive } = rules;
  const budget = runBudget(wishes?.budget, spec, budgetFor(start.defaultBudget, rules));
  const input: ChainInput = {
    spec: await store.put(plain(spec)),
    specName: spec.name,
    specSha256,
    start: CHAINS[spec.family].initialState(spec),
    rules,
    budget,
  };
  await startRoot(client, start, {
    workflow: 'runChain',
    input,
    summary: `${spec.name}: ${spec.family}, ${steps} steps`,
    details: [
      `- steps: ${steps}`,
      `- margin: ${adaptive === undefined ? election.margin : `follows the votes, ${adaptive.most} at most`}`,
      `- budget: ${budget.usd} USD, ${budget.calls} calls, ${budget.hours} hours`,
      `- models: ${rules.models.map(({ name }) => name).join(', ')}`,
    ].join('\n'),
  });
}

function budgetFor(
  configured: Budget,
  {
    steps,
    election: { margin },
    adaptive: limits,
  }: Pick<ChainRules, 'steps' | 'election' | 'adaptive'>,
): Budget {
  const votesPerStep =
    limits === undefined
      ? expectedVotes({ accuracy: ACCURACY, margin })
      : foreseeAdaptive({ accuracy: ACCURACY, steps, limits }).votesPerStep;
  const expected = steps * votesPerStep;
  return { ...configured, calls: Math.max(configured.calls, Math.ceil(CALLS_ALLOWED * expected)) };
}
