import type { InputWeight, VerifierVerdict } from '../schemas/verification';

/** What the verifiers of a part come to. */
export interface Judgement {
  readonly accepted: boolean;
  readonly agreeing: number;
  readonly disagreeing: number;
  readonly abstaining: number;
}

/** Share of the verifiers with an opinion that have to agree. */
const NEEDED_AGREEMENT = 0.8;

/**
 * Accepts a part when at least 80 % of the verifiers that do not abstain agree, and none of the deterministic kind is
 * against it. Where all abstain nothing is known of the part, and it is not accepted.
 */
export function judgeVerifiers(verifiers: readonly VerifierVerdict[]): Judgement {
  const count = (wanted: VerifierVerdict['verdict']): number =>
    verifiers.filter(({ verdict }) => verdict === wanted).length;
  const [agreeing, disagreeing, abstaining] = [count('agree'), count('disagree'), count('abstain')];
  const isRefuted = verifiers.some(isProof);
  const isAgreed = agreeing > 0 && agreeing >= NEEDED_AGREEMENT * (agreeing + disagreeing);
  return { accepted: isAgreed && !isRefuted, agreeing, disagreeing, abstaining };
}

/** Why a part was not accepted, in a line for whoever has to do better: proofs first, then doubts. */
export function describeRefutation(verifiers: readonly VerifierVerdict[]): string {
  const against = verifiers.filter(({ verdict }) => verdict === 'disagree');
  const sorted = [...against.filter(isProof), ...against.filter((other) => !isProof(other))];
  if (sorted.length === 0) return 'No verifier had anything to judge it by.';
  return sorted.map(({ verifier, detail }) => `${verifier}: ${detail}`).join('; ');
}

/** Whether inputs tell too little: most of what was broken on purpose behaved on them as if it were whole. */
export function areInputsWeak(inputs: InputWeight | null): boolean {
  return inputs !== null && inputs.mutants > 0 && inputs.killed / inputs.mutants < WEAK_BELOW;
}

/** Share of killed mutants below which a report says that the inputs are weak. */
const WEAK_BELOW = 0.6;

function isProof({ kind, verdict }: VerifierVerdict): boolean {
  return kind === 'deterministic' && verdict === 'disagree';
}
