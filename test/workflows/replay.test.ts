import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';

const FOLDER = join(__dirname, '..', 'histories');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

describe('recorded histories', () => {
  let workflowBundle: WorkflowBundleWithSourceMap;
  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    workflowBundle = await bundleWorkflowCode({
      workflowsPath: require.resolve('../../src/workflows'),
      logger: new DefaultLogger('ERROR'),
    });
  });

  it('are those of a whole run: the root, its tasks and their elections', () => {
    expect(files.length).toBeGreaterThan(5);
  });

  it.each(['findBlame', 'relink', 'mendPackage', 'findDifference', 'adoptOutcome'])(
    'cover a repair and a judged difference: %s was run',
    (name) => {
      const recorded = files.map((file) => readFileSync(join(FOLDER, file), 'utf8'));
      expect(recorded.filter((text) => text.includes(`"name":"${name}"`))).not.toEqual([]);
    },
  );

  it.each(files)('replay on the current code: %s (I7)', async (file) => {
    const history = historyFromJSON(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));
    await expect(
      Worker.runReplayHistory({ workflowBundle }, history, workflowIdIn(history)),
    ).resolves.toBeUndefined();
  });
});

/** Child ids and call ids are made from the workflow's own id, so it has to be the recorded one. */
function workflowIdIn({ events }: ReturnType<typeof historyFromJSON>): string | undefined {
  return events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? undefined;
}
