import type { Samples } from '../../../activities/ports/language-model';
import type { Reply } from '../../../domain/chain';
import {
  closeAccount,
  exhaustedLimit,
  grantable,
  grantCalls,
  type Ledger,
  NOTHING,
  openLedger,
  type Spending,
  spentOf,
} from '../../../domain/ledger';
import { flaggedUnread, flagOfFinish } from '../../../domain/unread-reply';
import type { Usage } from '../../../schemas/model';
import type { Budget } from '../../../schemas/spec';
import type { Question } from './questions';

/** What may be spent. */
export interface Purse {
  readonly budget: Budget;
  /** US dollars that one call can cost at the most. */
  readonly maxCallUsd: number;
}

/** What the questions came to. */
export interface Answered extends Spending {
  /** By subject. */
  readonly replies: ReadonlyMap<number, readonly Reply[]>;
  /** Milliseconds that each answered request took, its failed attempts left out. */
  readonly latenciesMs: readonly number[];
  /** The last red flag in words, '' when there was none. */
  readonly complaint: string;
  /** Which limit of the budget left questions unasked; null: none. */
  readonly stopped: string | null;
}

/** Where answers and their cost are noted as they come; it is asked before every call. */
export interface AnswerBook {
  /** Sets calls aside; false when the budget has no room for them. */
  readonly reserve: (id: string, calls: number) => boolean;
  readonly note: (
    id: string,
    question: Question,
    samples: Samples,
    tookMs: number,
  ) => Promise<void>;
  readonly noteFailed: (id: string, lostCalls: number) => void;
  readonly answered: () => Answered;
}

export function openAnswerBook({ budget, maxCallUsd }: Purse): AnswerBook {
  const startedMs = performance.now();
  const elapsedMs = (): number => performance.now() - startedMs;
  const replies = new Map<number, Reply[]>();
  const latenciesMs: number[] = [];
  let ledger: Ledger = openLedger(budget, maxCallUsd);
  let complaint = '';
  let stopped: string | null = null;
  return {
    reserve: (id, calls) => {
      if (grantable(ledger, calls, elapsedMs()) < calls) {
        stopped ??= exhaustedLimit(ledger, elapsedMs()) ?? NO_ROOM;
        return false;
      }
      ledger = grantCalls(ledger, id, calls);
      return true;
    },
    note: async (id, question, samples, tookMs) => {
      const answers = samples.answers.slice(0, question.count);
      const usage = usageOf(samples, answers.length);
      ledger = closeAccount(ledger, id, { usage, lostCalls: 0 });
      latenciesMs.push(tookMs);
      for (const answer of answers) {
        const { why = complaint, ...reply } = await read(answer, question);
        complaint = why;
        replies.set(question.subject, [...(replies.get(question.subject) ?? []), reply]);
      }
    },
    noteFailed: (id, lostCalls) => {
      ledger = closeAccount(ledger, id, { ...NOTHING, lostCalls });
    },
    answered: () => ({
      ...spentOf(ledger),
      replies,
      latenciesMs,
      complaint,
      stopped,
    }),
  };
}

const NO_ROOM = 'the budget has no room for one more request';

function usageOf({ promptTokens, completionTokens, costUsd }: Samples, calls: number): Usage {
  return { calls, promptTokens, completionTokens, costUsd };
}

/** What an answer is, and why where it may not vote. */
async function read(
  { text, finish }: Samples['answers'][number],
  { examine }: Question,
): Promise<Reply & { readonly why?: string }> {
  const unread = flagOfFinish(finish);
  if (unread === null) {
    const { why, ...reply } = await examine(text);
    return 'redFlag' in reply ? { ...reply, why: `${reply.redFlag}: ${why ?? ''}` } : reply;
  }
  const { redFlag, detail } = flaggedUnread(unread);
  return { redFlag, why: `${redFlag}: ${detail}` };
}
