import type {
  SampleRequest,
  Samples,
  SamplingModel,
} from '../../src/activities/ports/language-model';

/** What a scripted provider gives to one request: answers' texts, or a failure; a promise that stays open hangs. */
export type Script = (request: SampleRequest, number: number) => Promise<readonly string[]>;

/** A provider whose answers a test writes; it remembers every request and charges a dollar a million tokens. */
export class ScriptedSampler implements SamplingModel {
  readonly requests: SampleRequest[] = [];
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  async sample(request: SampleRequest): Promise<Samples> {
    this.requests.push(request);
    const [first, ...others] = await this.#script(request, this.requests.length);
    if (first === undefined) throw new Error('The script gave no answer.');
    const answers = [first, ...others].map((text) => ({ text, finish: 'stop' as const }));
    return {
      answers: answers as [(typeof answers)[0]],
      promptTokens: 10,
      completionTokens: answers.length,
      costUsd: (10 + answers.length) / 1_000_000,
    };
  }

  /** Samples asked for in all. */
  get sampled(): number {
    return this.requests.reduce((sum, { count }) => sum + count, 0);
  }
}
