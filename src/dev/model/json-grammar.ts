import type { Json } from '../../schemas/hash';
import { patternGrammar } from './pattern-grammar';

/** Thrown when a JSON schema asks for something that no grammar here can express; says where. */
export class UnsupportedSchema extends Error {
  override readonly name = 'UnsupportedSchema';
}

/**
 * A GBNF grammar of the JSON texts that a schema allows, without any free whitespace and with properties in the
 * schema's order. Ranges of numbers, formats and patterns beyond pattern-grammar.ts are left to whoever parses the text.
 */
export function jsonGrammar(schema: Json): string {
  const rules = new Map<string, string>([
    ['char', String.raw`[^"\\\x00-\x1f\x7f] | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4})`],
    ['int', `"-"? ("0" | [1-9] [0-9]{0,15})`],
    ['num', `int ("." [0-9]{1,16})? ([eE] [-+]? [0-9]{1,3})?`],
    ['any', `obj | arr | string | num | "true" | "false" | "null"`],
    ['string', String.raw`"\"" char* "\""`],
    ['obj', String.raw`"{" (string ":" any ("," string ":" any)*)? "}"`],
    ['arr', `"[" (any ("," any)*)? "]"`],
  ]);
  const root = expression(schema, { root: schema, path: 'schema', rules });
  return [['root', root], ...rules].map(([name, rule]) => `${name} ::= ${rule}`).join('\n');
}

interface Place {
  readonly root: Json;
  /** Where in the schema, for messages. */
  readonly path: string;
  readonly rules: Map<string, string>;
}

type Schema = Readonly<Record<string, Json>>;

function expression(json: Json, place: Place): string {
  if (json === true) return 'any';
  const schema = asObject(json, place.path);
  const reference = schema['$ref'];
  if (typeof reference === 'string') return referenced(reference, place);
  if ('const' in schema) return literal(schema['const']);
  const values = listOf(schema['enum']);
  if (values !== undefined) return choice(values.map(literal));
  const options = listOf(schema['anyOf'] ?? schema['oneOf']);
  if (options !== undefined) {
    return choice(options.map((option, i) => expression(option, below(place, `anyOf/${i}`))));
  }
  refuseUnknown(schema, place);
  const types = listOf(schema['type']) ?? [schema['type']];
  return choice(types.map((type) => ofType(type, schema, place)));
}

function refuseUnknown(schema: Schema, { path }: Place): void {
  const unknown = ['allOf', 'not', 'if', 'prefixItems'].find((keyword) => keyword in schema);
  if (unknown === undefined) return;
  throw new UnsupportedSchema(`${path}: ${unknown} is not supported; anyOf, objects and lists are`);
}

function ofType(type: Json | undefined, schema: Schema, place: Place): string {
  const simple = SIMPLE_TYPES.get(type);
  if (simple !== undefined) return simple;
  if (type === 'string') return named(stringOf(schema), place);
  if (type === 'object' || 'properties' in schema) return named(objectOf(schema, place), place);
  if (type === 'array' || 'items' in schema) return named(arrayOf(schema, place), place);
  if (type === undefined) return 'any';
  throw new UnsupportedSchema(
    `${place.path}: found type ${JSON.stringify(type)}, expected one of JSON's`,
  );
}

const SIMPLE_TYPES: ReadonlyMap<Json | undefined, string> = new Map([
  ['integer', 'int'],
  ['number', 'num'],
  ['boolean', '("true" | "false")'],
  ['null', '"null"'],
]);

/** A rule of its own: llama.cpp refuses repetitions of expressions that contain repetitions themselves. */
function named(rule: string, { rules }: Place): string {
  const known = [...rules].find(([, text]) => text === rule)?.[0];
  const name = known ?? `part${rules.size}`;
  rules.set(name, rule);
  return name;
}

function stringOf(schema: Schema): string {
  const pattern = schema['pattern'];
  const body = typeof pattern === 'string' ? patternGrammar(pattern) : undefined;
  const times = repetition(schema['minLength'], schema['maxLength']);
  return String.raw`"\"" ${body ?? `char${times}`} "\""`;
}

