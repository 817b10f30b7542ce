import { cancellationSignal } from '@temporalio/activity';
import { z } from 'zod';
import type { Contract, FamilyName } from '../schemas/contract';
import type { Hash } from '../schemas/hash';
import type { Subject } from '../schemas/subject';
import type { Examination } from '../schemas/vote';
import { examineInputs, examineResults } from './examine-cases';
import { hashOfText } from './hash';
import { whileHeartbeating } from './heartbeat';
import { obeyRulings } from './obey-rulings';
import { parseReply } from './parse-reply';
import type { Family } from './ports/family';
import type { Store } from './ports/store';
import { JudgedVote, verdictOf } from './prompts/difference';
import { choiceVote, chosenPlan } from './prompts/discriminator';
import { SizeVote } from './prompts/sizer';
import { shareLatest, type Share } from './share-latest';
import { loadParts, loadPlan, loadSubject } from './subjects';

export interface ExamineInput {
  readonly subject: Hash;
  readonly answer: Hash;
  /** The seed the microagent was asked with: it fixes the order in which it saw a ballot. */
  readonly seed: number;
}

/** A vote for a candidate, with the artifact that stands for it if it wins; or a red flag. */
export type Examined =
  | (Extract<Examination, { status: 'vote' }> & { readonly artifact: Hash })
  | Extract<Examination, { status: 'flagged' }>;

export interface ExamineDependencies {
  readonly store: Store;
  readonly families: Readonly<Record<FamilyName, Family>>;
}

const Answer = z.strictObject({ text: z.string() });

/** Longest detail of a red flag that enters a history, in characters (I5). */
const MAX_DETAIL = 400;

/** Examinations of code that one worker remembers, a kilobyte each at most. */
const REMEMBERED = 2_000;

export const createExamine = ({ store, families }: ExamineDependencies) => {
  // Microagents often write the same code for the same subject, byte for byte, and then it does the same. Not so what ran
  // out of time: on a machine that was less busy it might not have.
  const share = shareLatest<Examined>(
    REMEMBERED,
    (examined) => examined.status === 'vote' || examined.redFlag !== 'out-of-limits',
  );
  return {
    /** Decides which candidate an answer is, by what it does and not by how it reads (I9), or flags it (I1). */
    async examine(input: ExamineInput): Promise<Examined> {
      const [subject, { text }] = await Promise.all([
        loadSubject(store, input.subject),
        store.get(input.answer).then((stored) => Answer.parse(stored)),
      ]);
      const family = families[subject.family];
      return whileHeartbeating(async () =>
        cutDetail(await examineReply(subject, { ...input, text, family, store, share })),
      );
    },
  };
};

function cutDetail(examined: Examined): Examined {
  return examined.status === 'vote'
    ? examined
    : { ...examined, detail: examined.detail.slice(0, MAX_DETAIL) };
}

/** An answer as it was stored, with what its examination needs. */
interface Reply extends ExamineInput, Pick<ExamineDependencies, 'store'> {
  readonly share: Share<Examined>;
  readonly text: string;
  readonly family: Family;
}

async function examineReply(subject: Subject, reply: Reply): Promise<Examined> {
  switch (subject.kind) {
    case 'size':
      return examineSize(reply);
    case 'plan':
      return examinePlan(subject.contract, reply);
    case 'choice':
      return examineChoice(subject.plans, reply);
    case 'code':
      return examineCode(subject, reply);
    case 'inputs':
      return examineInputs(subject, reply);
    case 'results':
      return examineResults(subject, reply);
    case 'difference':
      return examineVerdict(reply);
  }
}

function examineSize({ text, answer }: Reply): Examined {
  const vote = parseReply(SizeVote, text);
  if (vote.status === 'flagged') return vote;
  return { status: 'vote', candidate: vote.value.size, artifact: answer };
}

async function examinePlan(contract: Contract, { text, family, store }: Reply): Promise<Examined> {
  const read = family.readPlan(text, contract);
  if ('status' in read) return read;
  const { plan } = read;
  return {
    status: 'vote',
    candidate: family.planFingerprint(plan),
    artifact: await store.put(plan),
  };
}

async function examineChoice(
  plans: readonly Hash[],
  { text, seed, family, store }: Reply,
): Promise<Examined> {
  const vote = parseReply(choiceVote(plans.length), text);
  if (vote.status === 'flagged') return vote;
  const artifact = chosenPlan(plans, { letter: vote.value.choice, seed });
  const plan = await loadPlan(store, artifact);
  return { status: 'vote', candidate: family.planFingerprint(plan), artifact };
}

/** What the sample chose among the outcomes in the order in which it saw them. */
function examineVerdict({ text, seed, answer }: Reply): Examined {
  const vote = parseReply(JudgedVote, text);
  if (vote.status === 'flagged') return vote;
  return { status: 'vote', candidate: verdictOf(vote.value.right, seed), artifact: answer };
}

async function examineCode(
  { contract, parts, rulings = [] }: Extract<Subject, { kind: 'code' }>,
  { text, subject, family, store, share }: Reply,
): Promise<Examined> {
  const code = family.readCode(text);
  if (code === undefined)
    return { status: 'flagged', redFlag: 'malformed', detail: 'The reply holds no code block.' };
  return share(`${subject}:${hashOfText(code)}`, async () => {
    const usable = await loadParts(store, parts);
    const signal = cancellationSignal();
    const examination = await obeyRulings(
      await family.examineCode(code, contract, usable, signal),
      rulings,
      (calls) => family.observe(code, contract, usable, calls, signal),
    );
    return examination.status === 'vote'
      ? { ...examination, artifact: await store.put({ text: code }) }
      : cutDetail(examination);
  });
}
