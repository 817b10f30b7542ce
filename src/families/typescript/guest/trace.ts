import { canonical } from './canonical';
import { PromiseClass, append, apply, itemAt, stringify } from './captured';

/** What is told of one call across a part's boundary, as JSON; texts are made by what was captured before any code ran. */
export interface CallSeen {
  /** The part's number among those that are traced. */
  readonly part: number;
  /** The arguments before the call, as JSON and exactly; the exact text shows whether JSON says all of them. */
  readonly args: readonly [json: string, exact: string];
  /** The result in both ways; null for a call that threw, or whose result is a promise. */
  readonly result: readonly [json: string, exact: string] | null;
}

type Inner = (...args: unknown[]) => unknown;

/** Calls that are told; a failing check that makes more has named its parts long before. */
const MOST_CALLS = 500;
/** Longest arguments or result that are told, in characters. */
const MAX_LENGTH = 4_000;

const seen: string[] = [];

/** The function, telling of each call of it; calls inside its own module are its own affair. */
export function traced(part: number, inner: Inner): Inner {
  return (...args) => {
    if (seen.length >= MOST_CALLS) return apply(inner, undefined, args);
    const before = bothTexts(args);
    const position = seen.length;
    append(seen, tell(part, before, null));
    const result = apply(inner, undefined, args);
    if (!(result instanceof PromiseClass)) seen[position] = tell(part, before, bothTexts(result));
    return result;
  };
}

/** Runs a check, whatever comes of it, and says which calls it made, in the order in which they began. */
export async function tellCalls(check: () => unknown): Promise<string> {
  try {
    await check();
  } catch {
    // That the check fails is known.
  }
  let told = '';
  for (let i = 0; i < seen.length; i += 1) told += (i === 0 ? '' : ',') + itemAt(seen, i);
  return `[${told}]`;
}

type Texts = readonly [json: string, exact: string];

/** Texts that do not agree stand for what is too long to be told, or cannot be. */
function bothTexts(value: unknown): Texts {
  try {
    const exact = canonical(value);
    const json = stringify(value) as string | undefined;
    if (json === undefined || json.length > MAX_LENGTH || exact.length > MAX_LENGTH)
      return ['null', ''];
    return [json, exact];
  } catch {
    return ['null', ''];
  }
}

function tell(part: number, args: Texts, result: Texts | null): string {
  const texts = ([json, exact]: Texts) => `[${stringify(json)},${stringify(exact)}]`;
  const outcome = result === null ? 'null' : texts(result);
  return `{"part":${stringify(part)},"args":${texts(args)},"result":${outcome}}`;
}
