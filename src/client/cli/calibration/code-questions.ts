import type { Family } from '../../../activities/ports/family';
import { executorPrompt } from '../../../activities/prompts/executor';
import { MAX_CALL_TOKENS, promptTokensAtMost } from '../../../domain/call-limits';
import { wayOf } from '../../../domain/diversity';
import { count } from '../../../domain/format';
import { seedOf } from '../../../domain/seed';
import type { ModelProfile } from '../../../schemas/model';
import type { Spec } from '../../../schemas/spec';
import { CalibrationFailed } from '../../calibration';
import { DIVERSITY } from '../../rules';
import type { Question, Questionnaire } from './questions';

export interface CodeQuestionsInput {
  readonly family: Family;
  readonly spec: Spec;
  readonly profile: ModelProfile;
  /** Answers wanted. */
  readonly wanted: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/**
 * Asks for the spec's entry as one function, in the ways in which an election asks for code. Nobody knows which behaviour
 * is right, so the votes are judged by their agreement.
 */
export function codeQuestions(input: CodeQuestionsInput): Questionnaire {
  const { wanted, spec } = input;
  return {
    kind: 'code',
    about: `${spec.entry.name} as one function, whose right behaviour is taken to be the most frequent one`,
    right: [null],
    questions: Array.from({ length: wanted }, (_, index) => questionOn(index, input)),
  };
}

function questionOn(
  index: number,
  { family, spec, profile, seed, signal }: CodeQuestionsInput,
): Question {
  const { min, max } = profile.temperature;
  const way = wayOf(index, { shares: DIVERSITY, models: 1, hasRange: min < max, seed });
  const prompt = executorPrompt({ contract: spec.entry, variant: way.prompt }, family.language);
  const tokens = promptTokensAtMost(prompt);
  if (tokens > MAX_CALL_TOKENS.prompt) throw tooLong(tokens);
  return {
    subject: 0,
    prompt,
    temperature: min * (1 - way.heat) + max * way.heat,
    seed: seedOf(seed, 'calibrate', index),
    count: 1,
    examine: async (text) => {
      const code = family.readCode(text);
      if (code === undefined)
        return { redFlag: 'malformed', why: 'The reply holds no code block.' };
      const found = await family.examineCode(code, spec.entry, [], signal);
      if (found.status === 'vote') return { candidate: found.candidate };
      return { redFlag: found.redFlag, why: found.detail };
    },
  };
}

function tooLong(tokens: number): CalibrationFailed {
  return new CalibrationFailed(
    `The spec's entry makes a prompt of ${count(tokens)} tokens, expected at most ${count(MAX_CALL_TOKENS.prompt)}: ` +
      'it can only be split, and its parts are not known before they are elected. Forecast it without --calibrate.',
  );
}
