import type { Json } from '../../../src/schemas/hash';

/** A call in TypeScript as a call of the function in Python; undefined for arguments that JSON cannot say. */
export function pythonCall(
  call: string,
  name: string,
  literal: (value: Json) => string,
): string | undefined {
  const text = call.slice(call.indexOf('(') + 1, -1);
  try {
    const args = JSON.parse(`[${text}]`) as readonly Json[];
    return `${name}(${args.map(literal).join(', ')})`;
  } catch {
    return undefined;
  }
}
