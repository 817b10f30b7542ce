import { answeredId } from '../../src/activities/ask';
import { createPresumeCode } from '../../src/activities/presume-code';
import { QuickJsSandbox } from '../../src/adapters/quickjs/quickjs-sandbox';
import { createTypescriptFamily } from '../../src/families/typescript';
import { Part } from '../../src/schemas/subject';
import { contractOf } from '../families/typescript/contracts';
import { runActivity } from '../support/activity';
import { fenced } from '../support/five-leaves';
import { MemoryStore } from '../support/memory-store';

const sandbox = new QuickJsSandbox({ threads: 1 });
const family = createTypescriptFamily(sandbox);
afterAll(() => sandbox.close());

const codeOf = (body: string) => `export function twice(n: number): number {\n  return ${body};\n}`;

/** The code that stands for an election in which these answers were given. */
async function presumed(answers: readonly string[]): Promise<string | null> {
  const store = new MemoryStore();
  for (const [index, text] of answers.entries()) {
    const answer = await store.put({ text });
    const usage = { calls: 1, promptTokens: 1, completionTokens: 1, costUsd: 0 };
    await store.record(answeredId(`run/twice#code:${index}`), {
      answer,
      redFlag: null,
      usage,
      lostCalls: 0,
      attempt: 0,
    });
  }
  const examples = [{ call: 'twice(2)', returns: 5 }];
  const contract = await store.put(contractOf('twice(n: number): number', { examples }));
  const { presumeCode } = createPresumeCode({
    store,
    families: { typescript: family, python: family },
  });
  const part = await runActivity(presumeCode, {
    family: 'typescript',
    contract,
    parts: [],
    election: 'run/twice#code',
    answers: answers.length + 1,
    task: 'twice',
  });
  return part === null ? null : Part.parse(await store.get(part)).code;
}

describe('presumeCode', () => {
  it('takes the behaviour that most answers have, whatever the contract states of results', async () => {
    const answers = ['n + 1', 'n * 2', 'n + n'].map((body) => fenced(codeOf(body)));
    expect(await presumed(answers)).toBe(`${codeOf('n * 2')}\n`);
  });

  it('passes over what cannot be run, and finds nothing where nothing can', async () => {
    expect(await presumed(['no code', fenced('export const once = 1;')])).toBeNull();
  });
});
