/** When independent answers to one question agree: by so large a share, of at least so many, with at most so many asked. */
export interface AgreementRules {
  /** Fewest answers that can agree. */
  readonly quorum: number;
  /** Answers after which a question that has not been agreed on is disputed; at least the quorum. */
  readonly most: number;
  /** Share, in (0.5, 1], of the answers that have to be the same. */
  readonly share: number;
}

/** Which calls verifiers are to agree on before code is elected. */
export interface CasesRules {
  /** Test inputs proposed for one contract, at the most. */
  readonly count: number;
  /** Stated examples that make cases needless; null: none do. */
  readonly enoughExamples: number | null;
}

/** Four of four, or four of five: one dissenter is outvoted, two are not. */
export const AGREEMENT: AgreementRules = { quorum: 4, most: 5, share: 0.8 };

/** Where a question stands after some answers; `needed` more of the same are the fewest that can bring agreement. */
export type Agreement =
  | { readonly status: 'agreed'; readonly result: string; readonly votes: number }
  | { readonly status: 'open'; readonly needed: number }
  | { readonly status: 'disputed' };

/**
 * Judges the answers to one question, equal texts being equal answers; null is an answer without a result, which agrees
 * with no other. Disputed as soon as the answers still to come cannot bring the share.
 */
export function agreementOn(
  answers: readonly (string | null)[],
  rules: AgreementRules = AGREEMENT,
): Agreement {
  const counts = new Map<string, number>();
  for (const answer of answers)
    if (answer !== null) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const [[result, votes] = ['', 0]] = [...counts].sort(([, a], [, b]) => b - a);
  const isEnough = (more: number): boolean =>
    votes + more > 0 &&
    answers.length + more >= rules.quorum &&
    votes + more >= rules.share * (answers.length + more) - FLOATING_SLACK;
  if (isEnough(0)) return { status: 'agreed', result, votes };
  for (let needed = 1; needed <= rules.most - answers.length; needed += 1)
    if (isEnough(needed)) return { status: 'open', needed };
  return { status: 'disputed' };
}

/** How many more to ask, of whom each answers every question: as many as some open question needs. */
export function answersDue(questions: readonly Agreement[]): number {
  return Math.max(0, ...questions.map((one) => (one.status === 'open' ? one.needed : 0)));
}

/** Keeps 4 of 5 from falling short of 0.8 by the last digit. */
const FLOATING_SLACK = 1e-9;
