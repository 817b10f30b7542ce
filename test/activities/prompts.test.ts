import fc from 'fast-check';
import { createBookkeeping } from '../../src/activities/bookkeeping';
import { createExamine } from '../../src/activities/examine';
import type { Prompt } from '../../src/activities/ports/language-model';
import { executorPrompt } from '../../src/activities/prompts/executor';
import { renderPrompt } from '../../src/activities/prompts/render';
import { loadSubject } from '../../src/activities/subjects';
import { MAX_CALL_TOKENS, promptTokensAtMost } from '../../src/domain/call-limits';
import { VARIED_PROMPTS } from '../../src/domain/diversity';
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

const render = (subject: Subject, seed = 0, variant = 0): Promise<Prompt> =>
  renderPrompt({ subject, seed, variant, store, families });

/** A prompt on the contract for each kind of subject; the choice is between two plans of one function each. */
async function subjects(): Promise<ReturnType<typeof subjectsOf>> {
  const plans = ['first', 'second'].map((name) =>
    store.put({ children: [{ contract: toyContract({ name }), uses: [] }] }),
  );
  return subjectsOf(CONTRACT, await Promise.all(plans));
}

const KINDS = ['size', 'plan', 'choice', 'code', 'difference'] as const;
const STRUCTURED = ['size', 'plan', 'choice', 'difference'] as const;

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

  it('shows a discriminator the contract with all that is stated, the call and both outcomes, in both orders', async () => {
    const { difference } = await subjects();
    const cases = [{ call: 'invoice([])', returns: { total: 0 } }];
    const subject = { ...difference, contract: { ...CONTRACT, cases } };
    const shown = await Promise.all([...Array(20).keys()].map((seed) => render(subject, seed)));
    for (const { user } of shown)
      for (const fact of [
        'invoice([{ price: 3 }])',
        'invoice([])',
        subject.call,
        'It sells books.',
      ])
        expect(user).toContain(fact);
    const orders = shown.map(({ user }) =>
      /^A: one program (.*)\nB: another program (.*)$/m.exec(user),
    );
    const [one, other] = subject.outcomes;
    expect(new Set(orders.map((found) => found?.slice(1).join()))).toEqual(
      new Set([`${one},${other}`, `${other},${one}`]),
    );
  });

  it('tells an executor what discriminators found right', async () => {
    const { code } = await subjects();
    const rulings = [{ call: 'invoice(null)', outcome: 'threw TypeError' }];
    for (const variant of VARIANTS) {
      const { user } = await render({ ...code, rulings }, 0, variant);
      expect(user).toContain('invoice(null): threw TypeError');
    }
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

/** Of the base prompt, and of every varied one. */
const VARIANTS = Array.from({ length: VARIED_PROMPTS + 1 }, (_, variant) => variant);

/** Words as a contract's author may write them, on one line or several. */
const prose = fc
  .array(fc.stringMatching(/^[a-z][a-z "`.-]{0,18}[a-z]$/), { minLength: 1, maxLength: 4 })
  .map((lines) => lines.join('\n'));
const contracts = fc
  .record({
    description: prose,
    examples: fc.array(fc.record({ call: prose, returns: fc.jsonValue() as fc.Arbitrary<Json> }), {
      maxLength: 3,
    }),
    background: fc.oneof(fc.constant(''), prose),
    uses: fc.constantFrom([], CONTRACT.uses),
    types: fc.constantFrom('', CONTRACT.types),
    cases: fc.subarray([{ call: 'invoice([])', returns: { total: 0 } }]),
    laws: fc.subarray([{ forAll: 'lines: Line[]', claim: 'invoice(lines).total >= 0' }]),
  })
  .map((rest) => ({ ...CONTRACT, ...rest }));

/** Subjects that are asked about more than once. */
const VARIED = [...KINDS, 'results'] as const;

describe('the varied prompts of a role', () => {
  it.each(VARIED)('differ from its base prompt and from each other, for %s', async (kind) => {
    const prompts = await Promise.all(
      VARIANTS.map(async (variant) => (await render((await subjects())[kind], 0, variant)).user),
    );
    expect(new Set(prompts).size).toBe(VARIED_PROMPTS + 1);
  });

  it.each(VARIED)('tell the same facts, whatever the contract, for %s', async (kind) => {
    const all = await subjects();
    await fc.assert(
      fc.asyncProperty(contracts, fc.constantFrom(...VARIANTS), async (contract, variant) => {
        const { user, system } = await render({ ...all[kind], contract }, 0, variant);
        const base = await render({ ...all[kind], contract });
        const told = [contract.signature, ...contract.description.split('\n')];
        if (kind === 'plan' || kind === 'code') {
          for (const { call, returns } of [
            ...contract.examples,
            ...(kind === 'code' ? contract.cases : []),
          ])
            told.push(...call.split('\n'), JSON.stringify(returns));
          told.push(...contract.background.split('\n'), contract.types);
        }
        if (kind === 'code')
          for (const { forAll, claim } of contract.laws) told.push(forAll, claim);
        if (kind !== 'choice' && kind !== 'results' && kind !== 'difference')
          for (const { signature, description } of contract.uses) told.push(signature, description);
        for (const fact of told) expect(user).toContain(fact);
        expect(system).toBe(base.system);
      }),
      { numRuns: 40 },
    );
  });

  it.each(VARIED)('show the same schema and bound the reply alike, for %s', async (kind) => {
    const subject = (await subjects())[kind];
    const { schema, maxTokens } = await render(subject);
    for (const variant of VARIANTS)
      expect(await render(subject, 0, variant)).toMatchObject({
        ...(schema === undefined ? {} : { schema }),
        maxTokens,
      });
  });

  it('give way to the base prompt where they would be too long for a call (I10)', async () => {
    const { plan } = await subjects();
    const subject = { ...plan, failures: Array<string>(8).fill('é'.repeat(1_000)) };
    const room = MAX_CALL_TOKENS.prompt - promptTokensAtMost(await render(subject));
    const full = { ...CONTRACT, description: 'e'.repeat(3 * room) };
    const [base, ...varied] = await Promise.all(
      VARIANTS.map((variant) => render({ ...subject, contract: full }, 0, variant)),
    );
    expect(varied.some(({ user }) => user === base?.user)).toBe(true);
  });

  it('tell an executor what an answer may not hold, and end in the function to be written', async () => {
    const language = createTypescriptFamily({
      run: () => Promise.reject(new Error('no')),
    }).language;
    for (const variant of VARIANTS) {
      const { system, user } = executorPrompt({ contract: CONTRACT, variant }, language);
      expect(system).toContain(language.restrictions);
      expect(user).toContain(language.stub(CONTRACT.signature));
      expect(user).toMatch(/Complete only the function named invoice\.$/);
    }
  });

  it('begin as the base prompt does, as far as what stands around the task', async () => {
    const { code } = await subjects();
    const [base = '', ...varied] = await Promise.all(
      VARIANTS.map(async (variant) => (await render(code, 0, variant)).user),
    );
    const surroundings = base.slice(0, base.indexOf(CONTRACT.description));
    expect(surroundings).toContain('It sells books.');
    for (const user of varied) expect(user.startsWith(surroundings)).toBe(true);
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
