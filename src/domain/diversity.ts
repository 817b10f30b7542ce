import type { Source } from '../schemas/vote';

/** Which share of an election's samples each source is to give; together 1. */
export type SourceShares = Readonly<Record<Source, number>>;

/** What there is to choose from when a microagent is asked. */
export interface Choices {
  readonly shares: SourceShares;
  /** Models that may be asked, at least 1; the first is the base model. */
  readonly models: number;
  /** Whether the base model's lowest temperature is below its highest. */
  readonly hasRange: boolean;
  /** Decides which other model, temperature or prompt comes first; another one for each election. */
  readonly seed: number;
}

/** How one sample is asked. */
export interface Way {
  readonly source: Source;
  /** Which prompt of the role, from 0, the base prompt, to `VARIED_PROMPTS`. */
  readonly prompt: number;
  /** Which of the models, from 0, the base model. */
  readonly model: number;
  /** Where the temperature lies between the model's lowest, 0, and its highest, 1. */
  readonly heat: number;
}

/** Varied prompts that each role has: a local model evaluates each of them once an election, so they are few. */
export const VARIED_PROMPTS = 2;

/**
 * How the sample of this number is asked. Of the samples up to any number each source has its share, to less than one
 * sample, and the samples of a source go through what it offers in turn. The first sample has the base prompt at the
 * lowest temperature, and no other sample has that temperature (I1). Other models give the third source; with one model
 * it is other temperatures, and with one temperature as well its share goes to the two others.
 */
export function wayOf(index: number, choices: Choices): Way {
  const { models, seed } = choices;
  const { source, earlier } = sourceOf(index, choices);
  const turn = earlier + seed;
  const base = { source, prompt: 0, model: 0, heat: 1 };
  switch (source) {
    case 'base':
      return index === 0 ? { ...base, heat: 0 } : base;
    case 'varied':
      return { ...base, prompt: 1 + (turn % VARIED_PROMPTS) };
    case 'other':
      return models > 1
        ? { ...base, model: 1 + (turn % (models - 1)) }
        : { ...base, heat: OTHER_HEATS[turn % OTHER_HEATS.length] ?? 1 };
  }
}

/** Below the middle of its range a model mostly repeats what it said at the lowest temperature. */
const OTHER_HEATS = [0.75, 0.5] as const;

/** The source that is furthest behind its share, and how many samples it gave before. */
function sourceOf(
  index: number,
  { shares, models, hasRange }: Choices,
): { readonly source: Source; readonly earlier: number } {
  const sources = BY_PRECEDENCE.filter((source) => source !== 'other' || models > 1 || hasRange);
  const whole = sources.reduce((sum, source) => sum + shares[source], 0);
  const given: Record<Source, number> = { base: 0, varied: 0, other: 0 };
  for (let asked = 0; ; asked += 1) {
    const behind = (source: Source) => ((asked + 1) * shares[source]) / whole - given[source];
    const source =
      asked === 0 ? 'base' : sources.reduce((a, b) => (behind(b) > behind(a) + ROUNDING ? b : a));
    if (asked === index) return { source, earlier: given[source] };
    given[source] += 1;
  }
}

/** Of equally late sources the one that a local model can answer without reading another prompt comes first. */
const BY_PRECEDENCE = ['other', 'base', 'varied'] as const;

/** Shares such as 0.3 are no exact numbers: without this, their sums would decide between equally late sources. */
const ROUNDING = 1e-9;
