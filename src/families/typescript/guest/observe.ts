import { canonical, errorName } from './canonical';
import {
  ErrorClass,
  PromiseClass,
  apply,
  beginning,
  blank,
  itemAt,
  passOnLimit,
  stringify,
  toText,
} from './captured';

/** One call: its arguments are made afresh each time it is observed. */
type Input = () => unknown[];

export interface ObserveOptions {
  /** This many inputs, from the first, are examples: what was found is told in the example's terms too. */
  readonly examples: number;
  /** Calls the inputs last to first, which shows what one call leaves behind for the next. */
  readonly backwards: boolean;
  /** Longest text in characters; beyond it the answer is a text that is too long by one. */
  readonly maxLength: number;
}

type Subject = (...args: unknown[]) => unknown;

/**
 * Runs inside the sandbox: calls a function on its inputs and says in text what was seen. JSON: for each input a pair of
 * the outcome and, for examples, what was found (else '').
 */
export async function observe(
  subject: Subject,
  inputs: readonly Input[],
  { examples, backwards, maxLength }: ObserveOptions,
): Promise<string> {
  let seen = '';
  for (let step = 0; step < inputs.length; step += 1) {
    const index = backwards ? inputs.length - 1 - step : step;
    const { outcome, found } = await observeCall(subject, itemAt(inputs, index), index < examples);
    const pair = `[${stringify(outcome)},${stringify(found)}]`;
    if (seen === '') seen = pair;
    else seen = backwards ? `${pair},${seen}` : `${seen},${pair}`;
    if (seen.length + 2 > maxLength) return blank(maxLength + 1);
  }
  return `[${seen}]`;
}

interface Observed {
  readonly outcome: string;
  readonly found: string;
}

async function observeCall(subject: Subject, input: Input, isExample: boolean): Promise<Observed> {
  try {
    const args = input();
    const before = canonical(args);
    const seen = await outcomeOf(subject, args, isExample);
    const after = canonical(args);
    return before === after
      ? seen
      : { outcome: `${seen.outcome}; arguments became ${after}`, found: seen.found };
  } catch (error) {
    return thrown(error);
  }
}

async function outcomeOf(subject: Subject, args: unknown[], isExample: boolean): Promise<Observed> {
  try {
    const result: unknown = apply(subject, undefined, args);
    const value: unknown = result instanceof PromiseClass ? await result : result;
    return {
      outcome: `returned ${canonical(value)}`,
      found: isExample ? canonical(value, 'json') : '',
    };
  } catch (error) {
    return thrown(error);
  }
}

/** @throws the error itself when it is of a limit. */
function thrown(error: unknown): Observed {
  passOnLimit(error);
  if (!(error instanceof ErrorClass)) {
    const outcome = `threw ${canonical(error)}`;
    return { outcome, found: outcome };
  }
  const outcome = `threw ${errorName(error)}`;
  return { outcome, found: `${outcome}: ${beginning(toText(error.message), 200)}` };
}
