import { shuffle } from '../../../src/domain/seed';
import { createRandom } from '../../../src/domain/simulation/random';
import { castVote, judge, type Tally } from '../../../src/domain/tally';
import type { BenchLanguage } from './contracts';

/** What a sample came to; null where it holds no code that comes to an end. */
export type Sampled = Answer | null;

interface Answer {
  /** Equal for answers that behave alike, in whatever language. */
  readonly behaviour: string;
  readonly right: boolean;
  /** Whether an election would have flagged it: it has no vote. */
  readonly flagged: boolean;
}

/** The samples of one contract in each language, in the order in which they were asked. */
export type SamplesByLanguage = Readonly<Record<BenchLanguage, readonly Sampled[]>>;

/** A share in [0, 1] with the 95 % interval of resampled contracts; null where nothing was counted. */
export interface Share {
  readonly of: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Some of all, each counted with its weight. */
export interface Counted {
  readonly some: number;
  readonly all: number;
}

/** The share that contracts show together; contracts differ, so that the interval resamples them and not their samples. */
export function shareOver<T>(
  contracts: readonly T[],
  count: (contract: T) => Counted,
): Share | null {
  const counts = contracts.map(count);
  const { all } = sumOf(counts);
  return all === 0 ? null : { of: all, ...resampled(counts, shareOf) };
}

/** By how much one share of the same contracts is above another, between -1 and 1; null where one of them is of nothing. */
export function differenceOver<T>(
  contracts: readonly T[],
  [one, other]: readonly [(contract: T) => Counted, (contract: T) => Counted],
): Omit<Share, 'of'> | null {
  const counts = contracts.map((contract) => [one(contract), other(contract)] as const);
  const difference = (drawn: Readonly<typeof counts>): number =>
    shareOf(drawn.map(([a]) => a)) - shareOf(drawn.map(([, b]) => b));
  return Number.isNaN(difference(counts)) ? null : resampled(counts, difference);
}

/** A statistic of items, with what it is for items drawn anew from them. */
function resampled<T>(
  items: readonly T[],
  statistic: (items: readonly T[]) => number,
): Omit<Share, 'of'> {
  const random = createRandom(RESAMPLING_SEED);
  const drawn = Array.from({ length: RESAMPLES }, () =>
    statistic(items.map((item) => items[Math.floor(random() * items.length)] ?? item)),
  )
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  const quantile = (at: number): number => drawn[Math.floor(at * drawn.length)] ?? 0;
  return { value: statistic(items), low: quantile(0.025), high: quantile(0.975) };
}

const RESAMPLES = 2_000;
const RESAMPLING_SEED = 1;

/** NaN where there is nothing. */
function shareOf(counts: readonly Counted[]): number {
  const { some, all } = sumOf(counts);
  return some / all;
}

function sumOf(counts: readonly Counted[]): Counted {
  const nothing: Counted = { some: 0, all: 0 };
  return counts.reduce((a, b) => ({ some: a.some + b.some, all: a.all + b.all }), nothing);
}

/** Several counts of one contract as one. */
export function together<T>(
  counts: readonly ((contract: T) => Counted)[],
): (contract: T) => Counted {
  return (contract) => sumOf(counts.map((count) => count(contract)));
}

/** Of the samples in a language those for which the claim holds. */
export function samplesThat(
  language: BenchLanguage,
  holds: (sampled: Sampled) => boolean,
): (contract: SamplesByLanguage) => Counted {
  return (contract) => {
    const samples = contract[language];
    return { some: samples.filter(holds).length, all: samples.length };
  };
}

/** Of which samples pairs are counted: of those that an election would count, or of all that could be run. */
export interface Pairing {
  readonly languages: readonly [BenchLanguage, BenchLanguage];
  readonly among: 'votes' | 'answers';
}

type Pair = readonly [Answer, Answer];

/** All pairs of one contract's samples, of two languages or of one. */
function pairsOf(contract: SamplesByLanguage, { languages, among }: Pairing): readonly Pair[] {
  const of = (language: BenchLanguage): readonly Answer[] =>
    contract[language].filter((one) => one !== null && (among === 'answers' || isVote(one)));
  const [ones, others] = [of(languages[0]), of(languages[1])];
  const isOne = languages[0] === languages[1];
  return ones.flatMap((one, i) =>
    (isOne ? others.slice(i + 1) : others).map((other) => [one, other] as const),
  );
}

/** Whether an election would count it. */
export function isVote(sampled: Sampled): sampled is Answer {
  return sampled?.flagged === false;
}

/** Of all pairs those that are both wrong. */
export function bothWrong(pairing: Pairing): (contract: SamplesByLanguage) => Counted {
  return (contract) => {
    const pairs = pairsOf(contract, pairing);
    return { some: pairs.filter(areWrong).length, all: pairs.length };
  };
}

/** Of all pairs those that are wrong in the same way: the second confirms the first one's mistake. */
export function wrongAlike(pairing: Pairing): (contract: SamplesByLanguage) => Counted {
  return (contract) => {
    const pairs = pairsOf(contract, pairing);
    return { some: pairs.filter(areWrong).filter(areAlike).length, all: pairs.length };
  };
}

/** Of the pairs that are both wrong those that are so in the same way. */
export function alikeOfWrong(pairing: Pairing): (contract: SamplesByLanguage) => Counted {
  return (contract) => {
    const wrong = pairsOf(contract, pairing).filter(areWrong);
    return { some: wrong.filter(areAlike).length, all: wrong.length };
  };
}

const areWrong = ([one, other]: Pair): boolean => !one.right && !other.right;
const areAlike = ([one, other]: Pair): boolean => one.behaviour === other.behaviour;

/** What a further sample can do to a candidate that has two votes. */
export type Effect = 'joins' | 'right' | 'else' | 'flagged';

/**
 * Where two votes in TypeScript agree, and are right or are not: how often a further sample in the language joins them
 * ('joins'), is right where they are wrong ('right'), does something else, or is no vote. Every pair counts with every further sample.
 */
export function furtherSample(
  language: BenchLanguage,
  agreeing: 'right' | 'wrong',
  effect: Effect,
): (contract: SamplesByLanguage) => Counted {
  return (contract) => {
    const effects = contract.typescript.flatMap((one, i) =>
      contract.typescript.slice(i + 1).flatMap((other, rest) => {
        if (!isVote(one) || !isVote(other) || !areAlike([one, other])) return [];
        if (one.right !== (agreeing === 'right')) return [];
        const second = i + 1 + rest;
        const further =
          language === 'typescript'
            ? contract.typescript.filter((_, at) => at !== i && at !== second)
            : contract[language];
        return further.map((sampled) => effectOn(one, sampled));
      }),
    );
    return { some: effects.filter((found) => found === effect).length, all: effects.length };
  };
}

function effectOn(candidate: Answer, sampled: Sampled): Effect {
  if (!isVote(sampled)) return 'flagged';
  if (sampled.behaviour === candidate.behaviour) return 'joins';
  return sampled.right ? 'right' : 'else';
}

/** How an election ended. */
export type End = 'right' | 'wrong' | 'exhausted';

/**
 * Elections at margin 2 among samples that are asked in these languages in turn: how often they end so. The samples of
 * each language come in many seeded orders, for one order of five is a matter of luck.
 */
export function electionsThat(
  turns: readonly BenchLanguage[],
  end: End,
): (contract: SamplesByLanguage) => Counted {
  return (contract) => {
    const ends = Array.from({ length: ORDERS }, (_, seed) =>
      electAmong(
        {
          typescript: shuffle(contract.typescript, seed),
          python: shuffle(contract.python, seed + ORDERS),
        },
        turns,
      ),
    );
    return { some: ends.filter((found) => found === end).length / ORDERS, all: 1 };
  };
}

const ORDERS = 200;
const MARGIN = 2;

function electAmong(samples: SamplesByLanguage, turns: readonly BenchLanguage[]): End {
  const left = {
    typescript: samples.typescript.values(),
    python: samples.python.values(),
  };
  const votes = turns.map((language) => left[language].next().value ?? null).filter(isVote);
  let tally: Tally = new Map<string, number>();
  for (const { behaviour, right } of votes) {
    tally = castVote(tally, behaviour);
    // Only the candidate that was voted for last can have won just now.
    if (judge(tally, MARGIN).status === 'elected') return right ? 'right' : 'wrong';
  }
  return 'exhausted';
}
