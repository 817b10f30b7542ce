import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Token } from './decoder';

/** Evaluated prompts on disk: reading one takes milliseconds, evaluating it seconds. */
export interface PromptCache {
  /** The entry that shares the longest beginning with `prompt`, and how many tokens that is. */
  longest(prompt: readonly Token[]): { readonly file: string; readonly shared: number } | undefined;
  /** Keeps a prompt that `save` writes to the file it is given; the one used longest ago gives way. */
  keep(prompt: readonly Token[], save: (file: string) => Promise<unknown>): Promise<void>;
  /** Deletes all files. */
  dispose(): void;
}

/** A cache of at most `capacity` prompts in a new temporary folder. */
export function createPromptCache(capacity: number): PromptCache {
  const folder = mkdtempSync(join(tmpdir(), 'millwright-prompts-'));
  /** Used longest ago first. */
  let entries: readonly Entry[] = [];
  let made = 0;
  return {
    longest(prompt) {
      const ranked = entries.map((entry) => ({
        entry,
        shared: commonLength(entry.prompt, prompt),
      }));
      const best = ranked.reduce<(typeof ranked)[number] | undefined>(
        (leader, one) => (one.shared > (leader?.shared ?? 0) ? one : leader),
        undefined,
      );
      if (best === undefined) return undefined;
      entries = [...entries.filter((entry) => entry !== best.entry), best.entry];
      return { file: best.entry.file, shared: best.shared };
    },
    async keep(prompt, save) {
      const file = join(folder, `${made++}.state`);
      await save(file);
      entries = [...entries, { prompt, file }];
      const outdated = entries.slice(0, Math.max(0, entries.length - capacity));
      entries = entries.slice(outdated.length);
      await Promise.all(outdated.map((entry) => rm(entry.file, { force: true })));
    },
    dispose() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Length of the beginning that two lists share. */
export function commonLength(a: readonly Token[], b: readonly Token[]): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (length < limit && a[length] === b[length]) length++;
  return length;
}

interface Entry {
  readonly prompt: readonly Token[];
  readonly file: string;
}
