import type { Family } from '../../../src/activities/ports/family';
import type {
  Completion,
  CompletionRequest,
  LanguageModel,
} from '../../../src/activities/ports/language-model';
import { executorPrompt } from '../../../src/activities/prompts/executor';
import { seedOf } from '../../../src/domain/seed';
import type { Contract } from '../../../src/schemas/contract';

/** Who is asked, and about what: samples of one subject are told apart by their number alone. */
export interface Asked {
  readonly model: LanguageModel;
  /** Its name, and the temperatures of the first sample and of all others, as a run of the product has them. */
  readonly profile: {
    readonly name: string;
    readonly temperature: { readonly min: number; readonly max: number };
  };
  readonly family: Family;
  readonly contract: Contract;
  /** Start of all seeds. */
  readonly seed: number;
  /** Id of the run that would ask. */
  readonly run: string;
}

/** Id of the run that is asked for a contract: whoever asks under it shares its samples. */
export function runOf({ name }: Pick<Contract, 'name'>, seed: number): string {
  return `code-${seed}-${name}`;
}

/** Asks an executor for the code of a contract by the base prompt, as a run of the product asks its samples of that source. */
export function askExecutor(asked: Asked, index: number): Promise<Completion> {
  const { model, profile, family, contract, seed, run } = asked;
  const request: CompletionRequest = {
    ...executorPrompt({ contract, variant: 0 }, family.language),
    model: profile.name,
    temperature: index === 0 ? profile.temperature.min : profile.temperature.max,
    seed: seedOf(seed, `${run}/${contract.name}#code`, index),
  };
  return model.complete(request, new AbortController().signal);
}
