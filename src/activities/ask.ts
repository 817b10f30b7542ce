import { randomUUID } from 'node:crypto';
import { cancellationSignal, log } from '@temporalio/activity';
import { z } from 'zod';
import { flagOfFinish } from '../domain/unread-reply';
import type { FamilyName } from '../schemas/contract';
import { Hash } from '../schemas/hash';
import { Usage, type Role } from '../schemas/model';
import { RedFlag } from '../schemas/vote';
import { isPerhapsCharged } from './charges';
import { whileHeartbeating } from './heartbeat';
import { keepTrying } from './keep-trying';
import type { Family } from './ports/family';
import type { Completion, CompletionRequest, LanguageModel } from './ports/language-model';
import type { Store } from './ports/store';
import { renderPrompt } from './prompts/render';
import { loadSubject } from './subjects';

export interface AskInput {
  /** Names this call for ever: asking again under the same id after a crash returns the answer already paid for. */
  readonly callId: string;
  readonly role: Role;
  readonly subject: Hash;
  /** Name of the configured model. */
  readonly model: string;
  readonly temperature: number;
  readonly seed: number;
  /** Which prompt of the role; absent: 0, the base prompt. */
  readonly variant?: number;
}

/** What one microagent returned, by hash, and what it cost. */
export const AskOutput = z.strictObject({
  answer: Hash,
  /** Why the reply is not to be read; null where it is. */
  redFlag: RedFlag.extract(['too-long', 'refused']).nullable(),
  usage: Usage,
  /** Earlier attempts of this call whose answer was lost in a crash: sent, perhaps charged, never received. */
  lostCalls: z.int().nonnegative(),
  /** Which attempt at the call was answered, from 0. */
  attempt: z.int().nonnegative(),
});
export type AskOutput = z.infer<typeof AskOutput>;

export interface AskDependencies {
  readonly model: LanguageModel;
  readonly store: Store;
  readonly families: Readonly<Record<FamilyName, Family>>;
}

export const createAsk = ({ model, store, families }: AskDependencies) => ({
  /**
   * Asks one microagent once. Before the request is sent a record says so, after it the answer is recorded before
   * it is reported, so that a call is paid for twice only if a crash fell between the two (I3), and even that is counted.
   */
  ask(input: AskInput): Promise<AskOutput> {
    return whileHeartbeating(async () => {
      const subject = await loadSubject(store, input.subject);
      const { seed, variant = 0 } = input;
      const prompt = await renderPrompt({ subject, seed, variant, store, families });
      const earlier = await claim(store, input.callId);
      if (earlier.answered !== undefined) return earlier.answered;
      const completion = await request(model, { ...prompt, ...requested(input) }, () =>
        store.record(failedId(input.callId, earlier.attempt), true),
      );
      const answer = await keepTrying(() => store.put({ text: completion.text }));
      const { attempt, lost } = earlier;
      const output = outputOf(completion, { answer, attempt, lostCalls: lost });
      const kept = AskOutput.parse(
        await keepTrying(() => store.record(answeredId(input.callId), output)),
      );
      // An earlier attempt that was taken for dead has answered first: its answer counts, and this one was paid for too.
      return kept.attempt < attempt ? { ...kept, lostCalls: lost } : kept;
    });
  },
});

const requested = ({ model, temperature, seed }: AskInput) => ({ model, temperature, seed });

/** Sends the request; when the provider surely did nothing for it, that is noted, and else the call counts as lost. */
async function request(
  model: LanguageModel,
  content: CompletionRequest,
  noteFailed: () => Promise<unknown>,
): Promise<Completion> {
  try {
    return await model.complete(content, cancellationSignal());
  } catch (error) {
    if (!isPerhapsCharged(error)) await keepTrying(noteFailed);
    throw error;
  }
}

/** Enough for a store that is up to say what stands there; while one is down nothing has been paid, and the activity is tried again. */
const UNCONFIRMED_MS = 30_000;

/**
 * Records that the call is about to be sent, and says what became of earlier attempts at it. A record that the store
 * failed to confirm may stand all the same, so it is written again under the same token: to the next attempt it would
 * look like a call that was sent and lost, although nobody sent it.
 */
async function claim(
  store: Store,
  callId: string,
): Promise<{ readonly attempt: number; readonly lost: number; readonly answered?: AskOutput }> {
  const token: string = randomUUID();
  let lost = 0;
  for (let attempt = 0; ; attempt += 1) {
    const standing = await keepTrying(
      () => store.record(sentId(callId, attempt), token),
      UNCONFIRMED_MS,
    );
    if (standing === token) {
      if (lost > 0)
        log.warn('An earlier attempt of this call was lost; it is asked again and counted', {
          callId,
          lost,
        });
      return { attempt, lost };
    }
    if (attempt === 0) {
      const answered = await store.find(answeredId(callId));
      if (answered !== undefined) return { attempt, lost, answered: AskOutput.parse(answered) };
    }
    if ((await store.find(failedId(callId, attempt))) === undefined) lost += 1;
  }
}

const sentId = (callId: string, attempt: number) => `sent:${callId}:${attempt}`;
const failedId = (callId: string, attempt: number) => `failed:${callId}:${attempt}`;
/** Under which the answer to a call is recorded: an AskOutput. */
export const answeredId = (callId: string) => `answered:${callId}`;

function outputOf(
  completion: Completion,
  known: Pick<AskOutput, 'answer' | 'attempt' | 'lostCalls'>,
): AskOutput {
  const { promptTokens, completionTokens, costUsd } = completion;
  return {
    ...known,
    redFlag: flagOfFinish(completion.finish),
    usage: { calls: 1, promptTokens, completionTokens, costUsd },
  };
}
