import fc from 'fast-check';
import { createBookkeeping } from '../../src/activities/bookkeeping';
import { createExamine } from '../../src/activities/examine';
import type { Prompt } from '../../src/activities/ports';
import { renderPrompt } from '../../src/activities/prompts/render';
import { loadSubject } from '../../src/activities/subjects';
import { MAX_CALL_TOKENS } from '../../src/domain/call-limits';
import { createTypescriptFamily } from '../../src/families/typescript';
import type { Json } from '../../src/schemas/hash';
import { ProposedPlan } from '../../src/schemas/plan';
import type { Subject } from '../../src/schemas/subject';
import { runActivity } from '../support/activity';
import { fieldsOf, valuesOf } from '../support/json-schema';
import { MemoryStore } from '../support/memory-store';
import { subjectsOf, toyContract } from '../support/subjects';
import { toyFamilies } from '../support/toy-family';

const store = new MemoryStore();
const families = toyFamilies;

const CONTRACT = toyContract({
  name: 'invoice',
  signature: 'invoice(lines: Line[]): Invoice',
  description: 'The invoice of some lines.',
  types: 'interface Line { price: number }\ninterface Invoice { total: number }',
  background: 'Part of a shop.\nIt sells books.',
  examples: [{ call: 'invoice([{ price: 3 }])', returns: { total: 3 } }],
  probes: ['invoice([{ price: 777 }])'],
  uses: [{ name: 'sum', signature: 'sum(n: number[]): number', description: 'The sum.' }],
});

const render = (subject: Subject, seed = 0): Promise<Prompt> =>
  renderPrompt({ subject, seed, store, families });

/** A prompt on the contract for each kind of subject; the choice is between two plans of one function each. */
async function subjects(): Promise<ReturnType<typeof subjectsOf>> {
  const plans = ['first', 'second'].map((name) =>
    store.put({ children: [{ contract: toyContract({ name }), uses: [] }] }),
  );
  return subjectsOf(CONTRACT, await Promise.all(plans));
}

const KINDS = ['size', 'plan', 'choice', 'code'] as const;
const STRUCTURED = ['size', 'plan', 'choice'] as const;

/** The JSON schema that the prompt for such a subject shows. */
async function schemaOf(kind: (typeof STRUCTURED)[number]): Promise<Json> {
  const { schema } = await render((await subjects())[kind]);
  return schema?.json ?? null;
}

/** Whether a reply on such a subject is thrown away for its form. */
async function isMalformed(kind: (typeof STRUCTURED)[number], reply: Json): Promise<boolean> {
  const subject = await store.put((await subjects())[kind]);
  const family = createTypescriptFamily({ run: () => Promise.reject(new Error('not to be run')) });
  const { examine } = createExamine({ store, families: { ...toyFamilies, typescript: family } });
  const answer = await store.put({ text: JSON.stringify(reply) });
  const examined = await runActivity(examine, { subject, answer, seed: 0 });
  return examined.status === 'flagged' && examined.redFlag === 'malformed';
}

