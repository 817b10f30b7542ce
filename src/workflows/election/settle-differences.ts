import { proxyActivities } from '@temporalio/workflow';
import type { createDifferences, FoundDifference, Ruled } from '../../activities/differences';
import { pairToJudge, type DifferenceRules, type Pair } from '../../domain/differences';
import type { Election } from '../../domain/election';
import type { ElectionRecord, JudgedDifference } from '../../schemas/certificate';
import type { Hash } from '../../schemas/hash';
import { SANDBOX_RUN } from '../activity-options';
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
  readonly settle: (pair: Pair, on: Standing) => Promise<Ruled | null>;
  /** What the election's outcome tells of it. */
  readonly evidence: () => Pick<ElectionOutcome, 'differences'>;
}

/** What the election asks by now, and the artifacts of its candidates. */
interface Standing {
  readonly subject: Hash;
  readonly artifacts: Artifacts;
}

type Artifacts = ReadonlyMap<string, { readonly artifact: Hash }>;

export interface DifferencesInput {
  /** Path of the task whose code is elected. */
  readonly task: string;
  /** Absent: nothing is judged. */
  readonly rules: DifferenceRules | undefined;
}

export function openDifferences(
  { task, rules }: DifferencesInput,
  asking: Asking,
  show: (election: Election | null) => void,
): Differences {
  const judged: Pair[] = [];
  const calls = new Set<string>();
  const records: ElectionRecord[] = [];
  const judge: Judge = async (found) => {
    const record = await judgeDifference({ ...found, task, ballot: ballotOn(found) }, asking, show);
    records.push(record);
    return record.difference.verdict;
  };
  return {
    due: (election) =>
      rules === undefined || calls.size >= rules.most ? null : pairToJudge(election, judged),
    settle: async (pair, { subject, artifacts }) => {
      judged.push(pair);
      const told = { subject, codes: codesOf(pair, artifacts) };
      const found = await asking.persist(() => findDifference(told));
      if (found === null || calls.has(found.call)) return null;
      calls.add(found.call);
      const decided = await decide(found, {
        judge,
        asking,
        question: rules?.asksUser === true ? questionOn(task, found) : null,
      });
      if (decided === null) return null;
      const known = { ...told, ...decided };
      return asking.persist(() => adoptOutcome(known));
    },
    evidence: () => (records.length === 0 ? {} : { differences: records }),
  };
}

function codesOf([one, other]: Pair, artifacts: Artifacts): readonly [Hash, Hash] {
  return [artifactOf(one, artifacts), artifactOf(other, artifacts)];
}

function artifactOf(candidate: string, artifacts: Artifacts): Hash {
  const known = artifacts.get(candidate);
  if (known === undefined) throw new Error(`expected an artifact of ${candidate}, found none`);
  return known.artifact;
}

type Judge = (found: FoundDifference) => Promise<JudgedDifference['verdict']>;

/** The difference as it was decided on; 'verdict' is null where all that is new is what the user has said. */
interface Decided {
  readonly difference: Hash;
  readonly verdict: 'first' | 'second' | null;
}

/**
 * Has discriminators judge. Where they find that the contract does not say what is right, the user may leave it to the
 * votes, or say it: then they judge once more, by the contract with the user's words. Null: there is no evidence.
 */
async function decide(
  found: FoundDifference,
  on: { readonly judge: Judge; readonly asking: Asking; readonly question: string | null },
): Promise<Decided | null> {
  const { judge, asking, question } = on;
  const verdict = await judge(found);
  if (verdict === 'first' || verdict === 'second') return { difference: found.subject, verdict };
  if (verdict === null || question === null) return null;
  const { rejected } = await asking.refer({ code: 'approval', message: question });
  if (rejected === undefined) return null;
  const said = { difference: found.subject, reason: rejected };
  const difference = await asking.persist(() => clarifyDifference(said));
  const settled = await judge({ ...found, subject: difference });
  return { difference, verdict: settled === 'unsaid' ? null : settled };
}

/** Named for what is asked: answers that were paid for before a workflow began anew count for the same question alone. */
function ballotOn({ subject }: FoundDifference): string {
  return `difference-${subject.slice(0, 16)}`;
}

function questionOn(task: string, { call, outcomes: [one, other] }: FoundDifference): string {
  return (
    `The contract of ${task} does not say what ${call} does. The answer with more votes ${one}; another ${other}. ` +
    'Approve to leave it to the votes, or reject with a reason that says what is right.'
  );
}
