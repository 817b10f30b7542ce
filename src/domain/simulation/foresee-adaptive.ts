import {
  type Experience,
  learn,
  type Lesson,
  type MarginLimits,
  marginNeeded,
  NO_EXPERIENCE,
} from '../adaptive-margin';
import { evidencePerVote, subjectFailure } from '../reliability';
import { createRandom, type Random } from './random';

/** What a run takes whose margin follows its votes. */
export interface Foreseen {
  /** Valid votes per step, on average over the run. */
  readonly votesPerStep: number;
  /** The margin with which the last steps are opened. */
  readonly margin: number;
  /** An upper bound, in [0, 1], on the probability that any winner is wrong. */
  readonly failure: number;
}

interface Given {
  /** Probability, in (0.5, 1], that a vote is right; the same on every step. */
  readonly accuracy: number;
  readonly steps: number;
  readonly limits: MarginLimits;
}

/** Elections that are held at the least; a short run is held several times for that. */
const HELD = 1_000;
/** What is known grows with the logarithm of the steps: after so many of them, as a share of all so far, it is looked at again. */
const STRIDE = 0.1;
/** Elections held in one stride at the most: they stand for all of it. */
const HELD_IN_STRIDE = 1_000;

/**
 * Holds elections of a run on drawn votes and learns from them as the run will; equal figures give equal answers.
 * @throws VotingDiverges when accuracy is 0.5 or less
 */
export function foreseeAdaptive(given: Given): Foreseen {
  const { accuracy, steps } = given;
  evidencePerVote(accuracy);
  const random = createRandom(0);
  const runs = Math.ceil(HELD / steps);
  let [votes, failure, margin] = [0, 0, 0];
  for (let run = 0; run < runs; run += 1) {
    let experience = NO_EXPERIENCE;
    while (experience.elections < steps) {
      const { elections } = experience;
      const stride = Math.min(steps - elections, Math.max(1, Math.floor(elections * STRIDE)));
      const found = holdStride(experience, stride, given, random);
      for (const lesson of found.lessons) {
        const { times, lead } = lesson;
        votes += times * lesson.votes;
        failure += times * subjectFailure({ accuracy, margin: lead });
        experience = learn(experience, lesson);
      }
      experience = { ...experience, elections: elections + stride };
      margin = found.margin;
    }
  }
  return { votesPerStep: votes / runs / steps, margin, failure: Math.min(1, failure / runs) };
}

/** Elections of one stride, those that went alike as one; what is known stands still meanwhile. */
function holdStride(
  experience: Experience,
  stride: number,
  { accuracy, limits }: Given,
  random: Random,
): {
  readonly margin: number;
  readonly lessons: Iterable<Required<Lesson> & { readonly lead: number }>;
} {
  const margins: number[] = [];
  const marginAt = (runnerUp: number): number =>
    (margins[runnerUp] ??= marginNeeded(experience, { runnerUp, rest: 0 }, limits));
  const held = Math.min(stride, HELD_IN_STRIDE);
  const lessons = new Map<string, Required<Lesson> & { readonly lead: number }>();
  for (let n = 0; n < held; n += 1) {
    let [right, wrong] = [0, 0];
    while (Math.abs(right - wrong) < marginAt(Math.min(right, wrong))) {
      if (random() < accuracy) right += 1;
      else wrong += 1;
    }
    const [votes, votesForWinner] = [right + wrong, Math.max(right, wrong)];
    const key = `${votes} ${votesForWinner}`;
    const times = (lessons.get(key)?.times ?? 0) + stride / held;
    lessons.set(key, { votes, votesForWinner, lead: 2 * votesForWinner - votes, times });
  }
  return { margin: marginAt(0), lessons: lessons.values() };
}
