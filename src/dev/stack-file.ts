import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const identity = z.object({ pid: z.number().int().positive(), startedAt: z.string() });

const addresses = z.object({
  temporalAddress: z.string().optional(),
  temporalNamespace: z.string().optional(),
  mongoUri: z.string().optional(),
  modelBaseUrl: z.string().optional(),
  uiUrl: z.string().optional(),
});

const stackFile = z.object({
  /** The process that owns the stack; absent when it was stopped. */
  owner: identity.optional(),
  /** Ports of the last start, by part. */
  ports: z.record(z.string(), z.number().int()),
  /** Processes to end if the owner can no longer do it. */
  children: z.array(identity.extend({ name: z.string() })),
  /** Present while every part is healthy. */
  addresses: addresses.optional(),
});

/** Where the embedded parts of a stack are reached. */
export type StackAddresses = z.infer<typeof addresses>;

/** What is known about the stack of a data folder, for the next start and for other processes. */
export type StackFile = z.infer<typeof stackFile>;

/** Reads what the last owner wrote; an unreadable file counts as none. */
export function readStackFile(dataDir: string): StackFile {
  try {
    return stackFile.parse(JSON.parse(readFileSync(pathIn(dataDir), 'utf8')));
  } catch {
    return { ports: {}, children: [] };
  }
}

/** Replaces the file as a whole: a reader never sees half of it. */
export function writeStackFile(dataDir: string, content: StackFile): void {
  const path = pathIn(dataDir);
  const staged = `${path}.${process.pid}`;
  // For the user's eyes only: a given MONGODB_URI may hold a password.
  writeFileSync(staged, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(staged, path);
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'stack.json');
}
