import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

describe('the workflow bundle', () => {
  it('is made without a warning, and without zod, which would double it', async () => {
    const warnings: string[] = [];
    const { code } = await bundleWorkflowCode({
      workflowsPath: require.resolve('../../src/workflows'),
      logger: new DefaultLogger('WARN', ({ message }) => warnings.push(message)),
    });
    expect(warnings).toEqual([]);
    // By search and not by toContain, which would print all of it.
    expect(code.search(/node_modules\/zod|src\/schemas\//)).toBe(-1);
    expect(code.search(/src\/domain\//)).toBeGreaterThan(0); // modules are named by their paths
  });
});
