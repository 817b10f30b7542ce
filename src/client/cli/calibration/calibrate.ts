import { ApplicationFailure } from '@temporalio/common';
import { RESUME } from '../../../adapters/provider-failure';
import { measure } from '../../../domain/calibration';
import { counted, percent } from '../../../domain/format';
import type { AnySpec } from '../../../schemas/spec';
import { openFamilies } from '../../../worker/families';
import { createModel } from '../../../worker/model';
import { type Calibration, CalibrationFailed } from '../../calibration';
import { CHAINS } from '../../chain-rules';
import { modelChoice } from '../../model-choice';
import { runBudget, seedFrom } from '../../rules';
import type { SpecFile } from '../../spec-file';
import type { Answered } from './answer-book';
import { askQuestions } from './ask-questions';
import { chainQuestions } from './chain-questions';
import { codeQuestions } from './code-questions';
import type { Questionnaire } from './questions';
import type { ReachedModel } from './reach-model';

export interface CalibrationInput {
  readonly file: SpecFile;
  /** Answers to ask for. */
  readonly wanted: number;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/**
 * Asks a model for answers on what the spec's result is made of, within the budget of the spec or of the settings, and
 * measures it by them. Nothing is stored, and no run begins.
 * @throws CalibrationFailed when the answers show nothing that a forecast could rest on, or none come
 */
export async function calibrate(
  input: CalibrationInput,
  { settings, profile }: ReachedModel,
): Promise<Calibration> {
  const { file, env, signal } = input;
  const software = openFamilies(env);
  try {
    const questionnaire = questionnaireFor(file.spec, input, { profile, software });
    const answered = await askQuestions(questionnaire.questions, {
      name: profile.name,
      model: createModel(settings.models, env),
      budget: runBudget(undefined, file.spec, settings.budget),
      maxCallUsd: modelChoice(profile).maxCallUsd,
      concurrency: Math.min(MOST_REQUESTS, profile.limits.concurrency),
      signal,
    });
    return told(profile.name, questionnaire, answered);
  } catch (error) {
    throw error instanceof ApplicationFailure ? providerFailed(error) : error;
  } finally {
    await software.close();
  }
}

/** More requests at once would make the time that one takes look worse than a run will find it. */
const MOST_REQUESTS = 4;

function questionnaireFor(
  spec: AnySpec,
  { file, wanted, signal }: CalibrationInput,
  {
    profile,
    software,
  }: Pick<ReachedModel, 'profile'> & { readonly software: ReturnType<typeof openFamilies> },
): Questionnaire {
  const seed = seedFrom(file.sha256);
  if (spec.family === 'hanoi') {
    const { samplesPerRequest = 1 } = modelChoice(profile);
    return chainQuestions({ family: CHAINS[spec.family], spec, wanted, samplesPerRequest, seed });
  }
  const family = software.families[spec.family];
  return codeQuestions({ family, spec, profile, wanted, seed, signal });
}

function told(
  model: string,
  { kind, about, right }: Questionnaire,
  { usage, lostCalls, replies, latenciesMs, complaint, stopped }: Answered,
): Calibration {
  const measured = measure(
    right.flatMap((candidate, at) => {
      const given = replies.get(at) ?? [];
      return given.length === 0 ? [] : [{ right: candidate, replies: given }];
    }),
  );
  const { answers, votes, errorRate } = measured;
  if (answers === 0) throw new CalibrationFailed(nothingAsked(stopped));
  if (votes === 0) throw new CalibrationFailed(noVotes(model, answers, complaint));
  if (errorRate.estimate >= 0.5)
    throw new CalibrationFailed(
      `The model "${model}" was wrong in about ${percent(errorRate.estimate)} of ${counted(votes, 'vote')} about ${about}, expected less ` +
        'than half: voting cannot converge at any margin. Split the task further or ask another model.',
    );
  return {
    ...measured,
    kind,
    about,
    model,
    usage,
    lostCalls,
    tokens: {
      prompt: Math.round(usage.promptTokens / latenciesMs.length),
      reply: Math.round(usage.completionTokens / answers),
    },
    latencyMs: medianOf(latenciesMs),
    stopped,
  };
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function nothingAsked(stopped: string | null): string {
  return `No answer was asked for, expected at least one: ${stopped ?? 'none came'}. Raise the budget of the spec or of millwright.config.yaml.`;
}

function noVotes(model: string, answers: number, complaint: string): string {
  return (
    `The model "${model}" gave ${counted(answers, 'answer')}, all with a red flag (the last: ${complaint.slice(0, 300)}), expected ` +
    'some that can be counted. Look at the model or ask another one: a run would pause at once.'
  );
}

/** There is no run that could be resumed. */
function providerFailed({ message }: ApplicationFailure): CalibrationFailed {
  return new CalibrationFailed(message.replace(`, ${RESUME}`, ', then ask for the forecast again'));
}
