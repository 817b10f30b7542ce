import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createPromptCache, type PromptCache } from '../../../src/dev/model/prompt-cache';

describe('createPromptCache', () => {
  let cache: PromptCache;
  const files: string[] = [];
  const keep = (...prompt: number[]) =>
    cache.keep(prompt, async (file) => {
      files.push(file);
      writeFileSync(file, prompt.join());
    });
  const longest = (...prompt: number[]) => {
    const found = cache.longest(prompt);
    return found === undefined ? undefined : [readFileSync(found.file, 'utf8'), found.shared];
  };

  beforeEach(() => {
    cache = createPromptCache(2);
    files.length = 0;
  });
  afterEach(() => {
    cache.dispose();
  });

  it('finds the prompt that shares the longest beginning', async () => {
    await keep(1, 2, 3);
    await keep(1, 2, 4, 5);
    expect(longest(1, 2, 4, 6)).toEqual(['1,2,4,5', 3]);
    expect(longest(1, 2, 3, 4)).toEqual(['1,2,3', 3]);
  });

  it('finds nothing where nothing is shared', async () => {
    await keep(1, 2);
    expect(longest(2, 1)).toBeUndefined();
    expect(longest()).toBeUndefined();
  });

  it('lets the prompt go that was used longest ago, with its file', async () => {
    await keep(1, 1);
    await keep(2, 2);
    longest(1, 1);
    await keep(3, 3);
    expect(longest(2, 2)).toBeUndefined();
    expect(longest(1, 1)).toEqual(['1,1', 2]);
    expect(files.map((file) => existsSync(file))).toEqual([true, false, true]);
  });

  it('keeps nothing that could not be saved', async () => {
    const failed = cache.keep([1], async () => Promise.reject(new Error('disk full')));
    await expect(failed).rejects.toThrow('disk full');
    expect(longest(1)).toBeUndefined();
  });

  it('leaves no file behind', async () => {
    await keep(1);
    cache.dispose();
    expect(existsSync(dirname(files[0] ?? ''))).toBe(false);
  });
});
