import type { Difference } from '../activities/ports/family';
import type { VerifierVerdict } from '../schemas/verification';

/** A part and one of its runners-up, as a family tells them apart and holds the other to the contract's laws. */
export interface Rivals {
  /** Whether a law or a stated call speaks against the part. */
  readonly isRefuted: boolean;
  /** The smallest call on which the two differ, what the part does on it first. */
  readonly tellApart: () => Promise<Difference | null>;
  /** What is said of the first law that the runner-up breaks. */
  readonly brokenByOther: () => Promise<VerifierVerdict | undefined>;
}

/**
 * That a runner-up behaves otherwise proves nothing: one of the two is wrong. It counts once the laws take sides: a
 * runner-up that breaks one speaks for the part, one that keeps all while the part was refuted speaks against it.
 */
export async function compareRivals(rivals: Rivals): Promise<VerifierVerdict> {
  const { isRefuted } = rivals;
  const judged = { verifier: 'differential', kind: 'opinion' } as const;
  const difference = await rivals.tellApart();
  if (difference === null)
    return { ...judged, verdict: 'agree', detail: 'no input tells it from a runner-up' };
  const { call, outcomes } = difference;
  const differs = `on ${call} it ${outcomes[0]}, a runner-up ${outcomes[1]}`;
  const broken = await rivals.brokenByOther();
  if (broken !== undefined && !isRefuted)
    return { ...judged, verdict: 'agree', detail: `${differs}, which breaks ${broken.detail}` };
  if (broken === undefined && isRefuted)
    return {
      ...judged,
      verdict: 'disagree',
      detail: `${differs}, and keeps every law`,
      counterexample: call,
    };
  return { ...judged, verdict: 'abstain', detail: `${differs}; no law says which is right` };
}

/** The verdict on the first law that speaks against a code. */
export async function firstBroken<Law>(
  laws: readonly Law[],
  verify: (law: Law) => Promise<VerifierVerdict>,
): Promise<VerifierVerdict | undefined> {
  for (const law of laws) {
    const verdict = await verify(law);
    if (verdict.verdict === 'disagree') return verdict;
  }
  return undefined;
}