function objectOf(schema: Schema, place: Place): string {
  const properties = Object.entries(
    asObject(schema['properties'] ?? {}, `${place.path}/properties`),
  );
  const required = listOf(schema['required']) ?? [];
  if (properties.length === 0) return mapOf(schema, place);
  const member = ([name, value]: [string, Json]) =>
    `${literal(name)} ":" ${expression(value, below(place, `properties/${name}`))}`;
  return `"{" ${members(
    properties.map((entry) => ({ text: member(entry), isRequired: required.includes(entry[0]) })),
  )} "}"`;
}

/** Members in order, commas only between those that are there. */
function members(all: readonly { readonly text: string; readonly isRequired: boolean }[]): string {
  const tails = (rest: typeof all): string =>
    rest.map(({ text, isRequired }) => (isRequired ? `"," ${text}` : `("," ${text})?`)).join(' ');
  const firsts = all.slice(0, all.findIndex(({ isRequired }) => isRequired) + 1 || all.length);
  const starts = firsts.map(({ text }, index) => `${text} ${tails(all.slice(index + 1))}`);
  const isEmptyAllowed = all.every(({ isRequired }) => !isRequired);
  return isEmptyAllowed ? `(${choice(starts)})?` : choice(starts);
}

function mapOf(schema: Schema, place: Place): string {
  const values = schema['additionalProperties'];
  if (values === false) return '"{}"';
  if (values === undefined || values === true) return 'obj';
  const entry = `string ":" ${expression(values, below(place, 'additionalProperties'))}`;
  return `"{" (${entry} ("," ${entry})*)? "}"`;
}

function arrayOf(schema: Schema, place: Place): string {
  const { items, minItems, maxItems } = schema as Partial<Schema>;
  const item = expression(items ?? true, below(place, 'items'));
  const least = typeof minItems === 'number' ? minItems : 0;
  const most = typeof maxItems === 'number' ? maxItems : undefined;
  if (most === 0) return '"[]"';
  const more = `("," ${item})${repetition(Math.max(0, least - 1), most === undefined ? undefined : most - 1)}`;
  return least === 0 ? `"[" (${item} ${more})? "]"` : `"[" ${item} ${more} "]"`;
}

function referenced(reference: string, place: Place): string {
  const rule = `ref${reference.replaceAll(/[^A-Za-z0-9]/g, '-')}`;
  if (place.rules.has(rule)) return rule;
  const steps = reference.startsWith('#') ? reference.slice(1).split('/').slice(1) : undefined;
  const target = steps?.reduce<Json | undefined>(
    (json, step) => (isObject(json) ? json[step] : undefined),
    place.root,
  );
  if (target === undefined) {
    throw new UnsupportedSchema(`${place.path}: ${reference} points at nothing in this schema`);
  }
  place.rules.set(rule, '""');
  place.rules.set(rule, expression(target, { ...place, path: reference }));
  return rule;
}

/** Longer bounds make the grammar slower than the model, and are left to the parser. */
const LONGEST_BOUND = 1_000;

function repetition(least: Json | undefined, most: Json | undefined): string {
  const from = typeof least === 'number' ? least : 0;
  if (typeof most !== 'number' || most > LONGEST_BOUND) return from === 0 ? '*' : `{${from},}`;
  return `{${from},${most}}`;
}

function literal(json: Json | undefined): string {
  return `"${JSON.stringify(json).replaceAll(/[\\"]/g, String.raw`\$&`)}"`;
}

function choice(options: readonly string[]): string {
  return options.length === 1 ? (options[0] ?? '') : `(${options.join(' | ')})`;
}

function below(place: Place, step: string): Place {
  return { ...place, path: `${place.path}/${step}` };
}

/** The language's own check for arrays would let their elements pass as anything. */
function listOf(json: Json | undefined): readonly Json[] | undefined {
  return Array.isArray(json) ? (json as readonly Json[]) : undefined;
}

function asObject(json: Json, path: string): Schema {
  if (isObject(json)) return json;
  throw new UnsupportedSchema(`${path}: found ${JSON.stringify(json)}, expected a schema object`);
}

function isObject(json: Json | undefined): json is Schema {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
