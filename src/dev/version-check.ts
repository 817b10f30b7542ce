import { runCommand } from './run-command';

/** Asks an executable for its version; throws when it does not answer within 20 s, or answers something else. */
export async function askVersion(path: string, pattern: RegExp): Promise<string> {
  const output = await runCommand({ command: path, args: ['--version'], timeoutMs: 20_000 });
  const version = pattern.exec(output)?.[0];
  if (version === undefined) {
    throw new Error(
      `${path} --version answered '${output.slice(0, 80)}', expected ${pattern.source}`,
    );
  }
  return version;
}
