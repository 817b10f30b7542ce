import { InvalidArgumentError } from 'commander';
import { count } from '../../domain/format';
import type { DifficultyWish } from '../simulate-run';

/** Reads a whole number from `min` to `max`; large ones may be written as 1e9. */
export function whole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d+(e\d+)?$/i.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(
      `Expected a whole number from ${min} to ${max < 1e6 ? max : count(max)}.`,
    );
  };
}

/** Reads a number that is 0 or more. */
export function amount(text: string): number {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  if (value >= 0 && value < Infinity) return value;
  throw new InvalidArgumentError('Expected a number, 0 or more, such as 2.50.');
}

/** Reads a number from 0 to `most`. */
export function amountTo(most: number): (text: string) => number {
  return (text) => {
    const value = NUMBER.test(text) ? Number(text) : NaN;
    if (value >= 0 && value <= most) return value;
    throw new InvalidArgumentError(`Expected a number from 0 to ${count(most)}.`);
  };
}

/** Reads a probability above 0 and below 1. */
export function probability(text: string): number {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError('Expected a probability above 0 and below 1, such as 0.95.');
}

/** Reads a share, from 0 to 1. */
export function share(text: string): number {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('Expected a number from 0 to 1, such as 0.01.');
}

/** Reads a share of wrong votes, from 0 to below 0.5: where half of them are wrong, voting cannot converge. */
export function errorShare(text: string): number {
  const value = share(text);
  if (value < 0.5) return value;
  throw new InvalidArgumentError(
    'Expected a share below 0.5: where half the votes are wrong, voting cannot converge. Split the task further or ask another model.',
  );
}

/** Reads a share of answers with a red flag, from 0 to below 1: where all have one, no vote is left to count. */
export function flagShare(text: string): number {
  const value = share(text);
  if (value < 1) return value;
  throw new InvalidArgumentError(
    'Expected a share below 1: where every answer has a red flag, there are no votes. Ask another model.',
  );
}

/** Reads a difficulty by name, or as SHARE:RATE. */
export function difficulty(text: string): DifficultyWish {
  if (text === 'even' || text === 'published') return text;
  const [hard = '', rate = '', ...rest] = text.split(':');
  if (NUMBER.test(hard) && NUMBER.test(rate) && rest.length === 0) {
    return { share: Number(hard), hardErrorRate: Number(rate) };
  }
  throw new InvalidArgumentError('Expected even, published, or SHARE:RATE such as 0.004:0.3.');
}

const NUMBER = /^\d*\.?\d+(e-?\d+)?$/i;
