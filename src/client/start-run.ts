import type { Client, ConnectionLike } from '@temporalio/client';
import type { Store } from '../activities/ports/store';
import type { Spec } from '../schemas/spec';
import type { BuildInput } from '../workflows/messages';
import { NoModels } from './errors';
import { runBudget, runRules } from './rules';
import { ensureSearchAttributes } from './search-attributes';
import { startChain } from './start-chain';
import { plain, type RunStart, startRoot } from './start-root';

/** Starts the run unless one of that id exists; afterwards exactly one does. */
export async function startWorkflow(client: Client, store: Store, start: RunStart): Promise<void> {
  if (start.models.length === 0) throw new NoModels();
  const { spec } = start;
  await (spec.family === 'hanoi'
    ? startChain(client, store, { ...start, spec })
    : startBuild(client, store, { ...start, spec }));
}

type BuildStart = RunStart & { readonly spec: Spec };

async function startBuild(client: Client, store: Store, start: BuildStart): Promise<void> {
  const input = await buildInput(client, store, start);
  await startRoot(client, start, {
    workflow: 'buildSoftware',
    input,
    summary: `Building ${start.spec.name}: ${start.spec.entry.signature}`,
    details: details(start, input),
  });
}

async function buildInput(client: Client, store: Store, start: BuildStart): Promise<BuildInput> {
  const { run, spec, specSha256, models, wishes = {} } = start;
  const connection: ConnectionLike = client.connection;
  const searchable = await ensureSearchAttributes(connection, client.options.namespace);
  const approvePlan = start.approvePlan ?? false;
  const asked = { run, spec, specSha256, models, wishes, searchable, asksUser: approvePlan };
  return {
    spec: await store.put(plain(spec)),
    specName: spec.name,
    specSha256,
    rules: runRules(asked),
    budget: runBudget(wishes.budget, spec, start.defaultBudget),
    approvePlan,
  };
}

/** Markdown for the web UI; the prose is cut where the server's limit for such texts is near. */
function details({ spec }: BuildStart, { rules, budget }: BuildInput): string {
  const margin = rules.margin ?? `follows from the target ${rules.target}`;
  return [
    spec.entry.description.slice(0, 2_000),
    '',
    `- margin: ${margin}`,
    `- budget: ${budget.usd} USD, ${budget.calls} calls, ${budget.hours} hours`,
    `- models: ${rules.models.map(({ name }) => name).join(', ')}`,
  ].join('\n');
}
