// A process of its own: lets the SDK download the Temporal CLI into the folder given as the last argument.
import { TestWorkflowEnvironment } from '@temporalio/testing';

async function main(): Promise<void> {
  const downloadDir = process.argv.at(-1);
  const version = process.env['TEMPORAL_CLI_VERSION'];
  if (downloadDir === undefined || version === undefined)
    throw new Error('expected a version and a folder');
  // The SDK downloads on the way to a running server, which is ended again.
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', version, downloadDir } },
  });
  await environment.teardown();
}

main().catch((error: unknown) => {
  process.stderr.write(`${rootCause(error)}\n`);
  process.exitCode = 1;
});

/** The last part of a chain of messages: 'dns error', not the three layers that passed it on. */
function rootCause(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split(': ').slice(-2).join(': ');
}
