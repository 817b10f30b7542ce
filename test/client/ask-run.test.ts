import { WorkflowNotFoundError } from '@temporalio/client';
import { askRun } from '../../src/client/ask-run';
import { NobodyAnswers, RunNotFound } from '../../src/client/errors';
import { fakeServer } from './support/fake-server';

const { client } = fakeServer();

/** What gRPC throws, as the client wraps it. */
function grpcError(code: number): Error {
  return new Error('Failed', {
    cause: Object.assign(new Error('gRPC'), { code, details: '', metadata: {} }),
  });
}

describe('askRun', () => {
  it('answers what the server answers', async () => {
    await expect(askRun(client, 'r', async () => 42)).resolves.toBe(42);
  });

  it('tells a run that does not exist by its name', async () => {
    const missing = new WorkflowNotFoundError('no', 'r', undefined);
    await expect(askRun(client, 'r', async () => Promise.reject(missing))).rejects.toThrow(
      RunNotFound,
    );
  });

  it.each([
    ['the server', 4],
    ['the client', 1],
  ])('takes a deadline that %s noticed for a missing worker', async (_who, code) => {
    await expect(askRun(client, 'r', async () => Promise.reject(grpcError(code)))).rejects.toThrow(
      NobodyAnswers,
    );
  });

  it('lets every other failure through', async () => {
    const down = grpcError(14);
    await expect(askRun(client, 'r', async () => Promise.reject(down))).rejects.toBe(down);
  });
});