describe('renderPrompt', () => {
  it.each(KINDS)('tells what the contract asks for, on a subject of kind %s', async (kind) => {
    const { user } = await render((await subjects())[kind]);
    expect(user).toContain(CONTRACT.signature);
    expect(user).toContain(CONTRACT.description);
  });

  it.each(['plan', 'code'] as const)(
    'tells types, examples, background and what may be called, on a subject of kind %s',
    async (kind) => {
      const { user } = await render((await subjects())[kind]);
      const [example] = CONTRACT.examples;
      const told = [CONTRACT.types, ...CONTRACT.background.split('\n'), example?.call, 'total":3'];
      for (const { signature, description } of CONTRACT.uses) told.push(signature, description);
      for (const part of told) expect(user).toContain(part);
    },
  );

  it('tells an executor the laws that its code has to keep', async () => {
    const laws = [{ forAll: 'lines: Line[]', claim: 'invoice(lines).total >= 0' }];
    const { user } = await render({ ...(await subjects()).code, contract: { ...CONTRACT, laws } });
    expect(user).toContain('For all lines: Line[]: invoice(lines).total >= 0');
  });

  it.each(KINDS)('has no empty section and no hole, on a subject of kind %s', async (kind) => {
    const bare = subjectsOf(toyContract(), (await subjects()).choice.plans)[kind];
    const { system, user } = await render(bare);
    expect(system + user).not.toMatch(/undefined|null|\[object|\n{3}/);
    expect(user).toBe(user.trim());
  });

  it('tells a decomposer why earlier plans failed', async () => {
    const { plan } = await subjects();
    const { user } = await render({ ...plan, failures: ['Too fine.', 'Too coarse.'] });
    expect(user).toMatch(/- Too fine\.\n- Too coarse\./);
  });

  it('lets the seed change nothing but the order on a ballot', async () => {
    const all = await subjects();
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (one, other) => {
        for (const kind of ['size', 'plan', 'code'] as const)
          expect(await render(all[kind], one)).toEqual(await render(all[kind], other));
        const [a, b] = [await render(all.choice, one), await render(all.choice, other)];
        const words = ({ user }: Prompt) => user.split(/\s+/).sort();
        expect(words(a)).toEqual(words(b));
      }),
      { numRuns: 20 },
    );
  });

  it.each(KINDS)('bounds what a call can cost, on a subject of kind %s (I10)', async (kind) => {
    const all = await subjects();
    expect((await render(all[kind])).maxTokens).toBeLessThanOrEqual(MAX_CALL_TOKENS.reply);
    const long = { ...all[kind], contract: { ...CONTRACT, description: 'é'.repeat(12_001) } };
    const failed = render(long);
    await expect(failed).rejects.toMatchObject({ type: 'prompt.too-long', nonRetryable: true });
    await expect(failed).rejects.toThrow(
      /invoice has [\d,]+ tokens by our count, expected at most 8,000/,
    );
  });

  it('never shows an acceptance test or a probe, in any election of a run', async () => {
    const { openSpec, prepareTask, prepareCode, nominate, openPlan } = createBookkeeping({ store });
    const secret = 'SECRET-ACCEPTANCE';
    const spec = await store.put({
      name: 'shop',
      family: 'typescript',
      entry: CONTRACT,
      acceptance: [{ path: `${secret}.test.ts`, text: secret }],
    });
    const family = 'typescript';
    const { contract } = await openSpec({ spec });
    const { plans } = (await subjects()).choice;
    const task = await prepareTask({ family, contract, depth: 0, maxDepth: 2, failures: [] });
    const [elected = '', ...others] = plans;
    const [child] = await openPlan({ plan: elected });
    const prepared = await Promise.all([
      nominate({ subject: task.plan, plans: [elected, ...others] }),
      prepareCode({ family, contract, plan: elected, parts: [] }).then(({ subject }) => subject),
      prepareCode({ family, contract: child?.contract ?? '', plan: null, parts: [] }).then(
        ({ subject }) => subject,
      ),
    ]);
    for (const hash of [task.size, task.plan, ...prepared]) {
      const { system, user } = await render(await loadSubject(store, hash));
      expect(system + user).not.toContain(secret);
      expect(system + user).not.toContain('777');
    }
  });
});

describe('the schema that a prompt shows', () => {
  it.each(STRUCTURED)('is the one its reply is read by, on a subject of kind %s', async (kind) => {
    const schema = await schemaOf(kind);
    await fc.assert(
      fc.asyncProperty(valuesOf(schema), async (reply) => {
        expect(await isMalformed(kind, reply)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it('makes a decomposer propose what ProposedPlan reads, unchanged', async () => {
    const schema = await schemaOf('plan');
    fc.assert(
      fc.property(valuesOf(schema), (reply) => {
        expect(ProposedPlan.parse(reply)).toEqual(reply);
      }),
    );
  });

  it.each(STRUCTURED)(
    'has no field that a reply may rename, on a subject of kind %s',
    async (kind) => {
      const schema = await schemaOf(kind);
      const [reply = null] = fc.sample(valuesOf(schema), 1);
      const fields = fieldsOf(schema);
      expect(fields.length).toBeGreaterThan(0);
      for (const field of fields) {
        const renamed = JSON.stringify(reply).replace(`"${field}":`, `"${field}s":`);
        expect(await isMalformed(kind, JSON.parse(renamed) as Json)).toBe(true);
      }
    },
  );
});
