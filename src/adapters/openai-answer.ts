import { APIError } from 'openai';
import { z } from 'zod';
import type { Completion, Prompt, Samples } from '../activities/ports/language-model';
import { promptTokensAtMost, tokensAtMost } from '../domain/call-limits';
import type { ModelProfile } from '../schemas/model';
import { ProviderProblem } from './provider-fault';

/** Longest answer, in UTF-16 units, that is kept; the rest is dropped and the answer counts as cut off. */
export const MAX_ANSWER_LENGTH = 256 * 1024;

/**
 * Reads the body of a successful chat completion, with every choice in it as an answer.
 * Counts that the provider did not send are estimated from the texts, rather above than below the truth.
 * @throws ProviderProblem when the body is no completion, or one without a choice that was not charged for either.
 */
export function readAnswers(
  body: string,
  { prompt, price }: { readonly prompt: Prompt; readonly price: ModelProfile['price'] },
): Samples {
  const { choices, usage } = parseBody(body);
  // A charged completion must be counted (I3), so it becomes an answer, one without a text.
  const found = choices?.length ? choices : isCharged(usage) ? [undefined] : [];
  const [first, ...others] = found.map((choice) => readText(choice?.message.content ?? '', choice));
  if (first === undefined) throw new ProviderProblem('no-choices', 'answered with no choices');
  const texts = found.map((choice) => choice?.message.content ?? '').join('');
  const tokens = countTokens(usage, { prompt, text: texts });
  return { answers: [first, ...others], ...tokens, costUsd: costOf(tokens, price) };
}

/** The first answer to a request for one. */
export function firstOf({ answers: [answer], ...cost }: Samples): Completion {
  return { ...answer, ...cost };
}

/** An answer that was refused before it was generated or charged for. */
export const REFUSED_UNPAID: Samples = {
  answers: [{ text: '', finish: 'refused' }],
  promptTokens: 0,
  completionTokens: 0,
  costUsd: 0,
};

/** What we rely on in a provider's answer, and no more: providers differ in everything else. */
const Count = z.int().nonnegative().optional().catch(undefined);
const Choice = z.object({
  finish_reason: z.string().nullish(),
  message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
});
const Answer = z.object({
  choices: z.array(Choice).nullable(),
  usage: z.object({ prompt_tokens: Count, completion_tokens: Count }).nullish().catch(undefined),
});

/** Gateways report an upstream's failure with status 200 and an error in place of choices. */
const Problem = z.object({
  error: z.looseObject({ code: z.coerce.number().int().min(400).max(599).catch(502) }),
});
const NO_HEADERS = new Headers();

function parseBody(body: string): z.infer<typeof Answer> {
  const json = parseJson(body);
  const answer = Answer.safeParse(json);
  if (answer.success) return answer.data;
  const problem = Problem.safeParse(json);
  if (problem.success)
    throw APIError.generate(problem.data.error.code, problem.data, undefined, NO_HEADERS);
  throw new ProviderProblem('not-openai', `answered with JSON that is no chat completion: ${body}`);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // A body delimited by the connection's end shows only here that it was cut.
    if (/^\s*(\{|$)/.test(body))
      throw new ProviderProblem('cut-connection', `answered with half an answer: ${body}`);
    throw new ProviderProblem('not-openai', `answered with ${body}`);
  }
}

function readText(
  text: string,
  choice: z.infer<typeof Choice> | undefined,
): Pick<Completion, 'text' | 'finish'> {
  const reason = choice?.finish_reason;
  if (choice?.message.refusal || reason === 'content_filter')
    return { text: cut(text), finish: 'refused' };
  if (reason === 'length' || text.length > MAX_ANSWER_LENGTH)
    return { text: cut(text), finish: 'length' };
  return { text, finish: text.trim() === '' ? 'refused' : 'stop' };
}

function cut(text: string): string {
  if (text.length <= MAX_ANSWER_LENGTH) return text;
  // A slice would keep the whole string alive, and may end in half a character.
  return Buffer.from(text.slice(0, MAX_ANSWER_LENGTH)).toString();
}

function countTokens(
  usage: z.infer<typeof Answer>['usage'],
  { prompt, text }: { readonly prompt: Prompt; readonly text: string },
): Pick<Completion, 'promptTokens' | 'completionTokens' | 'usageEstimated'> {
  const { prompt_tokens: sent, completion_tokens: received } = usage ?? {};
  return {
    promptTokens: sent ?? promptTokensAtMost(prompt),
    completionTokens: received ?? tokensAtMost(text),
    ...(sent === undefined || received === undefined ? { usageEstimated: true } : {}),
  };
}

function isCharged(usage: z.infer<typeof Answer>['usage']): boolean {
  return (usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0) > 0;
}

function costOf(
  tokens: Pick<Completion, 'promptTokens' | 'completionTokens'>,
  price: ModelProfile['price'],
): number {
  return (tokens.promptTokens * price.input + tokens.completionTokens * price.output) / 1_000_000;
}
