import { canonicalJson } from '../../domain/canonical-json';
import type { Contract, Law } from '../../schemas/contract';
import type { Json } from '../../schemas/hash';
import type { Spec } from '../../schemas/spec';
import { type ContractHints, readContract } from './contract-hints';
import { type Call, type Data, readCall } from './data';
import { faultOfArguments, fitsJson, hintText } from './fits';
import { lawFault } from './law';
import { tokensOf, Unreadable } from './tokens';

/** One message for each fault of the spec that only Python's grammar shows; none when the spec may be built. */
export function checkSpec({ entry }: Spec): readonly string[] {
  const read = readContract(entry);
  if ('fault' in read) return [read.fault];
  if (read.signature.name !== entry.name)
    return [`entry: found the signature of ${read.signature.name}, expected that of ${entry.name}`];
  const faults = entry.examples.flatMap(({ call, returns }, i) => {
    const fault = faultOfCall(call, read) ?? faultOfResult(returns, read);
    return fault === undefined ? [] : [`example ${i + 1}, ${shorten(call)}: ${fault}`];
  });
  return [...faults, ...contradictions(entry), ...faultsOfLaws(entry)];
}

/**
 * Why `call` is no well-typed call of the contract's function with data alone as arguments, or why its result cannot
 * be `returns`, where that is given; null when nothing is wrong.
 */
export function checkCall(contract: Contract, call: string, returns?: Json): string | null {
  const read = readContract(contract);
  if ('fault' in read) return read.fault;
  const fault = faultOfCall(call, read, { dataAlone: true });
  if (fault !== undefined) return fault;
  return returns === undefined ? null : (faultOfResult(returns, read) ?? null);
}

function faultOfCall(
  text: string,
  { signature, parameters }: ContractHints,
  { dataAlone = false } = {},
): string | undefined {
  const call = callIn(text);
  if (typeof call === 'string') return call;
  if (call.name !== signature.name)
    return `found '${shorten(text)}', expected one call of ${signature.name}, like ${signature.name}(…)`;
  if (dataAlone && [...call.args, ...call.keywords.map(([, data]) => data)].some(isComputed))
    return `found '${shorten(text)}', expected data alone as arguments`;
  const fault = faultOfArguments(call, parameters);
  return fault && `found a call that does not fit ${signature.text}: ${fault}`;
}

function callIn(text: string): Call | string {
  try {
    return readCall(text);
  } catch (error) {
    if (error instanceof Unreadable) return `expected one call in Python: ${error.message}`;
    throw error;
  }
}

function isComputed(data: Data): boolean {
  switch (data.kind) {
    case 'computed':
      return true;
    case 'dict':
      return data.entries.some((entry) => entry.some(isComputed));
    case 'call':
      return [...data.args, ...data.keywords.map(([, value]) => value)].some(isComputed);
    case 'list':
    case 'tuple':
    case 'set':
      return data.items.some(isComputed);
    default:
      return false;
  }
}

function faultOfResult(returns: Json, { result, signature }: ContractHints): string | undefined {
  if (fitsJson(returns, result)) return undefined;
  const type = signature.result === hintText(result) ? '' : ` (${hintText(result)})`;
  return `found returns ${shorten(JSON.stringify(returns))}, expected a value of type ${signature.result}${type}`;
}

function faultsOfLaws(entry: Contract): readonly string[] {
  return entry.laws.flatMap((law: Law, i) => {
    const fault = lawFault(law, entry);
    return fault === null ? [] : [`law ${i + 1}, ${shorten(law.claim)}: ${fault}`];
  });
}

function contradictions({ examples }: Contract): readonly string[] {
  const first = new Map<string, number>();
  return examples.flatMap(({ call, returns }, i) => {
    const key = (tokensOf(call) ?? []).map(({ text }) => text).join(' ');
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, i);
      return [];
    }
    const stated = examples[earlier]?.returns ?? null;
    if (canonicalJson(stated) === canonicalJson(returns)) return [];
    return [
      `example ${i + 1}, ${shorten(call)}: found returns ${shorten(JSON.stringify(returns))}, ` +
        `expected ${shorten(JSON.stringify(stated))} as in example ${earlier + 1}`,
    ];
  });
}

/** At most 200 characters of a text, for a message. */
export function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
