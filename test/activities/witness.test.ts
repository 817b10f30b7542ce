import { ApplicationFailure } from '@temporalio/common';
import { createConfirm } from '../../src/activities/confirm';
import type { Family } from '../../src/activities/ports/family';
import { loadCodeSubject } from '../../src/activities/subjects';
import { createWitness } from '../../src/activities/witness';
import { QuickJsSandbox } from '../../src/adapters/quickjs/quickjs-sandbox';
import { createPythonFamily } from '../../src/families/python';
import { createTypescriptFamily } from '../../src/families/typescript';
import type { Contract, FamilyName } from '../../src/schemas/contract';
import { contractOf } from '../families/typescript/contracts';
import { runActivity } from '../support/activity';
import { describeUnderBubblewrap } from '../support/bubblewrap';
import { MemoryStore } from '../support/memory-store';
import { pythonHost } from '../support/python-family';

const sandbox = new QuickJsSandbox({ threads: 1 });
afterAll(() => sandbox.close());

const typescript = createTypescriptFamily(sandbox);
const families = { typescript, python: createPythonFamily(pythonHost) };
const store = new MemoryStore();

const SHOUT = contractOf('shoutFirst(words: string[], most: number): string', {
  description: 'The first words, at most so many, in capitals.',
  examples: [{ call: "shoutFirst(['a', 'b'], 1)", returns: 'A' }],
});

const subjectOf = (family: FamilyName, contract = SHOUT, parts: readonly string[] = []) =>
  store.put({ kind: 'code', family, contract, parts: [...parts] });

/** Calls a witness where Python fares so, and tells how often it was tried. */
function withPython(prepare: Family['prepare']) {
  const tried = jest.fn(prepare);
  const { callWitness } = createWitness({
    store,
    families: { ...families, python: { ...families.python, prepare: tried } },
  });
  const call = async (subject: string) => runActivity(callWitness, { subject });
  return { call, tried };
}

describe('callWitness', () => {
  const ready = withPython(() => Promise.resolve());

  it('asks for the same in the other language', async () => {
    const asked = await ready.call(await subjectOf('typescript'));
    const { family, contract, parts } = await loadCodeSubject(store, asked ?? '');
    expect({ family, parts }).toEqual({ family: 'python', parts: [] });
    expect(contract).toMatchObject({
      signature: 'shout_first(words: list[str], most: int) -> str',
      examples: [{ call: 'shout_first(["a", "b"], 1)', returns: 'A' }],
    });
  });

  it('asks nobody for what the other language cannot say, or what calls other parts', async () => {
    const declared = contractOf('f(point: Point): number', {
      types: 'interface Point { x: number }',
    });
    expect(await ready.call(await subjectOf('typescript', declared))).toBeNull();
    const parts = [await store.put('a part')];
    expect(await ready.call(await subjectOf('typescript', SHOUT, parts))).toBeNull();
  });

  it.each([
    ['it says so', ApplicationFailure.nonRetryable('install it', 'sandbox.missing')],
    ['nobody expected it', new Error('surprise')],
  ])(
    'asks nobody where the other language cannot be run here, where %s, and tries that once',
    async (_, fault) => {
      const { call, tried } = withPython(() => Promise.reject(fault));
      const subject = await subjectOf('typescript');
      expect(await Promise.all([call(subject), call(subject)])).toEqual([null, null]);
      expect(await call(subject)).toBeNull();
      expect(tried).toHaveBeenCalledTimes(1);
    },
  );

  it('asks nobody for what would be too long in the other language', async () => {
    const list = `[${'1,'.repeat(1_980)}1]`;
    const long = contractOf('f(all: number[]): number', {
      examples: [{ call: `f(${list})`, returns: 1 }],
    });
    expect(await ready.call(await subjectOf('typescript', long))).toBeNull();
  });

  it('asks nobody for texts that may be made of fractions, which Python writes in another way', async () => {
    const label = contractOf('f(x: number): string', {
      examples: [{ call: 'f(0.5)', returns: '0.5' }],
    });
    expect(await ready.call(await subjectOf('typescript', label))).toBeNull();
  });
});

