import { cancellationSignal } from '@temporalio/activity';
import { z } from 'zod';
import type { FamilyName } from '../schemas/contract';
import type { Hash } from '../schemas/hash';
import type { Subject } from '../schemas/subject';
import type { Examination } from '../schemas/vote';
import { whileHeartbeating } from './heartbeat';
import type { Family, Store } from './ports';
import { choiceVote, chosenIndex } from './prompts/discriminator';
import { SizeVote } from './prompts/sizer';
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

export const createExamine = ({ store, families }: ExamineDependencies) => ({
  /** Decides which candidate an answer is, by what it does and not by how it reads (I9), or flags it (I1). */
  async examine(input: ExamineInput): Promise<Examined> {
    const [subject, { text }] = await Promise.all([
      loadSubject(store, input.subject),
      store.get(input.answer).then((stored) => Answer.parse(stored)),
    ]);
    const examined = await whileHeartbeating(() =>
      examineAnswer({
        subject,
        text,
        seed: input.seed,
        family: families[subject.family],
        store,
        answer: input.answer,
      }),
    );
    return examined.status === 'vote'
      ? examined
      : { ...examined, detail: examined.detail.slice(0, MAX_DETAIL) };
  },
});

async function examineAnswer(input: {
  readonly subject: Subject;
  readonly text: string;
  readonly seed: number;
  readonly family: Family;
  readonly store: Store;
  readonly answer: Hash;
}): Promise<Examined> {
  const { subject, text, seed, family, store, answer } = input;
  switch (subject.kind) {
    case 'size': {
      const vote = parseReply(SizeVote, text);
      return vote.status === 'parsed'
        ? { status: 'vote', candidate: vote.value.size, artifact: answer }
        : vote;
    }
    case 'choice': {
      const count = subject.plans.length;
      const vote = parseReply(choiceVote(count), text);
      if (vote.status !== 'parsed') return vote;
      const plan = subject.plans[chosenIndex(vote.value.choice, { count, seed })] as Hash;
      return {
        status: 'vote',
        candidate: family.planFingerprint(await loadPlan(store, plan)),
        artifact: plan,
      };
    }
    case 'plan': {
      const read = family.readPlan(text, subject.contract);
      if ('status' in read) return read;
      const artifact = await store.put(read.plan);
      return { status: 'vote', candidate: family.planFingerprint(read.plan), artifact };
    }
    case 'code': {
      const code = family.readCode(text);
      if (code === undefined)
        return {
          status: 'flagged',
          redFlag: 'malformed',
          detail: 'The reply holds no code block.',
        };
      const parts = await loadParts(store, subject.parts);
      const examination = await family.examineCode(
        code,
        subject.contract,
        parts,
        cancellationSignal(),
      );
      return examination.status === 'vote'
        ? { ...examination, artifact: await store.put({ text: code }) }
        : examination;
    }
  }
}

/** Reads a JSON reply strictly: what the prompt's schema did not ask for is no answer. */
function parseReply<T>(
  schema: z.ZodType<T>,
  text: string,
): { readonly status: 'parsed'; readonly value: T } | Extract<Examination, { status: 'flagged' }> {
  let reply: unknown;
  try {
    reply = JSON.parse(text);
  } catch {
    return {
      status: 'flagged',
      redFlag: 'malformed',
      detail: `Found no JSON but ${JSON.stringify(text.slice(0, 80))}.`,
    };
  }
  const parsed = schema.safeParse(reply);
  return parsed.success
    ? { status: 'parsed', value: parsed.data }
    : { status: 'flagged', redFlag: 'malformed', detail: z.prettifyError(parsed.error) };
}
