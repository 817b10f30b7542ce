import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { huggingFace } from '../../../src/dev/model/hugging-face';
import type { StepState } from '../../../src/dev/progress';
import { useTemporaryFolder } from '../temporary-folder';
import { smallModel } from './small-model';

describe('huggingFace', () => {
  const folder = useTemporaryFolder();
  const states: StepState[] = [];

  function obtain(code: string, { stallMs = 10_000, signal = new AbortController().signal } = {}) {
    const script = join(folder(), 'download.js');
    writeFileSync(script, code);
    states.length = 0;
    const step = {
      update: (state: StepState) => states.push(state),
      done: () => undefined,
      failed: () => undefined,
    };
    return huggingFace({ script, stallMs }).obtain({
      model: smallModel,
      folder: folder(),
      step,
      signal,
    });
  }

  it('lets the downloader write the file, and tells how far it is', async () => {
    const path = await obtain(`const [uri, folder, name] = process.argv.slice(2);
      console.log(3); console.log(12);
      require('fs').writeFileSync(folder + '/' + name, uri);`);
    expect(readFileSync(path, 'utf8')).toBe('hf:someone/small/small.gguf');
    expect(states).toEqual([
      { bytes: 3, totalBytes: 12 },
      { bytes: 12, totalBytes: 12 },
    ]);
  });

  it('ends a downloader that hangs, also one that keeps telling the same', async () => {
    const code = 'setInterval(() => console.log(0), 5)';
    await expect(obtain(code, { stallMs: 50 })).rejects.toThrow('no progress for 0.05 s');
  });

  it('passes on why the downloader failed', async () => {
    const code = "console.error('getaddrinfo ENOTFOUND'); process.exit(1)";
    await expect(obtain(code)).rejects.toThrow('getaddrinfo ENOTFOUND');
  });

  it('ends with its caller', async () => {
    const signal = AbortSignal.abort(new Error('interrupted'));
    await expect(obtain('setInterval(() => {}, 1000)', { signal })).rejects.toThrow('SIGKILL');
  });
});
