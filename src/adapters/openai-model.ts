import { ApplicationFailure } from '@temporalio/common';
import { APIConnectionError, APIError, OpenAI } from 'openai';
import type {
  Completion,
  CompletionRequest,
  LanguageModel,
  SampleRequest,
  Samples,
  SamplingModel,
} from '../activities/ports/language-model';
import { promptTokensAtMost } from '../domain/call-limits';
import type { ModelProfile } from '../schemas/model';
import { REFUSED_UNPAID, firstOf, readAnswers } from './openai-answer';
import { type PostedAnswer, patientFetch, postPatiently } from './patient-fetch';
import { type ModelEndpoint, providerFailure } from './provider-failure';
import { ProviderProblem, isFilteredPrompt } from './provider-fault';
import { type Clock, RateLimiter } from './rate-limit';

/**
 * Asks any number of configured models over the OpenAI protocol, each within its own limits.
 * One call is one request: nothing is retried here, because the workflow counts and retries.
 */
export class OpenAiModel implements LanguageModel, SamplingModel {
  readonly #connections: ReadonlyMap<string, Connection>;

  /** `env` holds the keys, under the names that the profiles give; a profile without a key sends none. */
  constructor(options: {
    readonly profiles: readonly ModelProfile[];
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly clock?: Clock;
  }) {
    const { profiles, env, clock } = options;
    this.#connections = new Map(
      profiles.map((profile) => [
        profile.name,
        connect(profile, { apiKey: keyIn(env[profile.apiKeyEnv ?? '']), clock }),
      ]),
    );
  }

  /**
   * Waits without a limit of its own, for a local model may queue for many minutes: only `signal` ends it early.
   * @throws ApplicationFailure of a type 'provider.…' when there is no completion, the signal's reason when aborted.
   */
  async complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion> {
    return firstOf(await this.#send({ ...request, count: 1 }, signal, askClient));
  }

  /** As `complete`, with as many answers as the provider gives to one request. */
  sample(request: SampleRequest, signal: AbortSignal): Promise<Samples> {
    return this.#send(request, signal, askLeanly);
  }

  async #send(request: SampleRequest, signal: AbortSignal, send: Send): Promise<Samples> {
    const connection = this.#connections.get(request.model);
    if (connection === undefined) throw notConfigured(request.model, [...this.#connections.keys()]);
    const tokens = promptTokensAtMost(request) + request.count * request.maxTokens;
    const bounded = { tokens, signal };
    return connection.limiter.run(bounded, () => ask(connection, request, { signal, send }));
  }
}

interface Connection {
  readonly profile: ModelProfile;
  readonly endpoint: ModelEndpoint;
  readonly client: OpenAI;
  /** Of chat completions. */
  readonly url: URL;
  readonly limiter: RateLimiter;
}

/** The longest that a timer of Node can run: no answer is given up for being slow. */
const NEVER_MS = 2 ** 31 - 1;

function connect(
  profile: ModelProfile,
  { apiKey, clock }: { readonly apiKey: string | undefined; readonly clock: Clock | undefined },
): Connection {
  const client = new OpenAI({
    baseURL: profile.baseUrl,
    apiKey: apiKey ?? 'none',
    // What the package would read from its own environment variables, and send to every endpoint, whoever's it is.
    adminAPIKey: null,
    organization: null,
    project: null,
    logLevel: 'off',
    ...(apiKey === undefined ? { defaultHeaders: { Authorization: null } } : {}),
    maxRetries: 0,
    timeout: NEVER_MS,
    fetch: patientFetch,
  });
  const { name: model, baseUrl, apiKeyEnv } = profile;
  const limiter = new RateLimiter(profile.limits, clock);
  const url = new URL(`${baseUrl.replace(/\/$/, '')}/chat/completions`);
  return { profile, client, url, limiter, endpoint: { model, baseUrl, apiKeyEnv, apiKey } };
}

/** Keys copied from a file or a page often bring a line break along. */
function keyIn(variable: string | undefined): string | undefined {
  const key = variable?.trim();
  return key === '' ? undefined : key;
}

/** Sends one request and returns the body of a successful answer. */
type Send = (
  connection: Connection,
  body: OpenAI.ChatCompletionCreateParamsNonStreaming,
  signal: AbortSignal,
) => Promise<string>;

const askClient: Send = async ({ client }, body, signal) => {
  const response = await client.chat.completions.create(body, { signal }).asResponse();
  return response.text();
};

/** The same request without the client, whose work of a millisecond a request would limit a chain. */
const askLeanly: Send = async ({ url, endpoint: { apiKey } }, body, signal) => {
  const headers: Record<string, string> =
    apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
  const answer = await postPatiently(url, JSON.stringify(body), { headers, signal }).catch(
    (error: unknown) => {
      throw new APIConnectionError({ cause: error instanceof Error ? error : undefined });
    },
  );
  if (answer.status >= 200 && answer.status < 300) return answer.text;
  throw statusError(answer);
};

/** As the client makes one. */
function statusError({ status, text, headers }: PostedAnswer): APIError {
  const said = jsonIn(text);
  return APIError.generate(status, said, said === undefined ? text : undefined, headers());
}

/** Undefined for text that is no JSON object, and then is told as it stands. */
function jsonIn(text: string): object | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? json : undefined;
  } catch {
    return undefined;
  }
}

async function ask(
  connection: Connection,
  request: SampleRequest,
  { signal, send }: { readonly signal: AbortSignal; readonly send: Send },
): Promise<Samples> {
  const { profile, endpoint } = connection;
  try {
    checkKey(endpoint.apiKey);
    const body = await send(connection, requestBody(request, profile), signal);
    return readAnswers(body, { prompt: request, price: profile.price });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (isFilteredPrompt(error)) return REFUSED_UNPAID;
    throw providerFailure(error, endpoint);
  }
}

/** Without this check a header would be refused by an error that quotes the key. */
function checkKey(key: string | undefined): void {
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key))
    throw new ProviderProblem(
      'unauthorised',
      'was not asked, because its key has a line break, a space or a letter in it that no key has',
    );
}

function requestBody(
  { system, user, schema, seed, maxTokens, temperature, count }: SampleRequest,
  profile: ModelProfile,
): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const { min, max } = profile.temperature;
  // OpenAI's reasoning models reject max_tokens; most other servers know nothing else.
  const limit = isOpenAi(profile) ? 'max_completion_tokens' : 'max_tokens';
  return {
    model: profile.name,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ],
    temperature: Math.min(Math.max(temperature, min), max),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- best effort is all that is wanted of it
    seed,
    [limit]: maxTokens,
    // Some servers refuse a request that names n, whatever it is.
    ...(count === 1 ? {} : { n: count }),
    ...(schema === undefined ? {} : { response_format: responseFormat(schema) }),
  };
}

function isOpenAi({ baseUrl }: ModelProfile): boolean {
  return new URL(baseUrl).hostname === 'api.openai.com';
}

function responseFormat({
  name,
  json,
}: NonNullable<CompletionRequest['schema']>): OpenAI.ResponseFormatJSONSchema {
  const schema = json as Record<string, unknown>;
  return { type: 'json_schema', json_schema: { name, schema, strict: true } };
}

function notConfigured(model: string, configured: readonly string[]): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'provider.no-such-model',
    nonRetryable: true,
    message: `The run wants the model "${model}", but this worker knows ${configured.join(', ') || 'none'}: start every worker with the same models as the run, then \`millwright resume\` the run.`,
  });
}
