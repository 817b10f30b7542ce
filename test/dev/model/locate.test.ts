import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureModelFile } from '../../../src/dev/model/locate';
import type { ModelSource } from '../../../src/dev/model/model-source';
import { recordProgress } from '../recorded-progress';
import { useTemporaryFolder } from '../temporary-folder';
import { PARTS, smallModel } from './small-model';

const text = PARTS.join('');
const source = (title: string, obtain: ModelSource['obtain']): ModelSource => ({ title, obtain });
const writes = (content: string) =>
  source('writing', async ({ folder, model }) => {
    const path = join(folder, model.fileName);
    writeFileSync(path, content);
    return path;
  });
const fails = (reason: string) => source('failing', async () => Promise.reject(new Error(reason)));

describe('ensureModelFile', () => {
  const folder = useTemporaryFolder();
  const path = () => join(folder(), 'models', 'small.gguf');

  async function ensure(sources: readonly ModelSource[], signal?: AbortSignal) {
    const progress = recordProgress();
    const request = { cacheDir: folder(), progress, model: smallModel, sources, signal };
    return { lines: progress.lines, result: await ensureModelFile(request) };
  }

  it('obtains the file once, and then finds it without a word', async () => {
    await expect(ensure([writes(text)])).resolves.toEqual({
      lines: ['✓ Local model: writing: 0 MB'],
      result: path(),
    });
    await expect(ensure([fails('not needed')])).resolves.toEqual({ lines: [], result: path() });
    expect(readFileSync(path(), 'utf8')).toBe(text);
    expect(readdirSync(join(folder(), 'models')).sort()).toEqual([
      'small.gguf',
      'small.gguf.verified.json',
    ]);
  });

  it('accepts a file that the user has put in its place', async () => {
    mkdirSync(join(folder(), 'models'));
    writeFileSync(path(), text);
    await expect(ensure([fails('not needed')])).resolves.toEqual({ lines: [], result: path() });
  });

  it('replaces a damaged file', async () => {
    mkdirSync(join(folder(), 'models'));
    writeFileSync(path(), 'damaged');
    const { lines } = await ensure([writes(text)]);
    expect(lines[0]).toBe('✗ Local model: the file in the cache is damaged: it is thrown away');
    expect(readFileSync(path(), 'utf8')).toBe(text);
  });

  it('falls through to the next source and says so in one line', async () => {
    const { lines } = await ensure([fails('no\nnetwork'), writes(text)]);
    expect(lines).toEqual([
      '✗ Local model: failing: no network; next: writing',
      '✓ Local model: writing: 0 MB',
    ]);
  });

  it('keeps what an interrupted source had, and deletes it once the file is whole', async () => {
    const halves = source('halves', async ({ folder: work, model }) => {
      const half = join(work, 'half');
      if (existsSync(half)) {
        writeFileSync(join(work, model.fileName), `${readFileSync(half, 'utf8')}${PARTS[1]}`);
        return join(work, model.fileName);
      }
      writeFileSync(half, PARTS[0]);
      throw new Error('cut');
    });
    await expect(ensure([halves])).rejects.toThrow('cut');
    await expect(ensure([halves])).resolves.toMatchObject({ result: path() });
    expect(existsSync(`${path()}.download`)).toBe(false);
  });

  it('never accepts a wrong file, and keeps nothing it was made of', async () => {
    await expect(ensure([writes('first sEcond')])).rejects.toThrow(
      'writing: the file that came is not the right one by size and SHA-256',
    );
    expect(existsSync(path())).toBe(false);
    expect(readdirSync(`${path()}.download`)).toEqual([]);
  });

  it('says what was tried and what to do when nothing worked', async () => {
    const failure = ensure([fails('no network'), fails('python3 is not installed')]);
    await expect(failure).rejects.toThrow(
      [
        'Local model: nothing worked.',
        '- failing: no network',
        '- failing: python3 is not installed',
        'Set OPENAI_BASE_URL and OPENAI_API_KEY to use another model, or install Python 3 with pip and try ' +
          `again, or put small.gguf (SHA-256 ${smallModel.sha256}) at ${path()}.`,
      ].join('\n'),
    );
  });

  it('tries nothing more once it is aborted', async () => {
    const abort = new AbortController();
    const interrupted = source('interrupted', async () => {
      abort.abort(new Error('interrupted by the user'));
      return Promise.reject(new Error('killed'));
    });
    await expect(ensure([interrupted, writes(text)], abort.signal)).rejects.toThrow('by the user');
    expect(existsSync(path())).toBe(false);
  });

  it('is obtained once by two that want it at the same time', async () => {
    let times = 0;
    const counted = source('counting', async (request) => {
      times++;
      return writes(text).obtain(request);
    });
    const both = await Promise.all([ensure([counted]), ensure([counted])]);
    expect(both.map(({ result }) => result)).toEqual([path(), path()]);
    expect(times).toBe(1);
  });
});
