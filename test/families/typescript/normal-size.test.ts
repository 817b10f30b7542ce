import { normalSize } from '../../../src/families/typescript/normal-size';

const CODE = 'export const f = (n: number): string => { if (n > 1) return "many"; return `one`; };';

describe('normalSize', () => {
  it.each([
    ['another layout', CODE.replaceAll(/([{;])/g, '$1\n\n  ')],
    ['comments', `/** Tells how many. */\n${CODE} // done`],
    ['other names', CODE.replaceAll('n >', 'howMany >').replace('(n:', '(howMany:')],
    ['other quotes', CODE.replaceAll(/["`]/g, `'`)],
    ['fewer types', CODE.replace(': string', '').replace(': number', '')],
    ['a type of its own', `interface Unused { a: number }\n${CODE}`],
    ['no semicolon at the end', CODE.slice(0, -1)],
    ['an export of its own line', CODE.replace('export ', '')],
  ])('is the same with %s', (_, code) => {
    expect(normalSize(code)).toBe(normalSize(CODE));
  });

  it.each([
    ['a helper', `const g = () => 1;\n${CODE}`],
    ['a statement', CODE.replace('{ if', '{ n = n; if')],
    ['a longer text', CODE.replace('many', 'many more')],
  ])('is larger with %s', (_, code) => {
    expect(normalSize(code)).toBeGreaterThan(normalSize(CODE));
  });
});
