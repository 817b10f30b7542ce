import type { Client, WorkflowExecutionDescription, WorkflowHandle } from '@temporalio/client';
import type { QueryDefinition, SignalDefinition, UpdateDefinition } from '@temporalio/common';
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
  /** Sends a message that is answered; null: it came after the run's end and changed nothing. */
  update<Answer, Message extends { readonly id: string }>(
    definition: UpdateDefinition<Answer, [Message]>,
    message: Message,
  ): Promise<Answer | null>;
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
  const inTime = async <T>(message: () => Promise<T>): Promise<T | null> => {
    try {
      return await askRun(client, run, message);
    } catch (error) {
      if (!(error instanceof RunNotFound)) throw error;
      await describe(); // throws again when there is no such run; else it has ended, which is no harm
      return null;
    }
  };
  const deliver = async (message: () => Promise<unknown>): Promise<Delivery> => {
    const delivery = await inTime(async (): Promise<Delivery> => {
      await message();
      return 'delivered';
    });
    return delivery ?? 'too-late';
  };
  return {
    describe,
    query: (definition) => askRun(client, run, () => handle.query(definition)),
    signal: (definition, ...args) => deliver(() => handle.signal(definition, ...args)),
    update: (definition, message) =>
      inTime(() => handle.executeUpdate(definition, { args: [message], updateId: message.id })),
    cancel: async () => {
      // The server takes the request for an ended run too, and does nothing.
      if ((await describe()).status.name !== 'RUNNING') return 'too-late';
      return deliver(() => handle.cancel());
    },
    result: () => askRun(client, run, () => handle.result()),
  };
}
