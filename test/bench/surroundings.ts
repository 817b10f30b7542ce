import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Store } from '../../src/activities/ports/store';
import { connectStore } from '../../src/adapters/mongo-store';
import type { ElectionInput } from '../../src/workflows/election/race';
import { TestDocumentStore } from '../support/document-store';
import { testRules } from '../support/temporal';
import { startTestServer } from '../support/test-server';

/** What elections need around them, each a process of its own: a server, a store, and a provider. */
export interface Surroundings {
  readonly env: TestWorkflowEnvironment;
  readonly store: Store;
  readonly mongoUri: string;
  readonly modelUrl: string;
  /** Stops them all and removes their data; workers must have ended. */
  close(): Promise<void>;
}

/** Starts them; the provider answers every request after `delayMs`. */
export async function openSurroundings({
  delayMs,
}: {
  readonly delayMs: number;
}): Promise<Surroundings> {
  const program = join(__dirname, 'instant-model.ts');
  const provider = spawn(process.execPath, ['--import', 'tsx', program, String(delayMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [address] = (await once(provider.stdout, 'data')) as [Buffer];
  const documents = await TestDocumentStore.create();
  await documents.start();
  const env = await startTestServer();
  const { store, close } = await connectStore(documents.uri);
  return {
    env,
    store,
    mongoUri: documents.uri,
    modelUrl: address.toString().trim(),
    close: async () => {
      provider.stdin.end();
      await Promise.all([close(), documents.remove()]);
      await env.teardown();
    },
  };
}

/** An election of `margin` votes on the code of a function that no other election is about. */
export async function electionOn(
  store: Store,
  { name, margin }: { readonly name: string; readonly margin: number },
): Promise<ElectionInput> {
  const contract = {
    name,
    signature: `${name}(a: number, b: number): number`,
    description: 'The sum of a and b.',
    types: '',
    examples: [{ call: `${name}(1, 2)`, returns: 3 }],
    background: '',
    cases: [],
    probes: [],
    uses: [],
  };
  const subject = await store.put({ kind: 'code', family: 'typescript', contract, parts: [] });
  const rules = { margin, maxVotes: 20, maxFlags: 20 };
  return { task: name, kind: 'code', subject, rules, run: testRules('nobody'), allowance: margin };
}
