import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DEVELOPMENT_SERVER_SPEED } from '../../src/dev/temporal-server';
import { temporalBinary } from './temporal-binary';

/** The SDK gives a server five seconds to answer, and offers no way to change that: on a busy machine one may need more. */
const ATTEMPTS = 5;

/** Starts a real Temporal server in memory, of the version that users get. */
export async function startTestServer(): Promise<TestWorkflowEnvironment> {
  const path = await temporalBinary();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await TestWorkflowEnvironment.createLocal({
        server: {
          executable: { type: 'existing-path', path },
          extraArgs: ['--dynamic-config-value', DEVELOPMENT_SERVER_SPEED],
        },
      });
    } catch (error) {
      if (attempt === ATTEMPTS || !String(error).includes('did not start within')) throw error;
    }
  }
}
