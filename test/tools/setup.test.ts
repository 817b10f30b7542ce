import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../src/dev/package-paths';
import { endedProcess } from '../dev/small-process';
import { useTemporaryFolder } from '../dev/temporary-folder';

/** Copies src/ as it is, and fails on an index.js that says 'wrong'. */
const compiler = `
  const { cpSync, readFileSync } = require('node:fs');
  const out = process.argv[process.argv.indexOf('--outDir') + 1];
  if (readFileSync('src/index.js', 'utf8') === 'wrong') {
    console.log('error TS1: wrong');
    process.exit(2);
  }
  cpSync('src', out, { recursive: true });
`;

describe('tools/setup.mjs', () => {
  const folder = useTemporaryFolder();
  const at = (...path: string[]) => join(folder(), ...path);
  const put = (path: string, text: string) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  };
  const lockFile = '{"packages":{"":{},"node_modules/a":{"version":"1.0.0","integrity":"x"}}}';

  /** A checkout whose npm records that it was called, and whose TypeScript only copies. */
  const checkout = () => {
    mkdirSync(at('tools'));
    copyFileSync(join(packageRoot, 'tools', 'setup.mjs'), at('tools', 'setup.mjs'));
    for (const name of ['package.json', 'tsconfig.json', 'tsconfig.build.json']) put(name, '{}');
    put('package-lock.json', lockFile);
    put('src/index.js', 'module.exports = 1;');
    put('node_modules/typescript/bin/tsc', compiler);
    put('node_modules/.package-lock.json', lockFile);
    put('bin/npm', '#!/bin/sh\necho "$@" > npm-was-called\n');
    spawnSync('chmod', ['+x', at('bin', 'npm')]);
  };
  const setUp = () => {
    const env = { PATH: `${at('bin')}:${process.env['PATH'] ?? ''}` };
    const script = at('tools', 'setup.mjs');
    const { stderr, stdout, status } = spawnSync(process.execPath, [script], {
      encoding: 'utf8',
      env,
    });
    return { stderr, stdout, status };
  };
  const compiled = () => readFileSync(at('lib', 'index.js'), 'utf8');

  it('compiles a fresh checkout, one line per step, all on stderr', () => {
    checkout();
    const { status, stderr, stdout } = setUp();
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toMatch(
      /^ {2}Compiling src\/ to lib\/ …\n✓ Compiling src\/ to lib\/ \(\d+ s\)\n$/,
    );
    expect(compiled()).toBe('module.exports = 1;');
  });

  it('does and says nothing the second time', () => {
    checkout();
    setUp();
    expect(setUp()).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('takes packages installed by hand as they are', () => {
    checkout();
    setUp();
    expect(existsSync(at('npm-was-called'))).toBe(false);
  });

  it('installs packages when those there differ from the lock file, without writing to it', () => {
    checkout();
    put('node_modules/.package-lock.json', lockFile.replace('1.0.0', '0.9.0'));
    expect(setUp().status).toBe(0);
    expect(readFileSync(at('npm-was-called'), 'utf8')).toBe(
      'install --include=dev --no-save --no-audit --no-fund\n',
    );
    rmSync(at('npm-was-called'));
    setUp();
    expect(existsSync(at('npm-was-called'))).toBe(false);
  });

  it('compiles again when a source has changed, and drops what is no longer there', () => {
    checkout();
    put('src/old.js', '');
    setUp();
    rmSync(at('src', 'old.js'));
    put('src/index.js', 'module.exports = 2;');
    setUp();
    expect(compiled()).toBe('module.exports = 2;');
    expect(existsSync(at('lib', 'old.js'))).toBe(false);
  });

  it('leaves lib/ as it was when the sources are wrong, and says what is', () => {
    checkout();
    setUp();
    put('src/index.js', 'wrong');
    const { status, stderr } = setUp();
    expect(status).toBe(1);
    expect(stderr).toContain('error TS1: wrong\nCorrect the errors above in src/');
    expect(compiled()).toBe('module.exports = 1;');
    expect(readdirSync(folder()).filter((name) => name.startsWith('lib'))).toEqual(['lib']);
  });

  it('runs the bundler that it has compiled, before lib/ is replaced', () => {
    checkout();
    put(
      'src/worker/bundle.js',
      "require('fs').writeFileSync(__dirname + '/workflows.js', 'bundle')",
    );
    setUp();
    expect(readFileSync(at('lib', 'worker', 'workflows.js'), 'utf8')).toBe('bundle');
  });

  it('takes over from a set-up that was killed', async () => {
    checkout();
    const { pid, startedAt } = await endedProcess();
    put('.millwright/setup.lock', `${pid} ${startedAt}`);
    put(`lib.next-${pid}/half.js`, '');
    expect(setUp().status).toBe(0);
    expect(existsSync(at(`lib.next-${pid}`))).toBe(false);
  });

  it('notices a change of any of its inputs by content, not by date', () => {
    checkout();
    setUp();
    const stamp = readFileSync(at('lib', '.stamp'), 'utf8');
    put('tsconfig.json', '{ }');
    setUp();
    expect(readFileSync(at('lib', '.stamp'), 'utf8')).not.toBe(stamp);
  });
});
