import fc from 'fast-check';
import { z } from 'zod';
import { jsonGrammar } from '../../../src/dev/model/json-grammar';
import type { Json } from '../../../src/schemas/hash';
import { ProposedPlan } from '../../../src/schemas/plan';
import { grammarRegExp } from './grammar-regexp';

const accepts = (schema: Json, text: string) => grammarRegExp(jsonGrammar(schema)).test(text);
const person: Json = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer' } },
  required: ['name', 'age'],
  additionalProperties: false,
};
const optional: Json = {
  type: 'object',
  properties: { a: { const: 1 }, b: { const: 2 }, c: { const: 3 } },
  required: ['b'],
};

describe('jsonGrammar', () => {
  it.each<[Json, string]>([
    [person, '{"name":"Ada \\"L\\" é","age":-36}'],
    [{ enum: ['A', 'B', null] }, '"B"'],
    [{ enum: ['A', 'B', null] }, 'null'],
    [{ const: 'say "hi"\\' }, JSON.stringify('say "hi"\\')],
    [{ anyOf: [{ type: 'number' }, { type: 'boolean' }] }, '-1.5e3'],
    [{ type: ['string', 'null'] }, 'null'],
    [{ type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 3 }, '[1,2,3]'],
    [{ type: 'array', items: { type: 'integer' }, maxItems: 2 }, '[]'],
    [{ type: 'array', maxItems: 0 }, '[]'],
    [{ type: 'string', minLength: 2, maxLength: 3 }, '"abc"'],
    [{ type: 'string', pattern: '^[A-Z][a-z]+$' }, '"Abc"'],
    [{ type: 'string', pattern: '(?=x)' }, '"left to the parser"'],
    [optional, '{"a":1,"b":2,"c":3}'],
    [optional, '{"b":2}'],
    [{ type: 'object', properties: { a: { const: 1 } } }, '{}'],
    [{ type: 'object', additionalProperties: { type: 'integer' } }, '{"a b":1,"c":2}'],
    [{ type: 'object', additionalProperties: false }, '{}'],
    [{ type: 'object' }, '{"a":[1,{"b":null}]}'],
    [{ $ref: '#/$defs/id', $defs: { id: { type: 'integer' } } }, '7'],
    [true, '[true,"x"]'],
    [{}, '[true,"x"]'],
  ])('of %j accepts %s', (schema, text) => {
    expect(accepts(schema, text)).toBe(true);
  });

  it.each<[Json, string]>([
    [person, '{"age":36,"name":"Ada"}'],
    [person, '{"name":"Ada"}'],
    [person, '{"name":"Ada", "age":36}'],
    [person, '{"name":"Ada","age":36}\n'],
    [person, '{"name":"Ada","age":036}'],
    [person, '{"name":"A\nB","age":1}'],
    [{ enum: ['A', 'B'] }, '"C"'],
    [{ type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 3 }, '[1]'],
    [{ type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 3 }, '[1,2,3,4]'],
    [{ type: 'string', minLength: 2, maxLength: 3 }, '"a"'],
    [{ type: 'string', pattern: '^[A-Z][a-z]+$' }, '"abc"'],
    [optional, '{"a":1}'],
    [optional, '{"c":3,"b":2}'],
    [{ type: 'object', additionalProperties: false }, '{"a":1}'],
  ])('of %j rejects %s', (schema, text) => {
    expect(accepts(schema, text)).toBe(false);
  });

  it('follows a definition that contains itself', () => {
    const list: Json = {
      $ref: '#/$defs/list',
      $defs: { list: { type: 'array', items: { $ref: '#/$defs/list' } } },
    };
    expect(accepts(list, '[[],[[]]]')).toBe(true);
  });

  it("accepts every plan that the program's own schema allows", () => {
    const grammar = grammarRegExp(jsonGrammar(z.toJSONSchema(ProposedPlan) as Json));
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/);
    const child = fc.record(
      {
        name,
        parameters: fc.string({ maxLength: 200 }),
        returns: fc.string({ minLength: 1, maxLength: 100 }),
        purpose: fc.string({ minLength: 1, maxLength: 400 }),
        uses: fc.array(name, { maxLength: 8 }),
      },
      { noNullPrototype: true },
    );
    const plans = fc.array(child, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(plans, (functions) => {
        expect(grammar.test(JSON.stringify({ functions }))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('repeats nothing that repeats something itself, which llama.cpp refuses', () => {
    const grammar = jsonGrammar(z.toJSONSchema(ProposedPlan) as Json).replaceAll(
      /"(?:\\.|[^"\\])*"/g,
      '',
    );
    const plan = grammar.split('\n').filter((line) => /^(?:root|part)/.test(line));
    const repeated = plan.flatMap((line) => line.match(/\([^()]*\)\{\d+,\d+\}/g) ?? []);
    expect(repeated).toHaveLength(2);
    expect(repeated.join()).toMatch(/^\( part\d+\)\{0,7\},\( part\d+\)\{0,11\}$/);
  });

  it.each<[Json, string]>([
    [{ allOf: [] }, 'schema: allOf is not supported'],
    [{ properties: { a: { not: {} } } }, 'schema/properties/a: not is not supported'],
    [{ type: 'date' }, 'schema: found type "date"'],
    [{ $ref: '#/$defs/none' }, 'schema: #/$defs/none points at nothing'],
    ['text', 'schema: found "text", expected a schema object'],
  ])('refuses %j, saying where', (schema, message) => {
    expect(() => jsonGrammar(schema)).toThrow(message);
  });
});
