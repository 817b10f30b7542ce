import { setTimeout as sleep } from 'node:timers/promises';
import { APIError } from 'openai';
import type {
  CompletionRequest,
  LanguageModel,
  Samples,
  SamplingModel,
} from '../../activities/ports/language-model';
import type { ModelProfile } from '../../schemas/model';
import type { OracleNoise } from '../../schemas/oracle';
import { firstOf } from '../openai-answer';
import { providerFailure } from '../provider-failure';
import { ProviderProblem } from '../provider-fault';
import { createOracle, type OracleReply, type OracleRequest } from './oracle';

/** A model that has no endpoint, because the oracle of this process answers for it. */
export type OracleProfile = ModelProfile & { readonly oracle: OracleNoise };

/** The oracle without a network between; it fails in the ways in which a provider over HTTP does. */
export function createOracleModel(profile: OracleProfile): LanguageModel & SamplingModel {
  const oracle = createOracle(profile.oracle);
  const { name: model, baseUrl, apiKeyEnv, price, temperature } = profile;
  const failure = (reply: OracleReply) =>
    providerFailure(errorOf(reply), { model, baseUrl, apiKeyEnv, apiKey: undefined });

  async function work(
    request: CompletionRequest,
    count: number,
    signal: AbortSignal,
  ): Promise<Samples> {
    signal.throwIfAborted();
    const reply = oracle.ask(asked(request, { count, temperature }));
    if (reply.delayMs > 0) await waitFor(reply.delayMs, signal);
    if (reply.status !== 'answered') throw failure(reply);
    const { answers, promptTokens, completionTokens } = reply;
    const [first, ...others] = answers;
    if (first === undefined) throw new Error('expected an answer of the oracle, found none');
    const costUsd = (promptTokens * price.input + completionTokens * price.output) / 1_000_000;
    return { answers: [first, ...others], promptTokens, completionTokens, costUsd };
  }

  return {
    async complete(request, signal) {
      return firstOf(await work(request, 1, signal));
    },
    sample: (request, signal) => work(request, request.count, signal),
  };
}

function asked(
  { system, user, seed, maxTokens, temperature }: CompletionRequest,
  {
    count,
    temperature: { min, max },
  }: Pick<ModelProfile, 'temperature'> & { readonly count: number },
): OracleRequest {
  return {
    user,
    promptLength: system.length + user.length,
    count,
    temperature: Math.min(Math.max(temperature, min), max),
    seed,
    maxTokens,
  };
}

async function waitFor(delayMs: number, signal: AbortSignal): Promise<void> {
  await sleep(delayMs, undefined, { signal }).catch(() => {
    throw signal.reason;
  });
}

/** The error that a client of a server with this reply would have met. */
function errorOf(reply: OracleReply): unknown {
  if (reply.status === 'rejected')
    return statusError(429, 'found too many requests for now', {
      'retry-after-ms': String(reply.retryAfterMs),
    });
  if (reply.status === 'bad-request') return statusError(400, reply.message);
  return new ProviderProblem('cut-connection', 'gave no whole answer (the connection was cut)');
}

function statusError(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): APIError {
  return APIError.generate(status, { error: { message } }, undefined, new Headers(headers));
}