/** The doubts of a code with one witness, and nothing else that is held against it. */
async function doubtsOf(
  family: FamilyName,
  given: { contract: Contract; code: string; witness: string; later?: Contract['cases'] },
) {
  const { contract, code, witness, later = [] } = given;
  const { callWitness } = createWitness({ store, families });
  const { findDoubts } = createConfirm({ store, families });
  const subject = await subjectOf(family, contract);
  const asked = await runActivity(callWitness, { subject });
  if (asked === null) throw new Error('expected a witness');
  const now = await subjectOf(family, { ...contract, cases: later });
  const found = await runActivity(findDoubts, {
    subject: now,
    code: await store.put({ text: code }),
    witness: { of: subject, subject: asked, code: await store.put({ text: witness }) },
    most: 4,
    leastCases: 0,
    asked: [],
  });
  const calls = await store.get(found?.question?.inputs ?? '');
  return { found, calls: (calls as { calls: string[] }).calls };
}

describeUnderBubblewrap('findDoubts with a witness', () => {
  const inTypescript = `export function shoutFirst(words: string[], most: number): string {
  return words.slice(0, most).join(' ').toUpperCase();
}
`;
  const inPython = (end: string) => `def shout_first(words: list[str], most: int) -> str:
    return " ".join(words[:${end}]).upper()
`;

  it('finds nothing apart where code in Python does the same', async () => {
    const witness = inPython('most');
    const { found } = await doubtsOf('typescript', {
      contract: SHOUT,
      code: inTypescript,
      witness,
    });
    expect(found).toMatchObject({ answersApart: 0, witness: { apart: 0 } });
    expect(found?.witness?.calls).toBeGreaterThan(20);
  });

  it('asks first about a call on which code in Python does otherwise', async () => {
    const witness = inPython('max(most, 1)');
    const { found, calls } = await doubtsOf('typescript', {
      contract: SHOUT,
      code: inTypescript,
      witness,
    });
    expect(found).toMatchObject({ answersApart: 1 });
    expect(found?.witness?.apart).toBeGreaterThan(0);
    const told = calls.filter((_, at) => found?.question?.calls[at]?.tellsAnswers === 1);
    expect(told).toEqual([expect.stringMatching(/, (?:0|-\d+)\)$/)]);
  });

  it('says nothing of a witness that comes to no end on any call', async () => {
    const witness = inPython('most').replace('    return', '    while True: pass\n    return');
    const { found } = await doubtsOf('typescript', {
      contract: SHOUT,
      code: inTypescript,
      witness,
    });
    expect(found).toMatchObject({ answersApart: 0, witness: { calls: 0, apart: 0 } });
  });

  it('hears a witness on what it was asked for, whatever was agreed on since', async () => {
    const contract = contractOf('double(n: number): number', {
      examples: [{ call: 'double(2)', returns: 4 }],
    });
    const code = 'export const double = (n: number): number => n === 7 ? 15 : 2 * n;\n';
    const witness = 'def double(n: int) -> float:\n    return 2 * n\n';
    const later = [
      { call: 'double(0.5)', returns: 1 },
      { call: 'double(6)', returns: 12 },
    ];
    const { found } = await doubtsOf('typescript', { contract, code, witness, later });
    expect(found).toMatchObject({ answersApart: 1, witness: { apart: 1 } });
  });

  it('holds code in TypeScript against code in Python', async () => {
    const contract = contractOf('halve_all(numbers: list[int]) -> list[int]', {
      description: 'Half of each number, rounded down.',
      examples: [{ call: 'halve_all([4, 5])', returns: [2, 2] }],
    });
    const code =
      'def halve_all(numbers: list[int]) -> list[int]:\n    return [n // 2 for n in numbers]\n';
    const witness =
      'export const halveAll = (all: number[]) => all.map((n) => Math.trunc(n / 2));\n';
    const { found, calls } = await doubtsOf('python', { contract, code, witness });
    expect(found).toMatchObject({ answersApart: 1 });
    expect(calls.some((call) => /-\d*[13579]\b/.test(call))).toBe(true);
  });
});
