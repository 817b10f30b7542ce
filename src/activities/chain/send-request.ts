import { sleep } from '@temporalio/activity';
import type { ChainEvent, Reply } from '../../domain/chain';
import { flaggedUnread, flagOfFinish } from '../../domain/unread-reply';
import type { RedFlag } from '../../schemas/vote';
import { isPerhapsCharged } from '../charges';
import type { SamplingModel, SampleRequest, Samples } from '../ports/language-model';
import { delayAfter, type Patience } from '../retry-here';

/**
 * After that the whole activity is given back, which the server retries more slowly: it, not a busy activity, waits for a
 * provider that wants to be left alone for longer.
 */
const PATIENCE: Patience = { attempts: 6, firstDelayMs: 50, longestDelayMs: 10_000 };

/** One answer read: which candidate it votes for, or why it may not vote. */
type Read = { readonly candidate: string } | { readonly redFlag: RedFlag; readonly detail: string };

export interface Sending {
  readonly model: SamplingModel;
  readonly request: SampleRequest;
  readonly signal: AbortSignal;
  readonly note: (event: ChainEvent) => void;
  readonly read: (text: string) => Read;
  /** Told why an answer was flagged. */
  readonly complain: (complaint: string) => void;
}

/**
 * Sends one request and notes all that becomes of it: before it is sent, when its answers came, and when it failed. A
 * failure that time mends is tried again at once a few times: a chain makes thousands of requests a minute.
 * @throws ApplicationFailure when it goes on failing.
 */
export async function sendRequest(sending: Sending): Promise<void> {
  const { model, request, signal, note } = sending;
  const { count } = request;
  for (let attempt = 1; ; attempt += 1) {
    note({ kind: 'sent', samples: count });
    const sent = await model.sample(request, signal).then(
      (samples) => ({ samples }),
      (error: unknown) => ({ error }),
    );
    if ('samples' in sent) {
      noteAnswers(sent.samples, sending);
      return;
    }
    const { error } = sent;
    note({ kind: 'failed', samples: count, isCharged: isPerhapsCharged(error) });
    const delayMs = delayAfter(attempt, error, PATIENCE);
    if (delayMs === null || signal.aborted) throw error;
    await sleep(delayMs);
  }
}

function noteAnswers({ answers, ...cost }: Samples, sending: Sending): void {
  const { request, note } = sending;
  const replies = answers.slice(0, request.count).map((answer) => readAnswer(answer, sending));
  const { promptTokens, completionTokens, costUsd } = cost;
  const usage = { calls: replies.length, promptTokens, completionTokens, costUsd };
  note({ kind: 'answered', replies, usage });
  const missing = request.count - replies.length;
  if (missing > 0) note({ kind: 'failed', samples: missing, isCharged: false });
}

function readAnswer(
  { text, finish }: Samples['answers'][number],
  { read, complain }: Sending,
): Reply {
  const unread = flagOfFinish(finish);
  const found: Read = unread === null ? read(text) : flaggedUnread(unread);
  if ('candidate' in found) return { candidate: found.candidate };
  complain(`${found.redFlag}: ${found.detail}`);
  return { redFlag: found.redFlag };
}
