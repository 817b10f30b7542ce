import { createFindBlame } from '../../src/activities/find-blame';
import { loadContract } from '../../src/activities/subjects';
import { QuickJsSandbox } from '../../src/adapters/quickjs/quickjs-sandbox';
import { createTypescriptFamily } from '../../src/families/typescript';
import type { Contract, Usable } from '../../src/schemas/contract';
import type { Hash } from '../../src/schemas/hash';
import type { Spec } from '../../src/schemas/spec';
import { contractOf } from '../families/typescript/contracts';
import { runActivity } from '../support/activity';
import { ACCEPTANCE, CODES, LAW, WRONG_LONGEST } from '../support/five-leaves';
import { MemoryStore } from '../support/memory-store';

const sandbox = new QuickJsSandbox({ threads: 1 });
const family = createTypescriptFamily(sandbox);
afterAll(() => sandbox.close());

const SIGNATURES = {
  cut: 'cut(text: string): string[]',
  longest: 'longest(words: string[]): string',
  shortest: 'shortest(words: string[]): string',
  letters: 'letters(words: string[]): number',
  join: 'join(long: string, short: string, count: number): string',
} as const;
type Leaf = keyof typeof SIGNATURES;

const uses: Usable[] = Object.entries(SIGNATURES).map(([name, signature]) => ({
  name,
  signature,
  description: '',
}));

const unused = contractOf('unused(n: number): number');

/** A program whose leaf `longest` is wrong, and whose leaves may have runners-up. */
async function failing(given: {
  readonly runnersUp?: Partial<Readonly<Record<Leaf | 'entry', string>>>;
  readonly entry?: Partial<Contract>;
  readonly spec?: Partial<Spec>;
}) {
  const store = new MemoryStore();
  const runnersUpOf = async (name: Leaf | 'entry'): Promise<Hash[]> => {
    const text = given.runnersUp?.[name];
    return text === undefined ? [] : [await store.put({ text })];
  };
  const put = async (name: Leaf): Promise<Hash> =>
    store.put({
      contract: contractOf(SIGNATURES[name]),
      code: name === 'longest' ? WRONG_LONGEST : CODES[name],
      parts: [],
      task: `entry/${name}`,
      runnersUp: await runnersUpOf(name),
    });
  const parts: Hash[] = [];
  for (const name of Object.keys(SIGNATURES) as Leaf[]) parts.push(await put(name));
  parts.push(
    await store.put({
      contract: unused,
      code: 'export function unused(n: number): number {\n  return n;\n}',
      parts: [],
      task: 'entry/unused',
      runnersUp: [await store.put({ text: 'no code' })],
    }),
  );
  const contract = contractOf('entry(text: string): string', { uses, ...given.entry });
  const part = await store.put({
    contract,
    code: CODES.entry,
    parts,
    task: 'entry',
    runnersUp: await runnersUpOf('entry'),
  });
  const spec =
    given.spec === undefined
      ? null
      : await store.put(
          JSON.parse(
            JSON.stringify({
              name: 'five',
              family: 'typescript',
              entry: contract,
              acceptance: [],
              ...given.spec,
            }),
          ) as Record<string, never>,
        );
  const { findBlame } = createFindBlame({
    store,
    families: { typescript: family, python: family },
  });
  const found = await runActivity(findBlame, { family: 'typescript', part, spec });
  return { store, found };
}

const right = { longest: CODES.longest };

describe('findBlame', () => {
  it('blames the leaf whose runner-up mends a broken law, and puts the failing case into its contract', async () => {
    const { store, found } = await failing({ runnersUp: right, entry: { laws: [LAW] } });
    expect(found.blamed?.task).toBe('entry/longest');
    expect(found.why).toMatch(/^entry\/longest is at fault: a runner-up/);
    const { cases, background } = await loadContract(store, found.blamed?.contract ?? '');
    expect([cases.length, background]).toEqual([1, '']);
    expect(cases[0]?.call).toMatch(/^longest\(\["aa","bb",/);
    expect(cases[0]?.returns).toBe('aa');
  });

  it('blames it for a stated call that most answers for the whole contradict', async () => {
    const examples = [{ call: 'entry("aa bb c")', returns: 'aa c 5' }];
    const { store, found } = await failing({ runnersUp: right, entry: { examples } });
    expect(found.blamed?.task).toBe('entry/longest');
    const { cases } = await loadContract(store, found.blamed?.contract ?? '');
    expect(cases).toEqual([{ call: 'longest(["aa","bb","c"])', returns: 'aa' }]);
  });

  it('blames it for an acceptance test, of which nothing enters a contract but the call of the leaf', async () => {
    const acceptance = [...ACCEPTANCE.slice(0, 2)];
    const { store, found } = await failing({ runnersUp: right, spec: { acceptance } });
    expect(found.blamed?.task).toBe('entry/longest');
    const contract = JSON.stringify(await loadContract(store, found.blamed?.contract ?? ''));
    expect(contract).toContain('longest([\\"aa\\",\\"bb\\",\\"c\\"])');
    expect(contract).not.toMatch(/acceptance|it is right/);
  });

  it('guesses nothing: without runners-up nobody is blamed, and the whole may be elected anew, told what failed', async () => {
    const { store, found } = await failing({ entry: { laws: [LAW] } });
    expect([found.blamed, found.own.task]).toEqual([null, 'entry']);
    const { background } = await loadContract(store, found.own.contract);
    expect(background).toMatch(/^An earlier entry was not right\. What was found: laws: for all n/);
  });

  it('blames nobody for a runner-up that behaves as the elected code does', async () => {
    const same = WRONG_LONGEST.replaceAll('best', 'found');
    const { found } = await failing({ runnersUp: { longest: same }, entry: { laws: [LAW] } });
    expect(found.blamed).toBeNull();
  });

  it('tells a whole from its decomposition: what it was given stays, what it was split into goes', async () => {
    const { store, found } = await failing({ entry: { laws: [LAW] } });
    expect(found.own.parts).toHaveLength(6);
    expect(found.own.whole.parts).toEqual([]);
    expect((await loadContract(store, found.own.contract)).uses).toHaveLength(5);
    expect((await loadContract(store, found.own.whole.contract)).uses).toEqual([]);
  });
});
