import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  Completion,
  CompletionRequest,
  LanguageModel,
} from '../../../src/activities/ports/language-model';
import { canonicalJson } from '../../../src/domain/canonical-json';

/**
 * A model that is asked each request once and for ever: its replies are files in `folder`, named by the request's hash. A
 * benchmark that was interrupted goes on where it stood, and its columns share their samples.
 */
export function recordedModel(open: () => Promise<LanguageModel>, folder: string): LanguageModel {
  const underWay = new Map<string, Promise<Completion>>();
  let model: Promise<LanguageModel> | undefined;

  const answer = async (request: CompletionRequest, path: string): Promise<Completion> => {
    const known = await readFile(path, 'utf8').catch(() => undefined);
    if (known !== undefined) return JSON.parse(known) as Completion;
    model ??= open();
    // An answer is kept whoever hung up: nobody asks a slow model twice.
    const completion = await (await model).complete(request, new AbortController().signal);
    await mkdir(folder, { recursive: true });
    await writeFile(`${path}.new`, JSON.stringify(completion));
    await rename(`${path}.new`, path);
    return completion;
  };

  return {
    complete(request) {
      const path = join(folder, `${hashOf(request)}.json`);
      const asked = underWay.get(path) ?? answer(request, path);
      underWay.set(path, asked);
      return asked.finally(() => underWay.delete(path));
    },
  };
}

/** Of all that a provider would be sent, and of nothing else that the request may carry. */
function hashOf(request: CompletionRequest): string {
  const { model, system, user, schema, maxTokens, temperature, seed } = request;
  const body = { model, system, user, schema: schema?.json ?? null, maxTokens, temperature, seed };
  return createHash('sha256').update(canonicalJson(body)).digest('hex').slice(0, 32);
}
