import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LanguageModel } from '../../../src/activities/ports/language-model';
import { OpenAiModel } from '../../../src/adapters/openai-model';
import { cacheRoot } from '../../../src/dev/cache';
import { localModel } from '../../../src/dev/model/local-model';
import { ensureModelFile } from '../../../src/dev/model/locate';
import { modelBaseUrl, modelChild } from '../../../src/dev/model-server';
import { choosePorts } from '../../../src/dev/ports';
import { progressOnStderr } from '../../../src/dev/progress-lines';
import { shuffle } from '../../../src/domain/seed';
import { ModelProfile } from '../../../src/schemas/model';
import { type BenchContract, loadContracts } from './contracts';
import { recordedModel } from './recorded-model';

/** Start of all seeds that the local model is asked with. */
export const LOCAL_SEED = 1;

/** The first `count` contracts in the order in which the local model is asked for them. */
export function localContracts(count: number): readonly BenchContract[] {
  return shuffle(loadContracts(), LOCAL_SEED).slice(0, count);
}

/** The local model, which is started when it is first asked what it was not asked in an earlier run. */
export function openLocalModel(): LanguageModel {
  return recordedModel(startLocalModel, REPLIES);
}

/** Where its replies are kept; git passes the folder over. */
const REPLIES = join(__dirname, '..', '..', '..', '.millwright', 'bench-code');

/** The local model as `millwright dev` serves it, asked by the product's own client; it ends with this process. */
async function startLocalModel(): Promise<LanguageModel> {
  const file = await ensureModelFile({
    cacheDir: cacheRoot(process.env),
    progress: progressOnStderr(),
  });
  const { model: port } = await choosePorts(['model'], {});
  const { command, args, isHealthy } = modelChild({ file, port });
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  process.once('exit', () => child.kill());
  const died = once(child, 'exit').then(() => {
    throw new Error('The model server ended before it was ready.');
  });
  const ready = async (): Promise<void> => {
    while (!(await isHealthy())) await new Promise((resolve) => setTimeout(resolve, 250));
  };
  await Promise.race([ready(), died]);
  died.catch(() => undefined);
  const profile = { ...LOCAL_PROFILE, baseUrl: modelBaseUrl(port) };
  return new OpenAiModel({ profiles: [profile], env: {} });
}

/** The model as a run knows it; its address is chosen when it starts. */
export const LOCAL_PROFILE = ModelProfile.parse({
  name: localModel.name,
  baseUrl: modelBaseUrl(1),
  apiKeyEnv: null,
});
