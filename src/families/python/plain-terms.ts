import type { Counterpart } from '../../activities/ports/family';
import { isOf, type PlainContract, type PlainType } from '../../domain/plain-contract';
import type { Contract } from '../../schemas/contract';
import type { Json } from '../../schemas/hash';
import { containing, counterpartOf, made, plainExamples } from '../counterpart';
import { renamed, snakeCase } from '../identifiers';
import { literal } from './assemble';
import { callArguments } from './call-arguments';
import { readContract } from './contract-hints';
import type { Hint } from './hints';
import { KEYWORDS } from './tokens';

/** As the family promises. */
export function inPlainTerms(contract: Contract): PlainContract | null {
  const { name, description, background, uses } = contract;
  const read = readContract(contract);
  if ('fault' in read || uses.length > 0) return null;
  if (read.parameters.some(({ optional }) => optional)) return null;
  const result = plainType(read.result);
  const parameters = read.parameters.flatMap(({ name: parameter, hint }) => {
    const type = plainType(hint);
    return type === null ? [] : [{ name: parameter, type }];
  });
  if (result === null || parameters.length < read.parameters.length) return null;
  const examples = plainExamples(contract.examples, callArguments);
  const cases = plainExamples(contract.cases, callArguments);
  return { name, description, background, parameters, result, examples, cases };
}

/** As the family promises. */
export function fromPlainTerms(plain: PlainContract): Counterpart | null {
  const contract = renamed(plain, identifier);
  if (contract === null) return null;
  const { name, parameters, result } = contract;
  const head = parameters.map((parameter) => `${parameter.name}: ${hintText(parameter.type)}`);
  const signature = `${name}(${head.join(', ')}) -> ${hintText(result)}`;
  if ('fault' in readContract({ signature, types: '' })) return null;
  const callOf: Counterpart['callOf'] = (args) => {
    const written = parameters.map(({ type }, place) => literalOf(args[place] ?? null, type));
    return `${name}(${written.join(', ')})`;
  };
  return counterpartOf(contract, { signature, callOf });
}

/** A name as Python writes names, and none of its own words. */
function identifier(name: string): string {
  const written = snakeCase(name);
  return KEYWORDS.has(written) ? `${written}_` : written;
}

function plainType(hint: Hint): PlainType | null {
  switch (hint.kind) {
    case 'scalar':
      return SCALARS[hint.name] ?? null;
    case 'literal':
      return literals(hint.values);
    case 'list':
    case 'sequence':
      return containing('list', plainType(hint.item));
    case 'tuple':
      return hint.items === null
        ? containing('list', plainType(hint.item ?? { kind: 'any' }))
        : made(hint.items.map(plainType), (items) => ({ kind: 'tuple', items }));
    case 'dict': {
      const isRecord = hint.key.kind === 'scalar' && hint.key.name === 'str';
      return isRecord ? containing('record', plainType(hint.value)) : null;
    }
    case 'union':
      return made(hint.options.map(plainType), (options) => ({ kind: 'union', options }));
    default:
      return null;
  }
}

const SCALARS: Readonly<Record<string, PlainType>> = {
  int: { kind: 'integer' },
  float: { kind: 'number' },
  str: { kind: 'text' },
  bool: { kind: 'boolean' },
  None: { kind: 'literal', values: [null] },
};

function literals(values: readonly Json[]): PlainType | null {
  const scalars = values.filter((value) => typeof value !== 'object' || value === null);
  return scalars.length === values.length ? { kind: 'literal', values: scalars } : null;
}

function hintText(type: PlainType): string {
  switch (type.kind) {
    case 'integer':
      return 'int';
    case 'number':
      return 'float';
    case 'text':
      return 'str';
    case 'boolean':
      return 'bool';
    case 'literal':
      return type.values.every((value) => value === null)
        ? 'None'
        : `Literal[${type.values.map(literal).join(', ')}]`;
    case 'list':
      return `list[${hintText(type.of)}]`;
    case 'record':
      return `dict[str, ${hintText(type.of)}]`;
    case 'tuple':
      return `tuple[${type.items.map(hintText).join(', ')}]`;
    case 'union':
      return type.options.map(hintText).join(' | ');
  }
}

/** A value as Python writes it, lists that are tuples as such. */
function literalOf(value: Json, type: PlainType): string {
  switch (type.kind) {
    case 'tuple': {
      const items = type.items.map((item, place) => literalOf(itemsOf(value)[place] ?? null, item));
      return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
    }
    case 'list':
      return `[${itemsOf(value)
        .map((item) => literalOf(item, type.of))
        .join(', ')}]`;
    case 'record': {
      const entries = Object.entries(value as Readonly<Record<string, Json>>);
      return `{${entries.map(([key, part]) => `${JSON.stringify(key)}: ${literalOf(part, type.of)}`).join(', ')}}`;
    }
    case 'union': {
      const own = type.options.find((option) => isOf(value, option));
      return own === undefined ? literal(value) : literalOf(value, own);
    }
    default:
      return literal(value);
  }
}

const itemsOf = (value: Json): readonly Json[] => value as readonly Json[];
