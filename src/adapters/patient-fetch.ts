import http from 'node:http';
import https from 'node:https';

/** Thrown when there was no whole answer; `code` is Node's ('ECONNREFUSED' …) or {@link TOO_LARGE}. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The code when a body exceeded 64 MiB: its sender is broken, and must not take the worker's memory. */
export const TOO_LARGE = 'BODY_TOO_LARGE';

/** The code for a status that is none of HTTP's, in the manner of Node's parser; fetch's Response could not hold it. */
const NO_STATUS = 'HPE_INVALID_STATUS';

/**
 * `fetch` that waits for an answer as long as its signal lets it, and returns only whole bodies.
 * Node's own fetch gives up when no header came for 300 seconds, which a local model with an honest queue exceeds,
 * and offers no way to change that without a second copy of undici. Redirects are not followed, so a key never
 * travels to another host.
 * @throws NoAnswer when the connection fails, the body is too large, or the status is not in 200 to 599.
 */
export async function patientFetch(
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input);
  const { status, headers, body } = await send(url, {
    method: init.method ?? 'GET',
    headers: Object.fromEntries(new Headers(init.headers)),
    body: init.body as string,
    ...(init.signal ? { signal: init.signal } : {}),
  });
  return new Response(body.length > 0 ? body : null, { status, headers: headers() });
}

/** An answer of any status, with a whole body. */
export interface PostedAnswer {
  readonly status: number;
  readonly headers: () => Headers;
  readonly text: string;
}

/**
 * Posts JSON as patiently, without what makes `fetch` general: a tenth of a millisecond of work, where the `openai`
 * client with fetch takes more than one. A chain sends a thousand requests a second.
 * @throws NoAnswer as patientFetch does.
 */
export async function postPatiently(
  url: URL,
  body: string,
  options: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
): Promise<PostedAnswer> {
  const { signal } = options;
  const headers = {
    ...options.headers,
    // Some gateways refuse a request that does not say who sends it.
    'user-agent': 'millwright',
    accept: 'application/json',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  };
  const answer = await send(url, { method: 'POST', headers, body, signal });
  return { status: answer.status, headers: answer.headers, text: decoder.decode(answer.body) };
}

/** As fetch decodes: without the byte order mark, which would make JSON unreadable. */
const decoder = new TextDecoder();

const MAX_BODY_BYTES = 64 * 1024 * 1024;

/**
 * Milliseconds that an idle connection is kept for the next request. Servers close theirs after two seconds (gunicorn),
 * five (Node, uvicorn, Apache) or more, and a request that meets such an end on its way is answered by nobody, yet counts
 * as a lost call, because nothing tells it from one that was charged for. Only idle connections are ended: an answer may
 * take for ever.
 */
const IDLE_MS = 1_000;

/** Keep-alive also makes the kernel probe a silent connection, so that a host that vanished is noticed. */
const agentOptions = { keepAlive: true, timeout: IDLE_MS };
const plainAgent = new http.Agent(agentOptions);
const secureAgent = new https.Agent(agentOptions);

interface Answer {
  readonly status: number;
  readonly headers: () => Headers;
  readonly body: Buffer;
}

function send(
  url: URL,
  { body, ...given }: http.RequestOptions & { readonly body: string },
): Promise<Answer> {
  const secure = url.protocol === 'https:';
  const protocol = secure ? https : http;
  const options = { ...given, agent: secure ? secureAgent : plainAgent };
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      reject(noAnswer(error));
    };
    const request = protocol.request(url, options, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MAX_BODY_BYTES)
          response.destroy(new NoAnswer(TOO_LARGE, 'a body of more than 64 MiB'));
      });
      response.on('error', fail);
      response.on('end', () => {
        const { statusCode: status = 0, headersDistinct } = response;
        if (status < 200 || status > 599) {
          reject(new NoAnswer(NO_STATUS, `the status ${status}`));
          return;
        }
        const headers = () => headersOf(headersDistinct);
        resolve({ status, headers, body: Buffer.concat(chunks) });
      });
    });
    request.on('error', fail);
    request.end(body);
  });
}

function noAnswer(error: Error & { readonly code?: string }): NoAnswer {
  if (error instanceof NoAnswer) return error;
  // A name with several addresses fails with one error for all of them, which itself has no message.
  const [first] = 'errors' in error ? (error.errors as readonly Error[]) : [error];
  return new NoAnswer(error.code ?? '', first?.message ?? error.message);
}

function headersOf(distinct: NodeJS.Dict<string[]>): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(distinct))
    for (const value of values) headers.append(name, value);
  return headers;
}
