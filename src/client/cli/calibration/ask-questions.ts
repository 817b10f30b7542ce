import { setTimeout } from 'node:timers/promises';
import { isPerhapsCharged } from '../../../activities/charges';
import type { SampleRequest, SamplingModel } from '../../../activities/ports/language-model';
import { delayAfter, type Patience } from '../../../activities/retry-here';
import { type AnswerBook, type Answered, openAnswerBook, type Purse } from './answer-book';
import type { Question } from './questions';

export interface Asking extends Purse {
  /** Name of the configured model. */
  readonly name: string;
  readonly model: SamplingModel;
  /** Requests under way at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

/**
 * Asks the questions within the budget: each call is set aside before it is made, at the price of the dearest there can
 * be. A request that fails is tried again a few times where that may help.
 * @throws ApplicationFailure of a type 'provider.…' when it goes on failing
 */
export async function askQuestions(
  questions: readonly Question[],
  asking: Asking,
): Promise<Answered> {
  const book = openAnswerBook(asking);
  const left = [...questions.entries()];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [at, question] = next;
      if (!book.reserve(`${at}`, question.count)) {
        left.length = 0;
        return;
      }
      await askOne(`${at}`, question, book, asking);
    }
  };
  const workers = Array.from({ length: asking.concurrency }, () =>
    work().catch((error: unknown) => {
      left.length = 0;
      throw error;
    }),
  );
  // All have ended before anything is thrown: nothing is under way, and unpaid for, afterwards.
  await Promise.allSettled(workers);
  await Promise.all(workers);
  return book.answered();
}

/** Somebody waits for the forecast. */
const PATIENCE: Patience = { attempts: 4, firstDelayMs: 250, longestDelayMs: 20_000 };

async function askOne(
  id: string,
  question: Question,
  book: AnswerBook,
  { name, model, signal }: Asking,
): Promise<void> {
  const { prompt, temperature, seed, count } = question;
  const request: SampleRequest = { ...prompt, model: name, temperature, seed, count };
  for (let attempt = 1; ; attempt += 1) {
    const startedMs = performance.now();
    try {
      const samples = await model.sample(request, signal);
      await book.note(id, question, samples, performance.now() - startedMs);
      return;
    } catch (error) {
      signal.throwIfAborted();
      book.noteFailed(id, isPerhapsCharged(error) ? count : 0);
      const delayMs = delayAfter(attempt, error, PATIENCE);
      if (delayMs === null || !book.reserve(id, count)) throw error;
      await setTimeout(delayMs, undefined, { signal });
    }
  }
}
