import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureHypothesis } from '../../../src/dev/python/hypothesis';
import { useTemporaryFolder } from '../temporary-folder';

describe('ensureHypothesis', () => {
  const folder = useTemporaryFolder();

  it('says how to bring Hypothesis to a machine that cannot obtain it', async () => {
    await expect(
      ensureHypothesis(folder(), { pythons: ['/nowhere/python3', '/bin/false'] }),
    ).rejects.toMatchObject({
      type: 'python.no-hypothesis',
      nonRetryable: true,
      message: expect.stringMatching(
        /\/nowhere\/python3 is not installed; .*pip download .*--dest \S+\/python hypothesis==/,
      ),
    });
  });

  it('takes no archive that is another than the one that was chosen', async () => {
    mkdirSync(join(folder(), 'python'));
    writeFileSync(join(folder(), 'python', 'hypothesis-6.135.0-py3-none-any.whl'), 'other');
    await expect(ensureHypothesis(folder(), { pythons: ['/bin/true'] })).rejects.toThrow(
      'pip left no hypothesis-6.135.0-py3-none-any.whl',
    );
  });
});
