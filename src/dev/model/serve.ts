// A process of its own: serves a GGUF file on 127.0.0.1 over the OpenAI protocol until it is ended.
import { parseArgs } from 'node:util';
import { createEngine } from './engine';
import { createModelServer } from './http';
import { loadLlamaDecoder } from './llama-decoder';
import { localModel } from './local-model';

/** Eight answers side by side come at 44 tokens/s on 2 cores, one alone at 15. Memory: 2.1 GB with these figures. */
const SLOTS = 8;
const CONTEXT_TOKENS = 3_072;

function main(): void {
  const { model: modelPath, port } = parseArgs({
    options: { model: { type: 'string' }, port: { type: 'string' } },
  }).values;
  if (modelPath === undefined || port === undefined) {
    throw new Error('expected --model PATH --port N');
  }
  const decoder = loadLlamaDecoder({ modelPath, slots: SLOTS, contextTokens: CONTEXT_TOKENS });
  const server = createModelServer({
    model: localModel.name,
    engine: decoder.then(createEngine),
    onFailure: report,
  });
  decoder.catch(() => process.exit(1));
  server.once('error', (error) => {
    report(error);
    process.exit(1);
  });
  server.listen({ port: Number(port), host: '127.0.0.1' });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
}

function report(error: unknown): void {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
}

main();
