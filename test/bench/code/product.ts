import { DefaultLogger, Runtime } from '@temporalio/worker';
import { hashOfText } from '../../../src/activities/hash';
import type { Family, LoadedPart } from '../../../src/activities/ports/family';
import type { LanguageModel } from '../../../src/activities/ports/language-model';
import { loadParts } from '../../../src/activities/subjects';
import { askRun } from '../../../src/client/ask-run';
import { startWorkflow } from '../../../src/client/start-run';
import { Certificate } from '../../../src/schemas/certificate';
import type { Contract, FamilyName } from '../../../src/schemas/contract';
import type { ModelProfile } from '../../../src/schemas/model';
import { Part } from '../../../src/schemas/subject';
import { createWorkers } from '../../../src/worker/workers';
import type { BuildResult, RunStatus } from '../../../src/workflows/messages';
import { MemoryStore } from '../../support/memory-store';
import { startTestServer } from '../../support/test-server';
import { followRun } from './follow-run';

/** The whole product on a Temporal server in memory: its client, its workflows, its workers, and a store in memory. */
export interface Product {
  /** Builds a spec of one contract, and gives up where a user would be asked. */
  build(wanted: Wanted): Promise<Built>;
  /** Drains the workers and stops the server. */
  stop(): Promise<void>;
}

interface Wanted {
  readonly run: string;
  readonly family: FamilyName;
  readonly contract: Contract;
  /** Levels of splitting that are allowed. */
  readonly maxDepth: number;
  readonly seed: number;
}

interface Built {
  /** The entry's part with all it calls, callees first; null when the run did not end well. */
  readonly parts: readonly LoadedPart[] | null;
  readonly certificate: Certificate;
}

export async function startProduct(given: {
  readonly model: LanguageModel;
  readonly profile: ModelProfile;
  readonly families: Readonly<Record<FamilyName, Family>>;
}): Promise<Product> {
  const { model, profile, families } = given;
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const env = await startTestServer();
  const store = new MemoryStore();
  const workers = await createWorkers({
    connection: env.nativeConnection,
    namespace: 'default',
    roles: ['workflows', 'models', 'sandbox'],
    models: [profile],
    store,
    model,
    families,
    workflows: { workflowsPath: require.resolve('../../../src/workflows') },
    drainMs: 0,
  });
  const running = Promise.all(workers.map((worker) => worker.run()));
  return {
    build: async ({ run, family, contract, maxDepth, seed }) => {
      await startWorkflow(env.client, store, {
        run,
        spec: { name: 'bench', family, entry: contract, acceptance: [], maxDepth },
        specSha256: hashOfText(run),
        models: [profile],
        defaultBudget: { usd: 1_000, calls: 10_000, hours: 100 },
        wishes: { seed },
      });
      const root = env.client.workflow.getHandle(run);
      const result = await followRun({
        status: () => askRun(env.client, run, () => root.query<RunStatus>('status')),
        cancel: () => root.cancel(),
        result: () => root.result() as Promise<BuildResult>,
      });
      const certificate = Certificate.parse(await store.get(result.certificate));
      if (result.status !== 'done') return { parts: null, certificate };
      return { parts: await partsOf(store, contract.name), certificate };
    },
    stop: async () => {
      for (const worker of workers) worker.shutdown();
      await running;
      await env.teardown();
    },
  };
}

/** What a certificate says that should make its reader doubt a result; nothing when it has no reservations. */
export function doubtsIn(certificate: Certificate): readonly string[] {
  const { history, uncertain = [] } = certificate;
  const cases = history.find(({ kind }) => kind === 'cases')?.cases;
  const code = history.findLast(({ kind }) => kind === 'code');
  return [
    ...doubtsOfVerifiers(certificate),
    ...(uncertain.length > 0 ? ['unconfirmed calls'] : []),
    ...(cases !== undefined && cases.agreed < cases.proposed ? ['disputed cases'] : []),
    ...(code !== undefined && code.votes > code.votesForWinner ? ['dissent'] : []),
  ];
}

function doubtsOfVerifiers({ verifiers }: Certificate): readonly string[] {
  if (verifiers === undefined) return [];
  return [
    ...(verifiers.disagreed > 0 ? ['a verifier disagrees'] : []),
    ...(verifiers.weakInputs.length > 0 ? ['weak inputs'] : []),
  ];
}

/** The entry's part that was finished last: what an earlier attempt left was not what the run ended with. */
async function partsOf(store: MemoryStore, name: string): Promise<readonly LoadedPart[]> {
  const [hash] =
    [...store.artifacts].findLast(([, artifact]) => {
      const part = Part.safeParse(artifact);
      return part.success && part.data.contract.name === name;
    }) ?? [];
  if (hash === undefined) throw new Error(`The run of ${name} is done, but left no part of it.`);
  return loadParts(store, [hash]);
}
