import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCache } from '../../src/dev/cache';
import { locate, PartUnavailable, type Binary, type Part, type Source } from '../../src/dev/lookup';
import { recordProgress } from './recorded-progress';
import { useTemporaryFolder } from './temporary-folder';

/** A binary is a text file here; one that says 'broken' does not run. */
function fakeBinary(name: string): Binary {
  return {
    name,
    version: 'v1',
    check(path) {
      const text = readFileSync(path, 'utf8');
      return text === 'broken'
        ? Promise.reject(new Error('it does not run'))
        : Promise.resolve(text);
    },
  };
}

const tool = fakeBinary('tool');

function source(title: string, obtain: (directory: string) => string): Source {
  return {
    binary: tool,
    title,
    obtain({ directory }) {
      const file = join(directory, 'tool');
      writeFileSync(file, obtain(directory));
      return Promise.resolve(file);
    },
  };
}

const noNetwork = (): never => {
  throw new Error('no network');
};

describe('locate', () => {
  const folder = useTemporaryFolder();
  const surroundings = () => {
    const progress = recordProgress();
    const env = { PATH: join(folder(), 'bin') };
    return { cache: openCache(join(folder(), 'cache')), env, progress };
  };
  const part = (...sources: readonly Source[]): Part => ({
    name: 'Tool',
    onPath: [tool],
    sources,
    advice: 'Install it yourself.',
  });
  const putOnPath = (text: string) => {
    mkdirSync(join(folder(), 'bin'));
    writeFileSync(join(folder(), 'bin', 'tool'), text);
    chmodSync(join(folder(), 'bin', 'tool'), 0o755);
  };
  const install = async (text: string) => {
    writeFileSync(join(folder(), 'tool'), text);
    return openCache(join(folder(), 'cache')).install(tool, join(folder(), 'tool'));
  };

  it('prefers what is on PATH to what is cached', async () => {
    putOnPath('from PATH');
    await install('from the cache');
    const found = await locate(part(), surroundings());
    expect(found).toEqual({
      binary: 'tool',
      path: join(folder(), 'bin', 'tool'),
      version: 'from PATH',
    });
  });

  it('passes over a broken binary on PATH, saying so', async () => {
    putOnPath('broken');
    await install('from the cache');
    const around = surroundings();
    const unused = source('downloading', noNetwork);
    await expect(locate(part(unused), around)).resolves.toMatchObject({
      version: 'from the cache',
    });
    expect(around.progress.lines).toEqual([expect.stringMatching(/passed over: it does not run$/)]);
  });

  it('uses a cached binary without obtaining anything', async () => {
    const path = await install('from the cache');
    const around = surroundings();
    const found = await locate(part(source('downloading', noNetwork)), around);
    expect(found).toEqual({ binary: 'tool', path, version: 'from the cache' });
    expect(around.progress.lines).toEqual([]);
  });

  it('obtains a corrupt cached binary again, saying so', async () => {
    appendFileSync(await install('from the cache'), '!');
    const around = surroundings();
    const found = await locate(part(source('building', () => 'built')), around);
    expect(found.version).toBe('built');
    expect(around.progress.lines).toEqual([
      '✗ Tool: the cached tool is thrown away and obtained again: the file is not the one that was installed',
      '✓ Tool: building: built',
    ]);
  });

  it('falls through a failing download to the next source, in one line', async () => {
    const around = surroundings();
    const sources = [source('downloading', noNetwork), source('building', () => 'built')];
    await expect(locate(part(...sources), around)).resolves.toMatchObject({ version: 'built' });
    expect(around.progress.lines).toEqual([
      '✗ Tool: downloading: no network; next: building',
      '✓ Tool: building: built',
    ]);
  });

  it('never installs a binary that does not run', async () => {
    const around = surroundings();
    const sources = [source('downloading', () => 'broken'), source('building', () => 'built')];
    await locate(part(...sources), around);
    expect(around.progress.lines[0]).toBe('✗ Tool: downloading: it does not run; next: building');
    const again = await locate(part(source('downloading', noNetwork)), surroundings());
    expect(again.version).toBe('built');
  });

  it('says what was tried and what to do when nothing works', async () => {
    const attempt = locate(part(source('downloading', noNetwork)), surroundings());
    await expect(attempt).rejects.toThrow(PartUnavailable);
    await expect(attempt).rejects.toThrow('- downloading: no network\nInstall it yourself.');
  });

  it('obtains a part once when two ask at the same time', async () => {
    let obtained = 0;
    const slow = source('building', () => `built ${++obtained}`);
    const both = await Promise.all([
      locate(part(slow), surroundings()),
      locate(part(slow), surroundings()),
    ]);
    expect(both.map(({ version }) => version)).toEqual(['built 1', 'built 1']);
  });

  it('tries no further source once it is broken off', async () => {
    const breakOff = new AbortController();
    const sources = [
      source('downloading', () => {
        breakOff.abort(new Error('Ctrl-C'));
        return noNetwork();
      }),
      source('building', () => 'built'),
    ];
    const attempt = locate(part(...sources), { ...surroundings(), signal: breakOff.signal });
    await expect(attempt).rejects.toThrow('Ctrl-C');
  });
});
