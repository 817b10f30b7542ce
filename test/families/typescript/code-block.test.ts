import { readCode } from '../../../src/families/typescript/code-block';

const CODE = 'export function f(): number {\n  return 1;\n}\n';

describe('readCode', () => {
  it.each([
    ['alone', `\`\`\`ts\n${CODE}\`\`\``],
    ['after prose', `Sure! Here it is:\n\n\`\`\`typescript\n${CODE}\`\`\`\nIt returns 1.`],
    ['without a mark', `\`\`\`\n${CODE}\`\`\``],
    ['marked in capitals', `\`\`\`TypeScript\n${CODE}\`\`\``],
    ['before another block', `\`\`\`ts\n${CODE}\`\`\`\nUse:\n\`\`\`ts\nf();\n\`\`\``],
    ['after a block of another language', `\`\`\`bash\nnpm i\n\`\`\`\n\`\`\`ts\n${CODE}\`\`\``],
    ['never closed', `\`\`\`ts\n${CODE}`],
    ['without a fence', CODE],
  ])('finds code %s, byte for byte', (_, reply) => {
    expect(readCode(reply)).toBe(CODE);
  });

  it('keeps white space, tabs and line ends as they were written', () => {
    const odd = '\n\texport const f = () => 1 ;  \r\n\r\n';
    expect(readCode(`\`\`\`ts\n${odd}\`\`\``)).toBe(odd);
  });

  it('keeps back quotes inside the code', () => {
    const code = 'export const f = (a: string) => `${a}`;\n';
    expect(readCode(`\`\`\`ts\n${code}\`\`\``)).toBe(code);
  });

  it.each([
    '',
    'I cannot do that.',
    'Use a function => it is easy',
    '```json\n{}\n```',
    'the function f(x) returns 1',
  ])('finds none in %j', (reply) => {
    expect(readCode(reply)).toBeUndefined();
  });
});
