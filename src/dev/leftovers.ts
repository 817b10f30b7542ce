import { endProcess } from './process-identity';
import type { StackFile } from './stack-file';

/** Ends what an owner that is gone left running, side by side; strangers with the same pid are left alone. */
export async function endLeftovers(children: StackFile['children']): Promise<void> {
  await Promise.all(children.map((child) => endProcess(child, GRACE_MS)));
}

const GRACE_MS = 10_000;
