import { ServiceError } from '@temporalio/client';
import { NobodyAnswers } from '../../../src/client/errors';
import type { BuildResult, PauseReason } from '../../../src/workflows/messages';
import { type FollowedRun, followRun } from './follow-run';

const DONE = { status: 'done' } as BuildResult;
const CANCELLED = { status: 'cancelled' } as BuildResult;

/** A run whose looks are told in turn; after the last one it is done, and once it is cancelled it is that. */
function runThat(looks: readonly (PauseReason | Error | null)[]): FollowedRun {
  const told = looks.values();
  let end: (result: BuildResult) => void;
  const result = new Promise<BuildResult>((resolve) => {
    end = resolve;
  });
  return {
    status: async () => {
      const { value: look, done } = told.next();
      if (done === true) end(DONE);
      if (look instanceof Error) throw look;
      return Promise.resolve({ pause: look ?? null });
    },
    cancel: async () => {
      end(CANCELLED);
      return Promise.resolve();
    },
    result: async () => result,
  };
}

describe('followRun', () => {
  it('goes on after a look that nobody answered', async () => {
    const run = runThat([new NobodyAnswers('r'), null, new ServiceError('Busy.')]);
    await expect(followRun(run, 1)).resolves.toBe(DONE);
  });

  it('lets any other failure of a look through', async () => {
    const failure = new Error('The server is gone.');
    await expect(followRun(runThat([failure]), 1)).rejects.toBe(failure);
  });

  it('cancels a run that waits for its user', async () => {
    const run = runThat([{ code: 'task.stuck', message: 'No code was elected.' }]);
    await expect(followRun(run, 1)).resolves.toBe(CANCELLED);
  });

  it('fails on a run that paused for a fault, instead of counting it as exhausted', async () => {
    const run = runThat([{ code: 'author.puzzled', message: 'Asked for what?' }]);
    await expect(followRun(run, 1)).rejects.toThrow('author.puzzled');
  });
});
