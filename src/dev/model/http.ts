import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { PromptTooLong, type Engine } from './engine';
import { UnsupportedSchema } from './json-grammar';
import { BadRequest, chatCompletion, errorBody, modelList, readChatRequest } from './protocol';

/** What a model server speaks for. */
export interface ModelServerOptions {
  /** The only model name that requests may ask for. */
  readonly model: string;
  /** Resolves when the weights are loaded; requests that come earlier wait for it. */
  readonly engine: Promise<Engine>;
  /** Told about every failure that is not the client's fault. */
  readonly onFailure: (error: unknown) => void;
}

/** Speaks the OpenAI protocol for an engine: chat completions, models, and /health. Not yet listening. */
export function createModelServer(options: ModelServerOptions): Server {
  let loaded: Engine | undefined;
  options.engine.then((engine) => (loaded = engine)).catch(options.onFailure);
  const server = createServer((request, response) => {
    answer({ request, options, loaded, gone: hangUpOf(response) }).then(
      ({ status, body }) => {
        send(response, status, body);
      },
      (error: unknown) => {
        // Whoever hung up has taken the answer's address with them.
        if (response.destroyed) return;
        const fault = faultOf(error);
        if (fault === undefined) options.onFailure(error);
        send(response, fault?.status ?? 500, errorBody(fault));
      },
    );
  });
  // An answer takes as long as it takes: the queue is honest, and clients set their own limits.
  server.requestTimeout = 0;
  return server;
}

/** Larger than any prompt that fits the context. */
const MAX_BODY_BYTES = 1 << 20;

interface Call {
  readonly request: IncomingMessage;
  readonly options: ModelServerOptions;
  readonly loaded: Engine | undefined;
  readonly gone: AbortSignal;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

async function answer({ request, options, loaded, gone }: Call): Promise<Answer> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  switch (`${request.method ?? ''} ${pathname}`) {
    case 'GET /health':
      return loaded === undefined
        ? { status: 503, body: { status: 'loading' } }
        : { status: 200, body: { status: 'ok', ...loaded.load() } };
    case 'GET /v1/models':
      return { status: 200, body: modelList(options.model) };
    case 'POST /v1/chat/completions': {
      const chat = readChatRequest(await bodyOf(request), options.model);
      const engine = await options.engine;
      return {
        status: 200,
        body: chatCompletion(await engine.generate(chat, gone), options.model),
      };
    }
    default:
      throw new BadRequest({
        message: `${request.method ?? ''} ${pathname} is not served; POST /v1/chat/completions is.`,
        status: 404,
        code: 'unknown_url',
      });
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Read to its end all the same, or the client would see a broken connection in place of the answer.
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (bytes > MAX_BODY_BYTES) {
    throw new BadRequest({
      message: `The body has ${bytes} bytes, expected at most ${MAX_BODY_BYTES}.`,
      status: 413,
      code: 'request_too_large',
    });
  }
  return Buffer.concat(chunks).toString('utf8');
}

function hangUpOf(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(new Error('the client hung up'));
  });
  return gone.signal;
}

function faultOf(error: unknown): BadRequest | undefined {
  if (error instanceof BadRequest) return error;
  if (error instanceof PromptTooLong) {
    const { message } = error;
    return new BadRequest({ message, code: 'context_length_exceeded', param: 'messages' });
  }
  if (error instanceof UnsupportedSchema) {
    return new BadRequest({ message: error.message, param: 'response_format' });
  }
  return undefined;
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
