import { proxyActivities } from '@temporalio/workflow';
import type { createDifferences, FoundDifference } from '../activities/differences';
import { pairToJudge, type DifferenceRules, type Pair } from '../domain/differences';
import type { Election } from '../domain/election';
import type { ElectionRecord } from '../schemas/certificate';
import type { Hash } from '../schemas/hash';
import { SANDBOX_RUN } from './activity-options';
import type { Asking } from './asking';
import type { ElectionOutcome } from './election-outcome';
import { judgeDifference } from './judge-difference';

const { findDifference, adoptOutcome, clarifyDifference } =
  proxyActivities<ReturnType<typeof createDifferences>>(SANDBOX_RUN);

/** The differences of one election on code: what was judged of its candidates, and what became of its subject by that. */
export interface Differences {
  /** The two candidates to be judged next, once nothing is in flight; null where there are none, or no more may be. */
  readonly due: (election: Election) => Pair | null;
  /** Has discriminators judge two candidates; gives the subject under which all answers count anew, or null. */
  readonly settle: (pair: Pair, codes: readonly [Hash, Hash]) => Promise<Hash | null>;
  /** What the election's outcome tells of it. */
  readonly evidence: () => Pick<ElectionOutcome, 'differences' | 'contract'>;
}

export interface DifferencesInput {
  /** Path of the task whose code is elected. */
  readonly task: string;
  readonly subject: Hash;
  /** Absent: nothing is judged. */
  readonly rules: DifferenceRules | undefined;
}

export function openDifferences(
  { task, rules, ...opened }: DifferencesInput,
  asking: Asking,
  show: (election: Election | null) => void,
): Differences {
  let { subject } = opened;
  let contract: Hash | undefined;
  const judged: Pair[] = [];
  const calls = new Set<string>();
  const records: ElectionRecord[] = [];

  const judge = async (found: FoundDifference) => {
    const ballot = `difference-${records.length + 1}`;
    const record = await judgeDifference({ ...found, task, ballot }, asking, show);
    records.push(record);
    return record.difference.verdict;
  };

  /** The user may leave it to the votes, or say what the contract does not: then discriminators are asked once more. */
  const askUser = async (found: FoundDifference): Promise<FoundDifference | null> => {
    const { rejected } = await asking.refer({ code: 'approval', message: question(task, found) });
    if (rejected === undefined) return null;
    const clarified = { difference: found.subject, reason: rejected };
    return { ...found, subject: await asking.persist(() => clarifyDifference(clarified)) };
  };

  const adopt = async (difference: Hash, verdict: 'first' | 'second' | null): Promise<Hash> => {
    const ruled = await asking.persist(() => adoptOutcome({ subject, difference, verdict }));
    ({ subject, contract } = ruled);
    return subject;
  };

  return {
    due: (election) =>
      rules === undefined || calls.size >= rules.most ? null : pairToJudge(election, judged),
    settle: async (pair, codes) => {
      judged.push(pair);
      const found = await asking.persist(() => findDifference({ subject, codes }));
      if (found === null || calls.has(found.call)) return null;
      calls.add(found.call);
      const verdict = await judge(found);
      if (verdict === 'first' || verdict === 'second') return adopt(found.subject, verdict);
      const clarified =
        verdict === 'unsaid' && rules?.asksUser === true ? await askUser(found) : null;
      if (clarified === null) return null;
      const settled = await judge(clarified);
      return adopt(clarified.subject, settled === 'unsaid' ? null : settled);
    },
    evidence: () => ({
      ...(records.length === 0 ? {} : { differences: records }),
      ...(contract === undefined ? {} : { contract }),
    }),
  };
}

function question(task: string, { call, outcomes: [one, other] }: FoundDifference): string {
  return (
    `The contract of ${task} does not say what ${call} does. The answer with more votes ${one}; another ${other}. ` +
    'Approve to leave it to the votes, or reject with a reason that says what is right.'
  );
}
