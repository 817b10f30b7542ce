import { cancellationSignal } from '@temporalio/activity';
import type { Hash } from '../schemas/hash';
import { Spec } from '../schemas/spec';
import type { BuildDependencies } from './build';
import { whileHeartbeating } from './heartbeat';

export const createPrepare = ({ store, families }: BuildDependencies) => ({
  /** Fails, saying what to install, where the machine of this worker lacks what the spec's answers and tests run in. */
  async prepare(input: { readonly spec: Hash }): Promise<void> {
    const spec = Spec.parse(await store.get(input.spec));
    await whileHeartbeating(() => families[spec.family].prepare(spec, cancellationSignal()));
  },
});
