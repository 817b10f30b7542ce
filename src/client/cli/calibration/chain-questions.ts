import type { ChainFamily } from '../../../activities/ports/chain-family';
import { count, counted } from '../../../domain/format';
import { seedOf } from '../../../domain/seed';
import type { ChainSpec } from '../../../schemas/spec';
import type { Question, Questionnaire } from './questions';

/** Samples of one step: two that err alike show that errors are not independent, and many would say little of other steps. */
const SAMPLES_PER_STEP = 3;

export interface ChainQuestionsInput {
  readonly family: ChainFamily;
  readonly spec: ChainSpec;
  /** Answers wanted. */
  readonly wanted: number;
  /** Answers that one request can bring. */
  readonly samplesPerRequest: number;
  readonly seed: number;
}

/**
 * Asks about steps spread over the whole of the right way, each as a run asks about it: once at the first temperature,
 * then at the later one. What is right there is known, so that every vote can be checked.
 */
export function chainQuestions(input: ChainQuestionsInput): Questionnaire {
  const { family, spec, wanted } = input;
  const total = family.stepCount(spec);
  const subjects = Math.min(total, Math.ceil(wanted / SAMPLES_PER_STEP));
  const probes = Array.from({ length: subjects }, (_, at) =>
    family.probe(spec, stepIn(at, { ...input, subjects, total })),
  );
  const questions = probes.flatMap(({ state }, subject) => {
    const share =
      Math.floor((wanted * (subject + 1)) / subjects) - Math.floor((wanted * subject) / subjects);
    return requestSizes(share, input).map((count, nth): Question => ({
      subject,
      prompt: family.prompt(state),
      temperature: nth === 0 ? family.temperature.first : family.temperature.later,
      seed: seedOf(input.seed, subject, nth),
      count,
      examine: (text) => Promise.resolve(readReply(family, text, state)),
    }));
  });
  const about = `${counted(subjects, 'step')} spread over all ${count(total)}, where the right move is known`;
  return { kind: 'step', about, right: probes.map(({ right }) => right), questions };
}

/** One step of each of as many equal parts of the way, at a place that looks like chance. */
function stepIn(
  part: number,
  { subjects, total, seed }: ChainQuestionsInput & Record<'subjects' | 'total', number>,
): number {
  const place = seedOf(seed, 'step', part) / 2 ** 31;
  return Math.min(total - 1, Math.floor(((part + place) * total) / subjects));
}

/** The first sample comes in a request of its own, as its temperature is its own. */
function requestSizes(samples: number, { samplesPerRequest }: ChainQuestionsInput): number[] {
  const sizes = samples > 0 ? [1] : [];
  for (let left = samples - 1; left > 0; left -= samplesPerRequest)
    sizes.push(Math.min(left, samplesPerRequest));
  return sizes;
}

function readReply(
  family: ChainFamily,
  text: string,
  state: Parameters<ChainFamily['readAnswer']>[1],
): Awaited<ReturnType<Question['examine']>> {
  const read = family.readAnswer(text, state);
  if (read.status === 'vote') return { candidate: read.candidate };
  return { redFlag: read.redFlag, why: read.detail };
}
