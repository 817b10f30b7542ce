import { tellSandboxes } from '../../src/worker/tell-sandboxes';

describe('tellSandboxes', () => {
  it('writes what runs the programs of each sandbox, or what is missing', async () => {
    const lines: string[] = [];
    const run = () => Promise.reject(new Error('nothing is to be run'));
    const missing = () => Promise.reject(new Error('found no bubblewrap'));
    const sandboxes = {
      node: { run, check: () => Promise.resolve('Node 20.11.0 under bubblewrap') },
      python: { run, check: missing },
    };
    await tellSandboxes(sandboxes, (line) => lines.push(line));
    expect(lines).toEqual([
      'sandbox for node: Node 20.11.0 under bubblewrap\n',
      'sandbox for python: found no bubblewrap\n',
    ]);
  });
});
