import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ObtainRequest } from './lookup';
import { packageRoot } from './package-paths';
import { runCommand } from './run-command';

/** A command of a Go module whose versions and checksums stand in tools/. */
export interface GoBuild {
  /** Folder under tools/ with go.mod and go.sum. */
  readonly module: string;
  /** Import path of the command. */
  readonly command: string;
  /** A file to write into the vendored sources before compiling: its path under vendor/, and its text. */
  readonly patch?: { readonly path: string; readonly text: string };
}

/** Compiles the command in the scratch folder and returns the executable; the module itself stays untouched. */
export async function buildWithGo(build: GoBuild, request: ObtainRequest): Promise<string> {
  const { directory, step, signal } = request;
  const cwd = join(directory, 'module');
  await mkdir(cwd);
  for (const file of ['go.mod', 'go.sum']) {
    await cp(join(packageRoot, 'tools', build.module, file), join(cwd, file));
  }
  const go = async (...args: readonly string[]) =>
    runCommand({
      command: 'go',
      args,
      cwd,
      env: goEnvironment(),
      signal,
      onLine: countLines(step),
    });
  if (build.patch !== undefined) {
    await go('mod', 'vendor');
    const path = join(cwd, 'vendor', build.patch.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, build.patch.text);
  }
  const output = join(directory, build.command.split('/').at(-1) ?? build.module);
  const mode = build.patch === undefined ? '-mod=readonly' : '-mod=vendor';
  await go('build', '-v', mode, '-trimpath', '-ldflags=-s -w', '-o', output, build.command);
  return output;
}

/** The user's proxy and checksum settings hold; flags and workspaces that would change the result do not. */
function goEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' };
}

function countLines(step: ObtainRequest['step']): (line: string) => void {
  let downloaded = 0;
  let compiled = 0;
  return (line) => {
    if (line.startsWith('go: downloading ')) {
      step.update({ note: 'downloading modules', count: String(++downloaded) });
    } else {
      step.update({ note: 'compiling', count: `${++compiled} packages` });
    }
  };
}
