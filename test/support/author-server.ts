import { z } from 'zod';
import { completion, Provider, sendJson, type Received } from './provider';

/** What one request asked for. */
export interface Question {
  readonly user: string;
  readonly seed: number;
  /** 'plan', 'size' or 'choice'; for code the function's name. */
  readonly subject: string;
}

/**
 * A provider in the OpenAI protocol whose author is a function: instant unless it is told otherwise, honest about
 * usage. It keeps every request, because what was asked is what would have been charged.
 */
export async function startAuthor(
  write: (question: Question) => string,
  { delayMs = 0 }: { readonly delayMs?: number } = {},
): Promise<Provider> {
  return Provider.start((response, request) => {
    const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
    const reply = completion(write(questionOf(request)), { usage });
    setTimeout(() => {
      sendJson(response, reply);
    }, delayMs);
  });
}

/** What a request to an author asked for. */
export function questionOf({ body }: Received): Question {
  const { messages, seed, response_format } = ChatRequest.parse(body);
  const user = messages.find(({ role }) => role === 'user')?.content ?? '';
  const named = /named (\w+)\.$/.exec(user)?.[1] ?? 'code';
  return { user, seed, subject: response_format?.json_schema.name ?? named };
}

const ChatRequest = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  seed: z.number().default(0),
  response_format: z.object({ json_schema: z.object({ name: z.string() }) }).optional(),
});
