import type { HostSandbox } from '../activities/ports/sandbox';

/** Writes a line for each sandbox, by its language, that says what runs its programs, or what is missing; never rejects. */
export async function tellSandboxes(
  sandboxes: Readonly<Record<string, HostSandbox>>,
  write: (line: string) => unknown = (line) => process.stderr.write(line),
): Promise<void> {
  for (const [language, sandbox] of Object.entries(sandboxes)) {
    const told = await sandbox
      .check()
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    write(`sandbox for ${language}: ${told}\n`);
  }
}
