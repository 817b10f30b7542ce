import { ApplicationFailure } from '@temporalio/common';
import { createBubblewrapSandbox } from '../../../src/adapters/bubblewrap/bubblewrap-sandbox';
import { pythonRuntime } from '../../../src/adapters/bubblewrap/python-runtime';
import { createPythonFamily } from '../../../src/families/python';
import type { Spec } from '../../../src/schemas/spec';
import { describeUnderBubblewrap } from '../../support/bubblewrap';
import { pythonHost } from '../../support/python-family';
import { contractOf } from '../typescript/contracts';

const SPEC: Spec = {
  name: 'f',
  family: 'python',
  entry: contractOf('f(x: int) -> int'),
  acceptance: [],
};

describeUnderBubblewrap('prepare of the Python family', () => {
  it('finds nothing missing where there are bubblewrap, Python and Hypothesis', async () => {
    await expect(createPythonFamily(pythonHost).prepare(SPEC)).resolves.toBeUndefined();
  });

  const nowhere = { bubblewraps: ['/nowhere/bwrap'] };
  it.each([
    ['bubblewrap', createBubblewrapSandbox(pythonRuntime(), nowhere)],
    ['python3', createBubblewrapSandbox(pythonRuntime(['/nowhere/python3']))],
  ])('says how to install %s where there is none', async (name, sandbox) => {
    await expect(
      createPythonFamily({ ...pythonHost, sandbox }).prepare(SPEC),
    ).rejects.toMatchObject({
      type: 'sandbox.missing',
      message: expect.stringContaining(`apt-get install ${name}`),
    });
  });

  it('passes on what is said of Hypothesis where it cannot be had', async () => {
    const failure = ApplicationFailure.nonRetryable('no pip', 'python.no-hypothesis');
    const host = { ...pythonHost, hypothesis: () => Promise.reject(failure) };
    await expect(createPythonFamily(host).prepare(SPEC)).rejects.toBe(failure);
  });
});
