import { QuickJsSandbox } from '../../../src/adapters/quickjs/quickjs-sandbox';
import { createTypescriptFamily } from '../../../src/families/typescript';
import { examineBehaviour } from '../../../src/families/typescript/behaviour';
import type { Examination } from '../../../src/schemas/vote';
import { WORDS, WORDS_CODE } from './contracts';

const sandbox = new QuickJsSandbox({ threads: 2 });
const family = createTypescriptFamily(sandbox);
afterAll(() => sandbox.close());

const doing = (statements: string): string =>
  `export function words(text: string): string[] {\n  ${statements}\n  return text.split(/\\s+/).filter(Boolean);\n}\n`;

/** What an answer does, what it is flagged as, and what it would be flagged as if the checker had let it pass. */
const HOSTILE: readonly (readonly [deed: string, code: string, flag: string, inSandbox: string])[] =
  [
    ['loops', doing('for (;;);'), 'out-of-limits', 'out-of-limits'],
    [
      'loops while it is loaded',
      `const x = (() => { for (;;); })();\n${doing('')}`,
      'out-of-limits',
      'out-of-limits',
    ],
    [
      'allocates',
      doing('const all: number[][] = []; for (;;) all.push(new Array<number>(1e6).fill(1));'),
      'out-of-limits',
      'out-of-limits',
    ],
    ['recurses', doing('return words(`${text}a`);'), 'out-of-limits', 'out-of-limits'],
    [
      'throws from a getter',
      doing('return { get length(): number { throw new Error(); } } as never;'),
      'contradicts-example',
      'contradicts-example',
    ],
    [
      'throws from a proxy',
      doing('return new Proxy([], { ownKeys() { throw 1; }, get() { throw 2; } });'),
      'forbidden',
      'contradicts-example',
    ],
    [
      'loops in a getter',
      doing('return { get length(): number { for (;;); } } as never;'),
      'out-of-limits',
      'out-of-limits',
    ],
    [
      'patches a prototype',
      doing('Array.prototype.push = () => 7; return [];'),
      'forbidden',
      'contradicts-example',
    ],
    [
      'patches JSON',
      doing(`JSON.stringify = () => '["a","bb","a"]'; return [];`),
      'forbidden',
      'contradicts-example',
    ],
    [
      'prints gigabytes',
      doing(`for (;;) console.log('x'.repeat(2 ** 20));`),
      'forbidden',
      'contradicts-example',
    ],
    ['returns gigabytes', doing(`return ['x'.repeat(2 ** 29)];`), 'out-of-limits', 'out-of-limits'],
    ['sleeps', doing('setTimeout(() => undefined, 1e9);'), 'forbidden', 'contradicts-example'],
    [
      'waits for the clock',
      doing('const end = Date.now() + 1e9; while (Date.now() < end);'),
      'out-of-limits',
      'out-of-limits',
    ],
    [
      'forks',
      doing(`require('node:child_process').fork('x');`),
      'forbidden',
      'contradicts-example',
    ],
    ['starts a thread', doing(`new Worker('x');`), 'forbidden', 'contradicts-example'],
    [
      'reads the environment',
      doing('return Object.keys(process.env);'),
      'forbidden',
      'contradicts-example',
    ],
    [
      'imports the file system',
      `import { readFileSync } from 'node:fs';\n${doing(`return [readFileSync('/etc/passwd', 'utf8')];`)}`,
      'forbidden',
      'throws-on-load',
    ],
    [
      'imports it when called',
      doing(`return import('node:fs') as never;`),
      'forbidden',
      'contradicts-example',
    ],
    [
      'reaches for the network',
      doing(`return fetch('http://127.0.0.1') as never;`),
      'forbidden',
      'contradicts-example',
    ],
    ['makes code from text', doing(`return eval('[]');`), 'forbidden', 'contradicts-example'],
    [
      'returns a promise',
      `export async function words(text: string) { return [text]; }\n`,
      'does-not-compile',
      'contradicts-example',
    ],
    [
      'returns a promise that never settles',
      doing('return new Promise(() => undefined) as never;'),
      'out-of-limits',
      'out-of-limits',
    ],
    [
      'returns what becomes itself',
      doing('return { then(done: (value: unknown) => void) { done(this); } } as never;'),
      'contradicts-example',
      'contradicts-example',
    ],
    ['ends the process', doing('process.exit(1);'), 'forbidden', 'contradicts-example'],
    [
      'crashes the engine',
      doing(
        `return [JSON.stringify(Array.from({ length: 1e4 }).reduce<unknown>((inner) => [inner], 0))];`,
      ),
      'out-of-limits',
      'out-of-limits',
    ],
  ];

describe('an answer that', () => {
  let honest: Examination;
  beforeAll(async () => {
    honest = await family.examineCode(WORDS_CODE, WORDS, []);
  });

  it.each(HOSTILE)(
    '%s is flagged, and its neighbour and its worker go on',
    async (_, code, redFlag) => {
      const [flagged, neighbour] = await Promise.all([
        family.examineCode(code, WORDS, []),
        family.examineCode(WORDS_CODE, WORDS, []),
      ]);
      expect(flagged).toMatchObject({ status: 'flagged', redFlag });
      expect(neighbour).toEqual(honest);
      expect(honest.status).toBe('vote');
    },
  );

  it.each(HOSTILE)(
    '%s is flagged by the sandbox alone too (I8)',
    async (_deed, code, _flag, redFlag) => {
      const request = { contract: WORDS, parts: [], sandbox };
      const [flagged, neighbour] = await Promise.all([
        examineBehaviour({ ...request, code }),
        examineBehaviour({ ...request, code: WORDS_CODE }),
      ]);
      expect(flagged).toMatchObject({ status: 'flagged', redFlag });
      expect(neighbour).toEqual(honest);
    },
  );
});
