import { setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Ruled } from '../../activities/differences';
import type { Pair } from '../../domain/differences';
import {
  asksDue,
  flag,
  openElection,
  outcome,
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
import { openConfirmations, type Confirmations } from './confirm-winner';
import { concludeElection, electionStatus, type ElectionOutcome } from './election-outcome';
import { openMargin, type FollowedMargin } from './followed-margin';
import {
  artifactsOf,
  complaintOf,
  countAnew,
  sourcesOf,
  turnedAway,
  votesBeside,
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
  readonly run: Pick<
    RunRules,
    'run' | 'models' | 'seed' | 'diversity' | 'differences' | 'confirmation'
  >;
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
  /**
   * Has verifiers confirm the winner's code, where there is one, and says whether the election goes on: those who agree on
   * another result turn it away, and all votes are examined anew.
   */
  readonly isTurnedAway: () => Promise<boolean>;
  readonly conclude: (cancelled: boolean) => ElectionOutcome;
}

/** What changes while an election is held. */
interface Standing {
  /** What is asked, with what discriminators and verifiers have found right. */
  subject: Hash;
  /** Its contract; absent until they have found something. */
  contract?: Hash;
  answers: readonly PaidAnswer[];
  /** What discriminators or verifiers are asked just now. */
  beside: { readonly kind: 'difference' | 'cases'; readonly election: Election } | null;
}

/** Sets the handlers of an election's workflow; call it once, at its start. */
export function openRace(input: ElectionInput): Race {
  const { task, kind, run, subject } = input;
  const standing: Standing = { subject, answers: [], beside: null };
  const margin = openMargin(input.adaptive);
  const asking = openAsking(input, ({ errorRate }) => {
    if (errorRate !== undefined) poll.turn(margin.learn(poll.election(), errorRate));
  });
  const status = () => {
    const { calls } = asking.spending().usage;
    const shown = standing.beside ?? { kind, election: poll.election() };
    return electionStatus({ task, ...shown, calls });
  };
  const show = (): void => {
    setCurrentDetails(electionDetails(status()));
  };
  const showBeside = (kind: 'difference' | 'cases') => (election: Election | null) => {
    standing.beside = election === null ? null : { kind, election };
    show();
  };
  const rules: Pick<RunRules, 'differences' | 'confirmation'> = kind === 'code' ? run : {};
  const beside = { task, rules: rules.differences };
  const differences = openDifferences(beside, asking, showBeside('difference'));
  const confirmations = openConfirmations(rules.confirmation, asking, showBeside('cases'));
  const means = { standing, margin, asking, differences, confirmations };
  const poll = openRacePoll(input, { ...means, show });
  setHandler(electionQuery, status);
  return {
    poll,
    due: differences.due,
    ...openEvidence({ ...means, poll }),
    conclude: (cancelled) => {
      show();
      return conclusionOf(input, { ...means, poll, cancelled });
    },
  };
}

/** What others than its voters say in an election. */
function openEvidence({
  standing,
  margin,
  asking,
  differences,
  confirmations,
  poll,
}: Means & { readonly poll: Poll }): Pick<Race, 'settle' | 'isTurnedAway'> {
  const countUnder = async ({ subject, contract }: Ruled): Promise<void> => {
    const { answers, ...again } = await countAnew(standing.answers, subject, asking);
    Object.assign(standing, { subject, contract, answers });
    poll.turn(margin.follow(recount(poll.election(), again)));
  };
  return {
    settle: async (pair) => {
      const { subject, answers } = standing;
      const ruled = await differences.settle(pair, { subject, artifacts: artifactsOf(answers) });
      if (ruled !== null) await countUnder(ruled);
    },
    isTurnedAway: async () => {
      const code = winnerOf(poll.election(), standing);
      if (code === undefined) return false;
      const { subject } = standing;
      const answers = votesBeside(code, standing.answers);
      const { ruled, isRefuted } = await confirmations.confirm({ subject, code, answers });
      // Who keeps every new case stays elected, whatever the others do.
      if (isRefuted && ruled !== null) await countUnder(ruled);
      else Object.assign(standing, ruled);
      return isRefuted;
    },
  };
}

/** The code of the candidate that is elected by now. */
function winnerOf(election: Election, { answers }: Standing): Hash | undefined {
  const result = outcome(election);
  return result.status === 'elected'
    ? artifactsOf(answers).get(result.winner)?.artifact
    : undefined;
}

/** What an election is held with. */
interface Means {
  readonly standing: Standing;
  readonly margin: FollowedMargin;
  readonly asking: Asking;
  readonly differences: Differences;
  readonly confirmations: Confirmations;
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
  const { standing, margin, asking, differences, confirmations, poll, cancelled } = end;
  const { answers, contract, subject: ruled } = standing;
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
    confirmation: confirmations.evidence(),
    evidence: {
      ...differences.evidence(),
      ...(contract === undefined ? {} : { contract, ruled }),
      ...(away === 0 ? {} : { turnedAway: away }),
    },
  });
}
