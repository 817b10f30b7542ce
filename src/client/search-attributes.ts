import type { ConnectionLike } from '@temporalio/client';

/** Keywords by which runs can be filtered in Temporal's web UI and listed. */
const SEARCH_ATTRIBUTES = ['MillwrightFamily', 'MillwrightPhase', 'MillwrightState'] as const;

/**
 * Registers what is missing of SEARCH_ATTRIBUTES; true when all of them may be used. False where the server does not
 * let us (Temporal Cloud, missing rights): runs work all the same, they are only harder to find.
 */
export async function ensureSearchAttributes(
  connection: ConnectionLike,
  namespace: string,
): Promise<boolean> {
  try {
    const known = await registered(connection, namespace);
    const missing = SEARCH_ATTRIBUTES.filter((name) => !known.has(name));
    if (missing.length === 0) return true;
    const searchAttributes = Object.fromEntries(missing.map((name) => [name, KEYWORD]));
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
    const now = await registered(connection, namespace);
    return SEARCH_ATTRIBUTES.every((name) => now.has(name));
  } catch {
    return false;
  }
}

/** temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD */
const KEYWORD = 2;

async function registered(
  connection: ConnectionLike,
  namespace: string,
): Promise<ReadonlySet<string>> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return new Set(Object.keys(customAttributes));
}
