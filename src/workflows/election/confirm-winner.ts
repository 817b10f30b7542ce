import { proxyActivities } from '@temporalio/workflow';
import type { createConfirm, FoundDoubts } from '../../activities/confirm';
import type { Ruled } from '../../activities/differences';
import type { Confirmation, ConfirmationRules } from '../../domain/confirmation';
import type { Election } from '../../domain/election';
import type { CodeConfirmation } from '../../schemas/certificate';
import type { Hash } from '../../schemas/hash';
import { INQUEST, SANDBOX_RUN } from '../activity-options';
import type { Asking } from './asking';
import { openWitness } from './call-witness';
import { confirmCode, type ConfirmedCode } from './confirm-code';

type Confirm = ReturnType<typeof createConfirm>;
const { findDoubts } = proxyActivities<Pick<Confirm, 'findDoubts'>>(INQUEST);
const { adoptConfirmed } = proxyActivities<Pick<Confirm, 'adoptConfirmed'>>(SANDBOX_RUN);

/** The winners of one election on code, as verifiers vouch for them. */
export interface Confirmations {
  /** Has verifiers state what a winner's doubtful calls return; what is agreed on becomes cases of the election's subject. */
  readonly confirm: (winner: Winner) => Promise<Confirmed>;
  /** How the election's last winner was confirmed; null where nobody was to be asked. */
  readonly evidence: () => CodeConfirmation | null;
}

interface Winner {
  /** What it was elected for. */
  readonly subject: Hash;
  readonly code: Hash;
  /** The other answers that are votes, each once, those for other candidates first. */
  readonly answers: readonly Hash[];
}

/** What came of it. */
interface Confirmed {
  /** The subject with its new cases; null where there are none. */
  readonly ruled: Ruled | null;
  /** Whether a new case is against the winner. */
  readonly isRefuted: boolean;
}

const STANDS: Confirmed = { ruled: null, isRefuted: false };

/** `rules` are absent in elections whose winners are not confirmed. */
export function openConfirmations(
  rules: ConfirmationRules | undefined,
  asking: Asking,
  show: (election: Election | null) => void,
): Confirmations {
  const asked: Hash[] = [];
  let refuted = 0;
  let evidence: CodeConfirmation | null = null;
  const witnessFor = openWitness(rules, asking);
  return {
    confirm: async ({ subject, code, answers }) => {
      if (rules === undefined) return STANDS;
      evidence = refuted < rules.rounds ? null : { ...NOTHING_KNOWN, refuted, isTried: false };
      if (evidence !== null) return STANDS;
      const { most, leastCases } = rules;
      const witness = await witnessFor(subject);
      const wanted = { subject, code, answers, ...witness, most, leastCases, asked };
      const doubts = await asking.persist(() => findDoubts(wanted));
      if (doubts === null) {
        evidence = refuted === 0 ? null : { ...NOTHING_KNOWN, refuted, isTried: true };
        return STANDS;
      }
      evidence = evidenceOf(doubts, [], refuted);
      const { question } = doubts;
      if (question === null) return STANDS;
      asked.push(question.inputs);
      const said = await confirmCode(question, asking, show);
      evidence = evidenceOf(doubts, said.calls, refuted);
      const isRefuted = said.calls.some(({ status }) => status === 'contradicted');
      if (isRefuted) refuted += 1;
      return { isRefuted, ruled: await adopt({ subject, inputs: question.inputs }, said, asking) };
    },
    evidence: () => evidence,
  };
}

const NOTHING_KNOWN = { calls: 0, confirmed: 0, mutants: 0, vouched: 0 };

async function adopt(
  known: { readonly subject: Hash; readonly inputs: Hash },
  { calls, answers }: ConfirmedCode,
  asking: Asking,
): Promise<Ruled | null> {
  if (calls.every(({ agreed }) => agreed === null)) return null;
  const settled = calls.map(({ agreed }) => ({ agreed }));
  return asking.persist(() => adoptConfirmed({ ...known, answers, settled }));
}

function evidenceOf(
  { question, mutants, vouched, witness, answersApart = 0 }: FoundDoubts,
  said: readonly Confirmation[],
  refuted: number,
): CodeConfirmation {
  const asked = question?.calls ?? [];
  const confirmed = asked.filter((_, at) => said[at]?.status === 'confirmed');
  const settled = confirmed.reduce((sum, { tellsAnswers = 0 }) => sum + tellsAnswers, 0);
  const apart = answersApart - settled;
  return {
    calls: asked.length,
    confirmed: confirmed.length,
    refuted,
    isTried: true,
    mutants,
    vouched: confirmed.reduce((sum, { tells }) => sum + tells, vouched),
    ...(apart > 0 ? { apart } : {}),
    ...(witness === undefined ? {} : { witness }),
  };
}
