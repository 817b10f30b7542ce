import type { Client, WorkflowExecutionDescription, WorkflowHandle } from '@temporalio/client';
import type { QueryDefinition, SignalDefinition } from '@temporalio/common';
import type { BuildInput, BuildResult } from '../workflows/messages';
import { askRun } from './ask-run';
import { RunNotFound } from './errors';

/** Whether a message reached the run, or came after its end and changed nothing. */
export type Delivery = 'delivered' | 'too-late';

/** The root workflow of a run. Every method throws RunNotFound or NobodyAnswers where they apply. */
export interface RootWorkflow {
  describe(): Promise<WorkflowExecutionDescription>;
  query<Answer>(definition: QueryDefinition<Answer>): Promise<Answer>;
  signal<Args extends unknown[]>(
    definition: SignalDefinition<Args>,
    ...args: Args
  ): Promise<Delivery>;
  cancel(): Promise<Delivery>;
  /** Resolves at the run's end. */
  result(): Promise<BuildResult>;
}

/** The root workflow whose id is `run`; it need not exist. */
export function createRootWorkflow(client: Client, run: string): RootWorkflow {
  const handle: WorkflowHandle<(input: BuildInput) => Promise<BuildResult>> =
    client.workflow.getHandle(run);
  const describe = (): Promise<WorkflowExecutionDescription> =>
    askRun(client, run, () => handle.describe());
  const deliver = async (message: () => Promise<unknown>): Promise<Delivery> => {
    try {
      await askRun(client, run, message);
      return 'delivered';
    } catch (error) {
      if (!(error instanceof RunNotFound)) throw error;
      await describe(); // throws again when there is no such run; else it has ended, which is no harm
      return 'too-late';
    }
  };
  return {
    describe,
    query: (definition) => askRun(client, run, () => handle.query(definition)),
    signal: (definition, ...args) => deliver(() => handle.signal(definition, ...args)),
    cancel: async () => {
      // The server takes the request for an ended run too, and does nothing.
      if ((await describe()).status.name !== 'RUNNING') return 'too-late';
      return deliver(() => handle.cancel());
    },
    result: () => askRun(client, run, () => handle.result()),
  };
}
