import fc from 'fast-check';
import { z } from 'zod';
import type { Json } from '../../src/schemas/hash';

/**
 * Values that a JSON schema accepts, as a model under that schema's grammar could write them. It knows the keywords that
 * the prompts use and fails on any other, so that none is overlooked.
 */
export function valuesOf(schema: Json): fc.Arbitrary<Json> {
  const node = Node.parse(schema);
  switch (node.type) {
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(node.properties).map(([name, inner]) => [name, valuesOf(inner)]),
        ),
        { requiredKeys: node.required },
      );
    case 'array': {
      const { minItems: minLength, maxItems: maxLength } = node;
      return fc.array(valuesOf(node.items), { minLength, maxLength });
    }
    case 'string':
      if (node.enum !== undefined) return fc.constantFrom(...node.enum);
      if (node.pattern !== undefined) return fc.stringMatching(new RegExp(node.pattern));
      return fc.string({ minLength: node.minLength, maxLength: node.maxLength });
  }
}

/** Names of all fields that a JSON schema asks for, at any depth. */
export function fieldsOf(schema: Json): string[] {
  const node = Node.parse(schema);
  if (node.type === 'array') return fieldsOf(node.items);
  if (node.type === 'string') return [];
  return Object.entries(node.properties).flatMap(([name, inner]) => [name, ...fieldsOf(inner)]);
}

const length = z.int().nonnegative();
const Node = z.discriminatedUnion('type', [
  z.strictObject({
    $schema: z.string().optional(),
    type: z.literal('object'),
    properties: z.record(z.string(), z.json()),
    required: z.array(z.string()),
    additionalProperties: z.literal(false),
  }),
  z.strictObject({
    type: z.literal('array'),
    items: z.json(),
    minItems: length.default(0),
    maxItems: length,
  }),
  z.strictObject({
    type: z.literal('string'),
    enum: z.array(z.string()).optional(),
    pattern: z.string().optional(),
    minLength: length.default(0),
    maxLength: length.default(100),
  }),
]);
