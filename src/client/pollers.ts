import type { ConnectionLike } from '@temporalio/client';
import { QUEUE } from '../workflows/messages';

/**
 * Whether workers have asked for work on Millwright's queues since `sinceMs` (milliseconds since 1970): at least one
 * that runs workflows, and one that examines answers. The server forgets a worker five minutes after its last question.
 */
export async function workersArePolling(
  connection: ConnectionLike,
  namespace: string,
  sinceMs: number,
): Promise<boolean> {
  const asked = [
    latestPoll(connection, {
      namespace,
      taskQueue: { name: QUEUE.workflows },
      taskQueueType: WORKFLOW,
    }),
    latestPoll(connection, {
      namespace,
      taskQueue: { name: QUEUE.sandbox },
      taskQueueType: ACTIVITY,
    }),
  ];
  return (await Promise.all(asked)).every((latest) => latest >= sinceMs);
}

/** temporal.api.enums.v1.TaskQueueType */
/* eslint-disable @typescript-eslint/no-unsafe-enum-assignment -- no package that we depend on exports the enum */
const WORKFLOW: QueueType = 1;
const ACTIVITY: QueueType = 2;
/* eslint-enable @typescript-eslint/no-unsafe-enum-assignment */

type QueueType = NonNullable<Question['taskQueueType']>;
type Question = Parameters<ConnectionLike['workflowService']['describeTaskQueue']>[0];

/** Milliseconds since 1970; 0 when nobody has asked. */
async function latestPoll(connection: ConnectionLike, question: Question): Promise<number> {
  const { pollers } = await connection.workflowService.describeTaskQueue(question);
  return Math.max(0, ...pollers.map(({ lastAccessTime }) => millis(lastAccessTime)));
}

function millis(
  time: { readonly seconds?: unknown; readonly nanos?: number | null } | null | undefined,
): number {
  return Number(time?.seconds ?? 0) * 1_000 + (time?.nanos ?? 0) / 1_000_000;
}
