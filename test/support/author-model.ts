import { cancellationSignal, Context } from '@temporalio/activity';
import type {
  Completion,
  CompletionRequest,
  LanguageModel,
} from '../../src/activities/ports/language-model';

/** Writes the reply to one request; `seen` is how many requests of this kind and subject came before. */
export type Author = (request: CompletionRequest, seen: number) => string | Promise<string>;

/** A model whose replies a test writes. It keeps every request, and how many were under way at once. */
export class AuthorModel implements LanguageModel {
  /** Writes the replies from now on. */
  author: Author = () => {
    throw new Error('A model was asked before the test gave it an author.');
  };
  readonly requests: (CompletionRequest & { readonly run: string; readonly election: string })[] =
    [];
  /** Highest number of requests under way at once, by election. */
  readonly peaks = new Map<string, number>();
  readonly #underWay = new Map<string, number>();

  async complete(request: CompletionRequest): Promise<Completion> {
    const election = Context.current().info.workflowExecution?.workflowId ?? '';
    const run = election.split('/')[0] ?? '';
    const seen = this.requests.filter(
      (other) => other.run === run && other.user === request.user,
    ).length;
    this.requests.push({ ...request, run, election });
    this.#count(election, 1);
    try {
      cancellationSignal().throwIfAborted();
      const text = await untilCancelled(this.author(request, seen));
      return { text, finish: 'stop', promptTokens: 100, completionTokens: 10, costUsd: 0.001 };
    } finally {
      this.#count(election, -1);
    }
  }

  #count(election: string, change: number): void {
    const now = (this.#underWay.get(election) ?? 0) + change;
    this.#underWay.set(election, now);
    this.peaks.set(election, Math.max(now, this.peaks.get(election) ?? 0));
  }
}

/** What a request asks for: a size, a plan, a choice, or the code of a function of that name. */
export function askedFor(request: CompletionRequest): string {
  if (request.schema !== undefined) return request.schema.name;
  return /named (\w+)\.$/.exec(request.user)?.[1] ?? 'code';
}

/** The work's result, or the reason why the activity was cancelled: no request may outlive the worker. */
async function untilCancelled<T>(work: T | Promise<T>): Promise<T> {
  const signal = cancellationSignal();
  const cancelled = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
  return Promise.race([work, cancelled]);
}

/** A plan of two functions, of which the second uses the first. */
export const TWO_STEPS = JSON.stringify({
  functions: [
    { name: 'inner', parameters: 'n: number', returns: 'number', purpose: 'Inner.', uses: [] },
    {
      name: 'outer',
      parameters: 'n: number',
      returns: 'number',
      purpose: 'Outer.',
      uses: ['inner'],
    },
  ],
});
