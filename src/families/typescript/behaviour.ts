import { createHash } from 'node:crypto';
import type { Contract } from '../../schemas/contract';
import type { Json } from '../../schemas/hash';
import type { Examination } from '../../schemas/vote';
import { rememberLatest } from '../latest';
import { canonical } from './guest/canonical';
import { inputsSource } from './harness';
import { countStated, inputsOf } from './inputs';
import { normalSize } from './normal-size';
import {
  compileSubject,
  flag,
  observeInputs,
  type Observation,
  type ObserveRequest,
} from './observe-calls';

/**
 * Decides which candidate an answer is: the hash of what it did on every input of its contract, changed arguments
 * included. Runs an answer that has passed the checker in two worlds, in the second with the inputs in reverse: what depends on
 * the clock, on chance or on earlier calls differs and is flagged, and so is what contradicts an example.
 */
export async function examineBehaviour(request: ObserveRequest): Promise<Examination> {
  const { contract } = request;
  const { calls, inputs } = callsOf(JSON.stringify(contract));
  const told = { subject: compileSubject(request), inputs, examples: countStated(contract) };
  const forwards = await observeInputs(request, { ...told, world: 0, backwards: false });
  if ('redFlag' in forwards) return forwards;
  const backwards = await observeInputs(request, { ...told, world: 1, backwards: true });
  if ('redFlag' in backwards) return backwards;
  const differing = forwards.findIndex(({ outcome }, i) => outcome !== backwards[i]?.outcome);
  if (differing >= 0) {
    const [first, second] = [forwards, backwards].map((seen) => seen[differing]?.outcome ?? '');
    return flag(
      'not-deterministic',
      `${calls[differing] ?? ''}: ${shorten(first ?? '')}, then ${shorten(second ?? '')}`,
    );
  }
  const contradiction = findContradiction(contract, forwards);
  if (contradiction !== undefined) return contradiction;
  const outcomes = JSON.stringify(forwards.map(({ outcome }) => outcome));
  const candidate = createHash('sha256').update(outcomes).digest('hex');
  return { status: 'vote', candidate, size: normalSize(request.code) };
}

/** The calls on which a contract's answers are compared, the same ones for all answers of an election. */
const callsOf = rememberLatest(64, (contract) => {
  const { calls } = inputsOf(JSON.parse(contract) as Contract);
  return { calls, inputs: inputsSource(calls) };
});

/** Flags an answer for the first example, or else the first agreed case, that it contradicts. */
function findContradiction(
  contract: Contract,
  observations: readonly Observation[],
): Extract<Examination, { status: 'flagged' }> | undefined {
  const stated = statedBy(contract);
  // Several examples may state one call: the observations are one per call.
  const calls = [...new Set(stated.map(({ call }) => call))];
  for (const [index, { call, returns }] of stated.entries()) {
    const expected = exampleText(returns);
    const { found } = observations[calls.indexOf(call)] ?? { found: 'nothing' };
    if (found === expected) continue;
    const isExample = index < contract.examples.length;
    const detail = `${call}: expected ${shorten(expected)}, found ${shorten(found)}`;
    return flag(isExample ? 'contradicts-example' : 'contradicts-case', detail);
  }
  return undefined;
}

/** The calls whose results are known, in the order in which `inputsOf` begins with them. */
function statedBy({ examples, cases }: Contract): Contract['examples'] {
  return [...examples, ...cases];
}

function exampleText(returns: Json): string {
  return canonical(returns, 'json');
}

function shorten(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
