import { setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import {
  asksDue,
  flag,
  openElection,
  recount,
  vote,
  type Election,
  type ElectionRules,
} from '../domain/election';
import type { Pair } from '../domain/differences';
import type { EvidenceWanted } from '../domain/own-votes-margin';
import type { Hash } from '../schemas/hash';
import { openAsking } from './asking';
import { electionDetails } from './details';
import { concludeElection, electionStatus, type ElectionOutcome } from './election-outcome';
import { openMargin } from './followed-margin';
import { electionQuery, type RunRules, type TaskElectionKind } from './messages';
import { examineAgain } from './microagent';
import {
  artifactsOf,
  complaintOf,
  reexamined,
  sourcesOf,
  votesAmong,
  type PaidAnswer,
} from './paid-answers';
import { openPoll, type Poll } from './poll';
import { openQuestions } from './questions';
import { openDifferences } from './settle-differences';

export interface ElectionInput {
  /** Path of the task it belongs to. */
  readonly task: string;
  readonly kind: TaskElectionKind;
  readonly subject: Hash;
  readonly rules: ElectionRules;
  /** Where given, the margin follows the election's votes. */
  readonly adaptive?: EvidenceWanted;
  readonly run: Pick<RunRules, 'run' | 'models' | 'seed' | 'diversity' | 'differences'>;
  /** Calls it may make before it asks the root for more. */
  readonly allowance: number;
}

/** One election while it is held: its poll, and what else changes how it stands. */
export interface Race {
  readonly poll: Poll;
  /** Two candidates for discriminators to judge before anything more is asked; null: there are none. */
  readonly due: (election: Election) => Pair | null;
  /** Has them judged. Where that turns answers away, all votes are examined anew, and the tally is made of these (I1). */
  readonly settle: (pair: Pair) => Promise<void>;
  readonly conclude: (cancelled: boolean) => ElectionOutcome;
}

/** Sets the handlers of an election's workflow; call it once, at its start. */
export function openRace(input: ElectionInput): Race {
  const { task, kind, run } = input;
  let { subject } = input;
  let answers: readonly PaidAnswer[] = [];
  let judging: Election | null = null;
  const margin = openMargin(input.adaptive);
  const asking = openAsking(input, ({ errorRate }) => {
    if (errorRate !== undefined) poll.turn(margin.learn(poll.election(), errorRate));
  });
  const nextQuestion = openQuestions(kind, asking);
  const status = () => {
    const { calls } = asking.spending().usage;
    if (judging !== null)
      return electionStatus({ task, kind: 'difference', election: judging, calls });
    return electionStatus({ task, kind, election: poll.election(), calls });
  };
  const show = (): void => {
    setCurrentDetails(electionDetails(status()));
  };

  const differences = openDifferences(
    { task, subject, rules: kind === 'code' ? run.differences : undefined },
    asking,
    (election) => {
      judging = election;
      show();
    },
  );

  const poll = openPoll(asking, {
    election: margin.follow(openElection(input.rules)),
    // Votes that differ are judged first: until then nothing is asked for that may not matter.
    asksDue: (now) => (differences.due({ ...now, inFlight: 0 }) === null ? asksDue(now) : 0),
    answer: async (index) => {
      const question = await nextQuestion({ subject, answers, election: poll.election() });
      const sampled = await asking.askOne({ ...question, index });
      const { examined } = sampled;
      return (now) => {
        answers = [...answers, { ...sampled, index }];
        return examined.status === 'vote'
          ? margin.follow(vote(now, examined.candidate))
          : flag(now, examined.redFlag);
      };
    },
    show,
  });
  setHandler(electionQuery, status);

  const countAnew = async (ruled: Hash): Promise<void> => {
    const again = await Promise.all(
      votesAmong(answers).map((answer) => asking.persist(() => examineAgain(answer, ruled))),
    );
    subject = ruled;
    answers = reexamined(answers, again);
    const votes = again.flatMap((one) => (one.status === 'vote' ? [one.candidate] : []));
    const flags = again.flatMap((one) => (one.status === 'flagged' ? [one.redFlag] : []));
    poll.turn(margin.follow(recount(poll.election(), { votes, flags })));
  };

  return {
    poll,
    due: differences.due,
    settle: async (pair) => {
      const artifacts = artifactsOf(answers);
      const codes = pair.map((candidate) => artifacts.get(candidate)?.artifact ?? '');
      const ruled = await differences.settle(pair, [codes[0] ?? '', codes[1] ?? '']);
      if (ruled !== null) await countAnew(ruled);
    },
    conclude: (cancelled) => {
      show();
      return concludeElection({
        id: workflowInfo().workflowId,
        task,
        kind,
        election: poll.election(),
        opened: margin.opened(),
        artifacts: artifactsOf(answers),
        spending: asking.spending(),
        complaint: complaintOf(answers),
        sources: run.diversity === undefined ? null : sourcesOf(answers),
        cancelled,
        evidence: differences.evidence(),
      });
    },
  };
}
