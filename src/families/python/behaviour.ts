import { createHash } from 'node:crypto';
import type { Contract } from '../../schemas/contract';
import type { Examination } from '../../schemas/vote';
import { shorten } from './check-spec';
import {
  flag,
  type Observation,
  observeInputs,
  type ObserveRequest,
  statedCalls,
} from './observe-calls';

/**
 * Decides which candidate an answer is: the hash of what it did on every one of the calls, changed arguments included; the
 * contract's stated calls come first in them. The answer runs in two worlds, in the second with the calls in reverse: what
 * depends on chance, on the order of sets or on earlier calls differs and is flagged, and so is a result of another type
 * than the contract's, and what contradicts an example or agreed case.
 */
export async function examineBehaviour(
  request: ObserveRequest,
  calls: readonly string[],
): Promise<Examination> {
  const { contract } = request;
  const stated = statedCalls(contract).map(({ returns }) => returns);
  const forwards = await observeInputs(request, { calls, stated, world: 0 });
  if ('redFlag' in forwards) return forwards;
  const { size, observations: seen } = forwards;
  const backwards = await observeInputs(request, { calls, stated, world: 1 });
  if ('redFlag' in backwards) return backwards;
  const fault =
    differenceOf(calls, seen, backwards.observations) ??
    contradictionOf(contract, seen) ??
    wrongTypeOf(calls, seen);
  if (fault !== undefined) return fault;
  const outcomes = JSON.stringify(seen.map(({ outcome }) => outcome));
  return { status: 'vote', candidate: createHash('sha256').update(outcomes).digest('hex'), size };
}

function differenceOf(
  calls: readonly string[],
  forwards: readonly Observation[],
  backwards: readonly Observation[],
): Examination | undefined {
  const at = forwards.findIndex(({ outcome }, i) => outcome !== backwards[i]?.outcome);
  if (at < 0) return undefined;
  const [first, second] = [forwards, backwards].map((seen) => shorten(seen[at]?.outcome ?? ''));
  return flag('not-deterministic', `${calls[at] ?? ''}: ${first ?? ''}, then ${second ?? ''}`);
}

function contradictionOf(
  contract: Contract,
  seen: readonly Observation[],
): Examination | undefined {
  for (const [at, { call, returns }] of statedCalls(contract).entries()) {
    const fault = seen[at]?.fault;
    if (!fault) continue;
    const found = 'found' in fault ? fault.found : fault.type;
    const isCase = at >= new Set(contract.examples.map((example) => example.call)).size;
    return flag(
      isCase ? 'contradicts-case' : 'contradicts-example',
      `${call}: expected ${shorten(JSON.stringify(returns))}, found ${shorten(found)}`,
    );
  }
  return undefined;
}

function wrongTypeOf(
  calls: readonly string[],
  seen: readonly Observation[],
): Examination | undefined {
  const at = seen.findIndex(({ fault }) => fault !== null);
  const fault = seen[at]?.fault;
  if (!fault || !('type' in fault)) return undefined;
  return flag(
    'does-not-compile',
    `${calls[at] ?? ''}: found ${shorten(fault.type)}, expected a result of the contract's type`,
  );
}
