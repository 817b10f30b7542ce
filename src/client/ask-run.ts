import {
  type Client,
  isGrpcCancelledError,
  isGrpcDeadlineError,
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { NobodyAnswers, RunNotFound } from './errors';

/** How long one question to the server may take, in milliseconds; a query without a worker would wait for ever. */
const DEADLINE_MS = 10_000;

/**
 * Sends one request about a run.
 * @throws RunNotFound when there is no such run.
 * @throws NobodyAnswers when no worker took the question in time.
 */
export async function askRun<T>(
  client: Client,
  run: string,
  request: () => Promise<T>,
): Promise<T> {
  try {
    return await client.withDeadline(Date.now() + DEADLINE_MS, request);
  } catch (error) {
    if (isNotFound(error)) throw new RunNotFound(run, { cause: error });
    if (ranOutOfTime(error)) throw new NobodyAnswers(run, { cause: error });
    throw error;
  }
}

/** A deadline shows as either, depending on whether the server or the client notices it first. */
function ranOutOfTime(error: unknown): boolean {
  return (
    isGrpcDeadlineError(error) ||
    isGrpcCancelledError(error) ||
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError
  );
}

/** gRPC's status codes, as far as they are told apart here. */
const NOT_FOUND = 5;

function isNotFound(error: unknown): boolean {
  if (error instanceof WorkflowNotFoundError) return true;
  const code: number | undefined = isGrpcServiceError(error) ? error.code : undefined;
  return code === NOT_FOUND;
}
