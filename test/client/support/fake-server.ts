import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { hashOf } from '../../../src/activities/hash';
import type { Store } from '../../../src/activities/ports/store';
import type { Json } from '../../../src/schemas/hash';

/** A store in memory; `get` of what was never put throws, as the real one does. */
export function memoryStore(): Store {
  const artifacts = new Map<string, Json>();
  const records = new Map<string, Json>();
  return {
    put: async (artifact) => {
      const hash = hashOf(artifact);
      artifacts.set(hash, artifact);
      return hash;
    },
    get: async (hash) => {
      const artifact = artifacts.get(hash);
      if (artifact === undefined) throw new Error(`no artifact ${hash}`);
      return artifact;
    },
    record: async (id, value) => {
      if (!records.has(id)) records.set(id, value);
      return records.get(id) ?? null;
    },
    find: async (id) => records.get(id),
  };
}

/** What a workflow of the fake server answers; a missing answer makes the request fail as a missing workflow would. */
export interface FakeWorkflow {
  readonly execution?: string;
  readonly memo?: Record<string, unknown>;
  readonly queries?: Readonly<Record<string, unknown>>;
  /** Answers to updates, by name. */
  readonly updates?: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
  /** Activities under way, as the server describes them. */
  readonly pending?: readonly object[];
}

/** An activity that has failed before `attempt`; the next one is under way, or due at `nextMs` (since 1970). */
export function pendingRetry(attempt: number, message: string, nextMs?: number): object {
  const at = nextMs === undefined ? null : { seconds: Math.floor(nextMs / 1_000), nanos: 0 };
  return { attempt, lastFailure: { message }, nextAttemptScheduleTime: at };
}

export interface FakeServer {
  readonly client: Client;
  /** Everything that was sent, in order. */
  readonly sent: unknown[];
}

/** A Temporal client that knows these workflows and nothing else; it records what is started, signalled and cancelled. */
export function fakeServer(workflows: Readonly<Record<string, FakeWorkflow>> = {}): FakeServer {
  const known = new Map(Object.entries(workflows));
  const sent: unknown[] = [];
  const find = (id: string): FakeWorkflow => {
    const workflow = known.get(id);
    if (workflow === undefined) throw new WorkflowNotFoundError('no such workflow', id, undefined);
    return workflow;
  };
  const findOpen = (id: string): void => {
    if ((find(id).execution ?? 'RUNNING') === 'RUNNING') return;
    throw new WorkflowNotFoundError('workflow execution already completed', id, undefined);
  };
  const getHandle = (id: string) => ({
    describe: async () => ({
      status: { name: find(id).execution ?? 'RUNNING' },
      memo: find(id).memo ?? {},
      raw: { pendingActivities: find(id).pending ?? [] },
    }),
    result: async () => find(id).result,
    query: async ({ name }: { name: string }) => {
      const answer = find(id).queries?.[name];
      if (answer === undefined) throw new Error(`no answer to ${name}`);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    signal: async ({ name }: { name: string }, ...args: unknown[]) => {
      findOpen(id);
      sent.push({ to: id, signal: name, args });
    },
    executeUpdate: async ({ name }: { name: string }, { args }: { args: unknown[] }) => {
      findOpen(id);
      sent.push({ to: id, update: name, args });
      return find(id).updates?.[name];
    },
    cancel: async () => {
      find(id);
      sent.push({ to: id, cancel: true });
    },
  });
  const start = async (
    type: string,
    options: { workflowId: string; memo: Record<string, unknown> },
  ) => {
    sent.push({ start: type, options });
    known.set(options.workflowId, { memo: options.memo });
  };
  const client = {
    withDeadline: async (_deadline: number, request: () => Promise<unknown>) => request(),
    workflow: { getHandle, start },
    connection: fakeConnection(),
    options: { namespace: 'default' },
  };
  return { client: client as unknown as Client, sent };
}

/** A server that lets us register search attributes. */
function fakeConnection() {
  const registered: Record<string, unknown> = {};
  return {
    operatorService: {
      listSearchAttributes: async () => ({ customAttributes: registered }),
      addSearchAttributes: async ({
        searchAttributes,
      }: {
        searchAttributes: Record<string, unknown>;
      }) => {
        Object.assign(registered, searchAttributes);
      },
    },
  };
}
