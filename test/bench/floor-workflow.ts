import { proxyActivities } from '@temporalio/workflow';

const { nothing } = proxyActivities<{ nothing: () => Promise<void> }>({
  startToCloseTimeout: '1 minute',
});

/** As many activities as an election of `votes` votes has, in the same order, doing nothing. */
export async function floor(votes: number): Promise<void> {
  await Promise.all(
    Array.from({ length: votes }, async () => {
      await nothing();
      await nothing();
    }),
  );
}
