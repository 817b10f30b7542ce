import { ApplicationFailure } from '@temporalio/common';
import { MongoError } from 'mongodb';
import type { Hash } from '../schemas/hash';
import { redactor } from './redact';

/** The store a failure speaks of: its hosts, and the password that it must not tell. */
export interface StorePlace {
  readonly hosts: string;
  readonly password?: string;
}

/** Thrown when an artifact that a run wrote is not there, as after a switch of stores; trying again cannot help. */
export class ArtifactMissing extends ApplicationFailure {
  constructor(hash: Hash) {
    super(
      `The store has no artifact ${hash}: expected one that the run wrote earlier. Connect the workers to the store ` +
        'that the run was started with (MONGODB_URI, or the same .millwright folder), then `millwright resume` the run.',
      'store.artifact-missing',
      true,
    );
  }
}

/** Thrown when what the store returned is not what was written; trying again cannot help. */
export class StoreCorrupt extends ApplicationFailure {
  constructor(what: string) {
    super(
      `The store holds a damaged ${what}: expected the text that Millwright wrote. Restore the database from a ` +
        'backup, then `millwright resume` the run.',
      'store.corrupt',
      true,
    );
  }
}

/** Thrown when a value is too large to be stored; nothing was written. */
export class ValueTooLarge extends ApplicationFailure {
  constructor(bytes: number, maxBytes: number) {
    super(
      `A value of ${bytes} bytes of JSON is too large for the store: expected at most ${maxBytes}. Split the spec, or ` +
        'remove large examples and acceptance files from it, and start a new run.',
      'store.too-large',
      true,
    );
  }
}

/**
 * Makes the failure that stands for any error of the database's driver: retryable unless the database refused the
 * user, and without the password.
 */
export function storeFailure(error: unknown, { hosts, password }: StorePlace): ApplicationFailure {
  const safe = redactor(password);
  const refused = error instanceof MongoError && REFUSALS.has(Number(error.code));
  return ApplicationFailure.create({
    type: refused ? 'store.unauthorised' : 'store.unavailable',
    nonRetryable: refused,
    message: `The document store at ${hosts} did not answer as expected (${safe(messageOf(error))}). ${refused ? LET_IN : WAIT}`,
  });
}

/** The driver lets a socket's own errors through, which come from Node and not from its classes. */
function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}

/** Unauthorized, AuthenticationFailed, and Atlas's own AtlasError. */
const REFUSALS: ReadonlySet<number> = new Set([13, 18, 8000]);

const LET_IN =
  'Give MONGODB_URI a user that may read and write the database, restart the workers, then `millwright resume` the run.';
const WAIT =
  'Millwright tries again by itself; if this lasts, start the store or correct MONGODB_URI, then `millwright resume` the run.';
