import { createDifferences } from '../../src/activities/differences';
import { createExamine } from '../../src/activities/examine';
import { loadSubject } from '../../src/activities/subjects';
import { QuickJsSandbox } from '../../src/adapters/quickjs/quickjs-sandbox';
import { createTypescriptFamily } from '../../src/families/typescript';
import type { Subject } from '../../src/schemas/subject';
import { runActivity } from '../support/activity';
import { MemoryStore } from '../support/memory-store';
import { subjectsOf, toyContract } from '../support/subjects';
import { toyFamilies } from '../support/toy-family';

const sandbox = new QuickJsSandbox({ threads: 1 });
afterAll(() => sandbox.close());

const store = new MemoryStore();
const families = { ...toyFamilies, typescript: createTypescriptFamily(sandbox) };
const { findDifference, adoptOutcome, clarifyDifference } = createDifferences({ store, families });
const { examine } = createExamine({ store, families });
const code = subjectsOf(toyContract()).code;

const body = (expression: string): string =>
  `export function double(n: number): number {\n  ${expression}\n}`;

/** What becomes of two codes that differ, once discriminators have elected the second one's outcome. */
async function rule(one: string, other: string, asked = code) {
  const subject = await store.put(asked);
  const codes = [await store.put({ text: one }), await store.put({ text: other })] as const;
  const found = await runActivity(findDifference, { subject, codes });
  if (found === null) throw new Error('expected a difference');
  const ruled = await runActivity(adoptOutcome, {
    subject,
    difference: found.subject,
    verdict: 'second',
    codes,
  } as const);
  const judge = async (text: string) => {
    const answer = await store.put({ text: `\`\`\`ts\n${text}\n\`\`\`` });
    return runActivity(examine, { subject: ruled.subject, answer, seed: 0 });
  };
  const next = (await loadSubject(store, ruled.subject)) as Extract<Subject, { kind: 'code' }>;
  return { found, next, judge };
}

describe('findDifference', () => {
  it('finds none between codes that behave alike', async () => {
    const subject = await store.put(code);
    const texts = [body('return 2 * n;'), body('return n + n;')];
    const [one = '', other = ''] = await Promise.all(texts.map((text) => store.put({ text })));
    expect(await runActivity(findDifference, { subject, codes: [one, other] })).toBeNull();
  });

  it('asks nobody about the last digits of fractions', async () => {
    const subject = await store.put(code);
    const texts = [body('return n * 0.1 + n * 0.2;'), body('return n * 0.3;')];
    const [one = '', other = ''] = await Promise.all(texts.map((text) => store.put({ text })));
    expect(await runActivity(findDifference, { subject, codes: [one, other] })).toBeNull();
  });
});

describe('adoptOutcome', () => {
  it('makes a case of what JSON can say, which turns the other answer away', async () => {
    const wrong = body('return n > 2 ? 2 * n + 1 : 2 * n;');
    const { found, next, judge } = await rule(wrong, body('return 2 * n;'));
    expect(found).toMatchObject({ call: 'double(3)', outcomes: ['returned 7', 'returned 6'] });
    expect(next.contract.cases).toEqual([{ call: 'double(3)', returns: 6 }]);
    expect(next.rulings).toBeUndefined();
    expect(await judge(body('return n * 2;'))).toMatchObject({ status: 'vote' });
    expect(await judge(wrong)).toMatchObject({ redFlag: 'contradicts-case' });
  });

  it('makes a ruling of what JSON cannot say, and compares answers on its call', async () => {
    const lenient = body('return 2 * n;');
    const strict = body("if (n < 0) throw new RangeError('below 0');\n  return 2 * n;");
    const { found, next, judge } = await rule(lenient, strict);
    expect(found.outcomes).toEqual([expect.stringMatching(/^returned -/), 'threw RangeError']);
    expect(next.contract.cases).toEqual([]);
    expect(next.contract.probes).toEqual([found.call]);
    expect(next.rulings).toEqual([{ call: found.call, outcome: 'threw RangeError' }]);
    expect(await judge(strict)).toMatchObject({ status: 'vote' });
    expect(await judge(lenient)).toMatchObject({ redFlag: 'contradicts-case' });
  });

  it('makes a ruling of a value that the other answer returns too, having changed its argument', async () => {
    const signature = 'sorted(xs: number[]): number[]';
    const asked = subjectsOf(toyContract({ name: 'sorted', signature, examples: [] })).code;
    const sorted = (expression: string): string =>
      `export function ${signature} {\n  return ${expression}.sort((a, b) => a - b);\n}`;
    const { found, next, judge } = await rule(sorted('xs'), sorted('[...xs]'), asked);
    const [, right] = found.outcomes;
    expect(next.contract.cases).toEqual([]);
    expect(next.rulings).toEqual([{ call: found.call, outcome: right }]);
    expect(await judge(sorted('xs.slice()'))).toMatchObject({ status: 'vote' });
    expect(await judge(sorted('xs'))).toMatchObject({ redFlag: 'contradicts-case' });
  });

  it('makes a ruling of a value that differs by a property without a value', async () => {
    const signature = 'named(n: number): { a?: number | undefined }';
    const asked = subjectsOf(toyContract({ name: 'named', signature, examples: [] })).code;
    const named = (value: string): string =>
      `export function ${signature} {\n  return n < 0 ? { a: n } : ${value};\n}`;
    const { next, judge } = await rule(named('{ a: undefined }'), named('{}'), asked);
    expect(next.rulings).toHaveLength(1);
    expect(await judge(named('{}'))).toMatchObject({ status: 'vote' });
    expect(await judge(named('{ a: undefined }'))).toMatchObject({ redFlag: 'contradicts-case' });
  });

  it('takes over what the user has said, where nothing else was elected', async () => {
    const subject = await store.put(code);
    const difference = await store.put(subjectsOf(toyContract()).difference);
    const clarified = await clarifyDifference({ difference, reason: 'Negative numbers too.' });
    const ruled = await adoptOutcome({ subject, difference: clarified, verdict: null });
    expect(await store.get(ruled.contract)).toMatchObject({
      description: 'Twice the number.\n\nOn double(2): Negative numbers too.',
      cases: [],
    });
  });
});

describe('clarifyDifference', () => {
  it('finds room for what the user says of a contract whose description is full', async () => {
    const contract = toyContract({ description: 'x'.repeat(4_000) });
    const difference = await store.put(subjectsOf(contract).difference);
    const clarified = await clarifyDifference({ difference, reason: 'Round down.' });
    const told = await loadSubject(store, clarified);
    expect(told.contract.background).toBe('On double(2): Round down.');
  });
});
