import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';

/** Runs an activity function as a worker would, once, without a server and without its log. */
export async function runActivity<In extends unknown[], Out>(
  activity: (...args: In) => Promise<Out>,
  ...args: In
): Promise<Out> {
  return silentEnvironment().run(activity, ...args);
}

/** An activity's surroundings, to be cancelled and listened to. */
export function silentEnvironment(): MockActivityEnvironment {
  return new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR', () => {}) });
}
