import { randomBytes, randomInt } from 'node:crypto';
import { z } from 'zod';
import { Json } from '../../schemas/hash';
import type { Generation, GenerationRequest } from './generation';

/** Thrown when a request cannot be answered as it stands; becomes an error body in OpenAI's shape. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
  readonly status: number;
  readonly code: string;
  readonly param: string | null;

  constructor(fault: {
    readonly message: string;
    readonly status?: number;
    readonly code?: string;
    readonly param?: string;
  }) {
    super(fault.message);
    this.status = fault.status ?? 400;
    this.code = fault.code ?? 'invalid_value';
    this.param = fault.param ?? null;
  }
}

/** Reads the body of POST /v1/chat/completions; throws BadRequest. A missing seed is drawn at random. */
export function readChatRequest(text: string, model: string): GenerationRequest {
  const parsed = ChatRequest.safeParse(parseJson(text));
  if (!parsed.success) throw firstFault(parsed.error);
  const body = parsed.data;
  if (body.model !== model) throw unknownModel(body.model, model);
  return {
    messages: body.messages,
    n: body.n,
    seed: body.seed,
    temperature: body.temperature,
    topP: body.top_p,
    maxTokens: body.max_completion_tokens ?? body.max_tokens,
    stops: [body.stop].flat(),
    schema: schemaOf(body.response_format),
  };
}

/** The body of a chat completion; the prompt is counted once, however many answers it got. */
export function chatCompletion(generation: Generation, model: string): object {
  const { promptTokens, cachedTokens, choices } = generation;
  const completionTokens = choices.reduce((sum, { tokens }) => sum + tokens, 0);
  return {
    id: `chatcmpl-${randomBytes(12).toString('hex')}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model,
    choices: choices.map(({ text, finish }, index) => ({
      index,
      message: { role: 'assistant', content: text, refusal: null },
      logprobs: null,
      finish_reason: finish,
    })),
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
      prompt_tokens_details: { cached_tokens: cachedTokens },
    },
  };
}

/** The body of GET /v1/models. */
export function modelList(model: string): object {
  return { object: 'list', data: [{ id: model, object: 'model', created: 0, owned_by: 'local' }] };
}

/** The body of an answer that is none. */
export function errorBody(error: BadRequest | undefined): object {
  return {
    error: {
      message: error?.message ?? 'The model server failed; its log says why.',
      type: error === undefined ? 'server_error' : 'invalid_request_error',
      param: error?.param ?? null,
      code: error?.code ?? null,
    },
  };
}

const TextPart = z.object({ type: z.literal('text'), text: z.string() });
const Message = z
  .object({
    role: z.enum(['system', 'developer', 'user', 'assistant']),
    content: z.union([z.string(), z.array(TextPart)]),
  })
  .transform(({ role, content }) => ({
    role: role === 'developer' ? ('system' as const) : role,
    content: typeof content === 'string' ? content : content.map(({ text }) => text).join(''),
  }));

/** A field that may be left out or null. */
function or<T>(field: z.ZodType<T>, value: () => T) {
  return field.nullish().transform((given) => given ?? value());
}

const tokens = z
  .int()
  .min(1)
  .nullish()
  .transform((given) => given ?? undefined);

/** What is understood of a request; other fields are passed over, as they cannot change what an answer means. */
const ChatRequest = z.object({
  model: z.string(),
  messages: z.array(Message).min(1),
  n: or(z.int().min(1).max(128), () => 1),
  seed: or(z.int(), () => randomInt(2 ** 31)),
  temperature: or(z.number().min(0).max(2), () => 1),
  top_p: or(z.number().gt(0).max(1), () => 0.95),
  max_tokens: tokens,
  max_completion_tokens: tokens,
  stop: or(z.union([z.string().min(1), z.array(z.string().min(1)).max(4)]), () => []),
  stream: z.literal(false, 'streaming is not supported; leave stream out').nullish(),
  tools: z.array(z.never(), 'tools are not supported; leave them out').max(0).nullish(),
  response_format: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('text') }),
      z.object({ type: z.literal('json_object') }),
      z.object({ type: z.literal('json_schema'), json_schema: z.object({ schema: Json }) }),
    ])
    .nullish(),
});

function schemaOf(format: z.infer<typeof ChatRequest>['response_format']): Json | undefined {
  if (format?.type === 'json_schema') return format.json_schema.schema;
  return format?.type === 'json_object' ? { type: 'object' } : undefined;
}

function firstFault({ issues }: z.ZodError): BadRequest {
  const [issue] = issues;
  const param = issue?.path.join('.') ?? '';
  return new BadRequest({ message: `${param || 'body'}: ${issue?.message ?? 'invalid'}`, param });
}

function unknownModel(wanted: string, served: string): BadRequest {
  return new BadRequest({
    message: `The model '${wanted}' does not exist here; this server has '${served}' only.`,
    status: 404,
    code: 'model_not_found',
    param: 'model',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BadRequest({ message: `The body is not JSON: ${(cause as Error).message}` });
  }
}
