import type { WorkflowHandle } from '@temporalio/client';
import { QuickJsSandbox } from '../../src/adapters/quickjs/quickjs-sandbox';
import { createTypescriptFamily } from '../../src/families/typescript';
import { Certificate } from '../../src/schemas/certificate';
import type { Contract } from '../../src/schemas/contract';
import type { TextFile } from '../../src/schemas/spec';
import type { buildSoftware } from '../../src/workflows';
import { QUEUE, type RunRules } from '../../src/workflows/messages';
import { contractOf } from '../families/typescript/contracts';
import { AuthorModel, type Author } from './author-model';
import { EXAMPLES } from './five-leaves';
import { startWorld, testRules, type World } from './temporal';

export type Run = WorkflowHandle<typeof buildSoftware>;

/** A program, who writes it, and how its faults are found. */
export interface Program {
  readonly author: Author;
  readonly contract?: Partial<Contract>;
  readonly acceptance?: readonly TextFile[];
  readonly rules?: Partial<RunRules>;
}

/** A world that builds TypeScript, verifies each part and repairs what fails. */
export interface RepairWorld extends World {
  /** Starts a run of a program whose entry takes a text and returns one. */
  start(run: string, program: Program): Promise<Run>;
}

/** Starts server, workers and a sandbox. */
export async function startRepairWorld(): Promise<RepairWorld> {
  const sandbox = new QuickJsSandbox({ threads: 1 });
  const family = createTypescriptFamily(sandbox);
  const families = { typescript: family, python: family };
  const world = await startWorld(new AuthorModel(), undefined, families);
  return {
    ...world,
    start: (run, program) => start(world, run, program),
    stop: async () => {
      await world.stop();
      await sandbox.close();
    },
  };
}

async function start(world: World, run: string, program: Program): Promise<Run> {
  const { author, contract, acceptance = [] } = program;
  world.model.author = author;
  const known = { verification: true, repairs: 2, maxDepth: 1 };
  const rules = testRules(run, { ...known, ...program.rules });
  const entry = contractOf('entry(text: string): string', {
    description: 'Do it. '.repeat(30),
    examples: EXAMPLES.slice(0, 1),
    // Calls on which right and wrong code differ: without them the faults would have no runner-up.
    probes: EXAMPLES.slice(1).map(({ call }) => call),
    ...contract,
  });
  const spec = { name: 'five', family: 'typescript', entry, acceptance: [...acceptance] };
  const hash = await world.store.put(spec);
  const input = {
    spec: hash,
    specName: 'five',
    specSha256: hash,
    rules,
    budget: { usd: 10, calls: 300, hours: 1 },
    approvePlan: false,
  };
  return world.env.client.workflow.start<typeof buildSoftware>('buildSoftware', {
    taskQueue: QUEUE.workflows,
    workflowId: run,
    args: [input],
  });
}

/** Calls by the election that paid for them, without the run's name. */
export function callsOf({ model }: World, run: Run): Readonly<Record<string, number>> {
  const own = model.requests.filter((request) => request.run === run.workflowId);
  const calls: Record<string, number> = {};
  for (const { election } of own) {
    const name = election.slice(run.workflowId.length + 1);
    calls[name] = (calls[name] ?? 0) + 1;
  }
  return calls;
}

/** The certificate of a run, once it has ended. */
export async function certificateOf({ store }: World, run: Run): Promise<Certificate> {
  return Certificate.parse(await store.get((await run.result()).certificate));
}
