import { setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Pair } from '../../domain/differences';
import {
  asksDue,
  flag,
  openElection,
  recount,
  vote,
  type Election,
  type ElectionRules,
} from '../../domain/election';
import type { EvidenceWanted } from '../../domain/own-votes-margin';
import type { Hash } from '../../schemas/hash';
import { electionDetails } from '../details';
import { electionQuery, type RunRules, type TaskElectionKind } from '../messages';
import { openAsking, type Asking } from './asking';
import { concludeElection, electionStatus, type ElectionOutcome } from './election-outcome';
import { openMargin, type FollowedMargin } from './followed-margin';
import {
  artifactsOf,
  complaintOf,
  countAnew,
  sourcesOf,
  turnedAway,
  type PaidAnswer,
} from './paid-answers';
import { openPoll, type Poll } from './poll';
import { openQuestions } from './questions';
import { openDifferences, type Differences } from './settle-differences';

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

/** One election while it is held. */
export interface Race {
  readonly poll: Poll;
  /** Two candidates for discriminators to judge before anything more is asked; null: there are none. */
  readonly due: (election: Election) => Pair | null;
  /** Has them judged. Where that turns answers away, all votes are examined anew, and the tally is made of these (I1). */
  readonly settle: (pair: Pair) => Promise<void>;
  readonly conclude: (cancelled: boolean) => ElectionOutcome;
}

/** What changes while an election is held. */
interface Standing {
  /** What is asked, with what discriminators have found right. */
  subject: Hash;
  answers: readonly PaidAnswer[];
  /** The election on a difference that is under way. */
  judging: Election | null;
}

/** Sets the handlers of an election's workflow; call it once, at its start. */
export function openRace(input: ElectionInput): Race {
  const { task, kind, run, subject } = input;
  const standing: Standing = { subject, answers: [], judging: null };
  const margin = openMargin(input.adaptive);
  const asking = openAsking(input, ({ errorRate }) => {
    if (errorRate !== undefined) poll.turn(margin.learn(poll.election(), errorRate));
  });
  const status = () => {
    const { calls } = asking.spending().usage;
    const { judging } = standing;
    return judging === null
      ? electionStatus({ task, kind, election: poll.election(), calls })
      : electionStatus({ task, kind: 'difference', election: judging, calls });
  };
  const show = (): void => {
    setCurrentDetails(electionDetails(status()));
  };
  const rules = kind === 'code' ? run.differences : undefined;
  const differences = openDifferences({ task, subject, rules }, asking, (judging) => {
    standing.judging = judging;
    show();
  });
  const poll = openRacePoll(input, { standing, margin, asking, differences, show });
  setHandler(electionQuery, status);
  return {
    poll,
    due: differences.due,
    settle: async (pair) => {
      const ruled = await differences.settle(pair, artifactsOf(standing.answers));
      if (ruled === null) return;
      const { answers, ...again } = await countAnew(standing.answers, ruled, asking);
      Object.assign(standing, { subject: ruled, answers });
      poll.turn(margin.follow(recount(poll.election(), again)));
    },
    conclude: (cancelled) => {
      show();
      return conclusionOf(input, { standing, margin, asking, differences, poll, cancelled });
    },
  };
}

/** What an election is held with. */
interface Means {
  readonly standing: Standing;
  readonly margin: FollowedMargin;
  readonly asking: Asking;
  readonly differences: Differences;
}

function openRacePoll(
  { kind, rules }: ElectionInput,
  { standing, margin, asking, differences, show }: Means & { readonly show: () => void },
): Poll {
  const nextQuestion = openQuestions(kind, asking);
  const poll = openPoll(asking, {
    election: margin.follow(openElection(rules)),
    // Votes that differ are judged first: until then nothing is asked for that may not matter.
    asksDue: (now) => (differences.due({ ...now, inFlight: 0 }) === null ? asksDue(now) : 0),
    answer: async (index) => {
      const question = await nextQuestion({ ...standing, election: poll.election() });
      const sampled = await asking.askOne({ ...question, index });
      const { examined } = sampled;
      return (now) => {
        standing.answers = [...standing.answers, { ...sampled, index, subject: question.subject }];
        return examined.status === 'vote'
          ? margin.follow(vote(now, examined.candidate))
          : flag(now, examined.redFlag);
      };
    },
    show,
  });
  return poll;
}

function conclusionOf(
  { task, kind, run, subject }: ElectionInput,
  end: Means & { readonly poll: Poll; readonly cancelled: boolean },
): ElectionOutcome {
  const { standing, margin, asking, differences, poll, cancelled } = end;
  const { answers } = standing;
  const away = turnedAway(answers, subject);
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
    evidence: { ...differences.evidence(), ...(away === 0 ? {} : { turnedAway: away }) },
  });
}
