import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/dev/package-paths';
import { useTemporaryFolder } from '../dev/temporary-folder';

describe('tools/summary.mjs', () => {
  const folder = useTemporaryFolder();
  const report = (name: string, passed: number, failed: number, unloadable = 0) => {
    const counts = {
      numPassedTests: passed,
      numFailedTests: failed,
      numRuntimeErrorTestSuites: unloadable,
    };
    writeFileSync(join(folder(), name), JSON.stringify(counts));
  };
  const summarise = () => {
    const script = join(packageRoot, 'tools', 'summary.mjs');
    const { stdout, status } = spawnSync(process.execPath, [script, folder()], {
      encoding: 'utf8',
    });
    return { stdout, status };
  };

  it('adds up all reports and ignores other files', () => {
    report('jest-unit.json', 3, 0);
    report('jest-e2e.json', 4, 0);
    report('stack.json', 100, 100);
    expect(summarise()).toEqual({ stdout: '7 passed, 0 failed\n', status: 0 });
  });

  it('fails when a test failed', () => {
    report('jest.json', 3, 1);
    expect(summarise()).toEqual({ stdout: '3 passed, 1 failed\n', status: 1 });
  });

  it('counts a test file that cannot be loaded as a failure', () => {
    report('jest.json', 3, 0, 2);
    expect(summarise()).toEqual({ stdout: '3 passed, 2 failed\n', status: 1 });
  });

  it('fails when nothing was run', () => {
    expect(summarise()).toEqual({ stdout: '0 passed, 0 failed\n', status: 1 });
  });
});
