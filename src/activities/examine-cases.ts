import { z } from 'zod';
import { isExact } from '../domain/numbers-in';
import type { Contract, Example } from '../schemas/contract';
import { type Hash, Json } from '../schemas/hash';
import type { Subject } from '../schemas/subject';
import type { Examination } from '../schemas/vote';
import { hashOf } from './hash';
import { parseReply } from './parse-reply';
import type { Family } from './ports/family';
import type { Store } from './ports/store';
import { proposedCalls, statedResults } from './prompts/verifier';

/** Calls that a verifier proposed and that fit the contract. */
export const ProposedInputs = z.strictObject({ calls: z.array(z.string()) });

/** What one verifier says of each call: the result, and the name under which equal results are counted; null: none. */
export const GivenResults = z.strictObject({
  given: z.array(z.strictObject({ name: z.string(), returns: Json }).nullable()),
});

interface Reply {
  readonly text: string;
  readonly family: Family;
  readonly store: Store;
}

type Examined =
  | (Extract<Examination, { status: 'vote' }> & { readonly artifact: Hash })
  | Extract<Examination, { status: 'flagged' }>;

/** Keeps the proposed calls that fit the contract and are not stated in it; flags a reply that has none. */
export async function examineInputs(
  { contract, count }: Extract<Subject, { kind: 'inputs' }>,
  { text, family, store }: Reply,
): Promise<Examined> {
  const reply = parseReply(proposedCalls(count), text);
  if (reply.status === 'flagged') return reply;
  const stated = new Set([...contract.examples, ...contract.cases].map(({ call }) => call));
  const proposed = [...new Set(reply.value.calls)].filter((call) => !stated.has(call));
  const faults = proposed.map((call) => family.checkCall(contract, call));
  const calls = proposed.filter((_, i) => faults[i] === null);
  if (calls.length === 0) {
    const detail = faults.find((fault) => fault !== null) ?? 'Found the examples again.';
    return { status: 'flagged', redFlag: 'does-not-compile', detail };
  }
  return { status: 'vote', candidate: hashOf(calls), artifact: await store.put({ calls }) };
}

/**
 * Reads what one verifier says of each call. The candidate has a word for each: the name of its result, or `-` for one
 * that the signature rules out, and for a number that binary fractions miss, which right code may return otherwise.
 */
export async function examineResults(
  { contract, calls }: Extract<Subject, { kind: 'results' }>,
  { text, family, store }: Reply,
): Promise<Examined> {
  const reply = parseReply(statedResults(calls.length), text);
  if (reply.status === 'flagged') return reply;
  const given = reply.value.results.map((result, i) => {
    const returns = readResult(result, { contract, call: calls[i] ?? '', family });
    return returns === undefined || !isExact(returns) ? null : { name: nameOf(returns), returns };
  });
  const artifact = await store.put({ given });
  return {
    status: 'vote',
    candidate: given.map((one) => one?.name ?? NO_RESULT).join(' '),
    artifact,
  };
}

/** Stands in a candidate for a call without a result. */
const NO_RESULT = '-';

/** As JSON where that fits the signature, else as the bare text where that does: small models leave out inner quotes. */
function readResult(
  text: string,
  { contract, call, family }: Pick<Reply, 'family'> & { contract: Contract; call: string },
): Example['returns'] | undefined {
  return [...parsed(text), text].find(
    (returns) => family.checkCall(contract, call, returns) === null,
  );
}

function parsed(text: string): readonly Json[] {
  try {
    return [Json.parse(JSON.parse(text))];
  } catch {
    return [];
  }
}

/** Under which equal results are counted. */
export function nameOf(returns: Json): string {
  return hashOf(returns).slice(0, 16);
}
