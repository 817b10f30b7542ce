import fc from 'fast-check';
import { createExamine, type Examined } from '../../src/activities/examine';
import { hashOf } from '../../src/activities/hash';
import type { Family } from '../../src/activities/ports/family';
import { renderPrompt } from '../../src/activities/prompts/render';
import type { Hash } from '../../src/schemas/hash';
import type { Plan } from '../../src/schemas/plan';
import type { Subject } from '../../src/schemas/subject';
import { runActivity } from '../support/activity';
import { MemoryStore } from '../support/memory-store';
import { subjectsOf, toyContract } from '../support/subjects';
import { toyFamilies, toyFamily } from '../support/toy-family';

const store = new MemoryStore();
const subjects = subjectsOf(toyContract());

/** Examines a reply as the worker does: from the store, by hash. */
async function examine(
  subject: Subject,
  reply: string,
  { seed = 0, family = toyFamily }: { readonly seed?: number; readonly family?: Family } = {},
): Promise<Examined> {
  const activity = createExamine({
    store,
    families: { ...toyFamilies, typescript: family },
  }).examine;
  const answer = await store.put({ text: reply });
  return runActivity(activity, { subject: await store.put(subject), answer, seed });
}

const planOf = (...names: readonly string[]): Plan => ({
  children: names.map((name) => ({
    contract: toyContract({ name, signature: `${name}(n: number): number` }),
    uses: [],
  })),
});

describe('examine, of a size', () => {
  it.each(['leaf', 'split'])('takes %s for a vote', async (size) => {
    const reply = JSON.stringify({ size });
    expect(await examine(subjects.size, reply)).toEqual({
      status: 'vote',
      candidate: size,
      artifact: await store.put({ text: reply }),
    });
  });

  it.each([
    ['prose', 'It is a leaf.', /Found no JSON but "It is a leaf\."/],
    ['half a reply', '{"size":"le', /Found no JSON/],
    ['a third size', '{"size":"huge"}', /"leaf"\|"split"/],
    ['a renamed field', '{"verdict":"leaf"}', /verdict/],
    ['a field too many', '{"size":"leaf","why":"short"}', /why/],
    ['nothing', '', /Found no JSON/],
  ])('flags %s as malformed, and says what was wrong', async (_, reply, says) => {
    const examined = await examine(subjects.size, reply);
    expect(examined).toMatchObject({ status: 'flagged', redFlag: 'malformed' });
    expect(examined).toHaveProperty('detail', expect.stringMatching(says));
  });

  it('cuts a detail that a history could not carry (I5)', async () => {
    const keys = Array.from({ length: 500 }, (_, i) => [`field${i}`, 1]);
    const examined = await examine(subjects.size, JSON.stringify(Object.fromEntries(keys)));
    expect(examined).toMatchObject({ status: 'flagged' });
    expect(JSON.stringify(examined).length).toBeLessThan(1_000);
  });
});

describe('examine, of a plan', () => {
  const reply = JSON.stringify({
    functions: [
      { name: 'half', parameters: 'n: number', returns: 'number', purpose: 'Half.', uses: [] },
    ],
  });

  it('takes the plan for a vote by its fingerprint, and keeps it', async () => {
    const examined = await examine(subjects.plan, reply);
    expect(examined).toMatchObject({ status: 'vote', candidate: 'half(n: number): number' });
    const { artifact } = examined as { readonly artifact: Hash };
    expect(await store.get(artifact)).toMatchObject({
      children: [{ contract: { name: 'half', description: 'Half.' }, uses: [] }],
    });
  });

  it('flags what its family reads no plan in', async () => {
    expect(await examine(subjects.plan, '{"parts":[]}')).toEqual({
      status: 'flagged',
      redFlag: 'malformed',
      detail: 'no plan',
    });
  });
});

describe('examine, of a choice', () => {
  const names = ['first', 'second', 'third', 'fourth', 'fifth'];

  it('counts the letter for the plan that stood behind it, whatever the seed shuffled', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 2, max: names.length }), async (seed, count) => {
        const plans = names.slice(0, count).map((name) => planOf(name));
        const hashes = await Promise.all(plans.map((plan) => store.put(plan)));
        const subject = subjectsOf(toyContract(), hashes).choice;
        const letters = await lettersShown(subject, seed);
        expect([...letters.keys()].sort()).toEqual(names.slice(0, count).sort());
        for (const [index, name] of names.slice(0, count).entries()) {
          const reply = JSON.stringify({ choice: letters.get(name) });
          expect(await examine(subject, reply, { seed })).toEqual({
            status: 'vote',
            candidate: `${name}(n: number): number`,
            artifact: hashes[index],
          });
        }
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['a letter that no plan has', '{"choice":"C"}'],
    ['a small letter', '{"choice":"a"}'],
    ['a number', '{"choice":0}'],
    ['prose', 'A'],
  ])('flags %s as malformed', async (_, reply) => {
    const plans = await Promise.all([planOf('first'), planOf('second')].map((p) => store.put(p)));
    const examined = await examine(subjectsOf(toyContract(), plans).choice, reply);
    expect(examined).toMatchObject({ status: 'flagged', redFlag: 'malformed' });
  });

  /** By which letter a microagent with this seed was shown the plan with each function. */
  async function lettersShown(subject: Subject, seed: number): Promise<Map<string, string>> {
    const { user } = await renderPrompt({
      variant: 0,
      subject,
      seed,
      store,
      families: toyFamilies,
    });
    return new Map(
      [...user.matchAll(/^Plan ([A-P]):\n- (\w+)/gm)].map(([, letter = '', name = '']) => [
        name,
        letter,
      ]),
    );
  }
});

describe('examine, of code', () => {
  it('takes its behaviour for the vote, and keeps the text byte for byte (I9)', async () => {
    const text = '  twice\tn \r\n';
    const examined = await examine(subjects.code, text);
    expect(examined).toEqual({
      status: 'vote',
      candidate: hashOf('twice\tn'),
      artifact: await store.put({ text }),
    });
  });

  it('flags a reply without code, and passes on what its family flags', async () => {
    expect(await examine(subjects.code, '')).toMatchObject({ redFlag: 'malformed' });
    expect(await examine(subjects.code, 'BAD')).toEqual({
      status: 'flagged',
      redFlag: 'does-not-compile',
      detail: 'BAD',
    });
  });

  it('brings the parts it may call, each once and after all that they call', async () => {
    const part = (name: string, parts: readonly Hash[]): Promise<Hash> =>
      store.put({ contract: toyContract({ name }), code: `code of ${name}`, parts });
    const base = await part('base', []);
    const left = await part('left', [base]);
    const right = await part('right', [base, left]);
    const examineCode = jest.fn<
      ReturnType<Family['examineCode']>,
      Parameters<Family['examineCode']>
    >(() => Promise.resolve({ status: 'vote', candidate: 'c' }));
    const subject: Subject = { ...subjects.code, parts: [right, left] };
    await examine(subject, 'twice n', { family: { ...toyFamily, examineCode } });
    const [code, contract, parts] = examineCode.mock.calls[0] ?? [];
    expect([code, contract]).toEqual(['twice n', toyContract()]);
    expect(parts?.map((loaded) => [loaded.contract.name, loaded.code])).toEqual([
      ['base', 'code of base'],
      ['left', 'code of left'],
      ['right', 'code of right'],
    ]);
  });

  describe('of the same text for the same subject', () => {
    type ExamineCode = Family['examineCode'];

    /** Examines replies one after the other, as one worker does; gives the verdicts, and how often code was run. */
    async function examineAll(
      replies: readonly string[],
      examineCode: ExamineCode,
    ): Promise<{ readonly verdicts: readonly Examined[]; readonly runs: number }> {
      const running = jest.fn<ReturnType<ExamineCode>, Parameters<ExamineCode>>(examineCode);
      const family = { ...toyFamily, examineCode: running };
      const { examine: activity } = createExamine({
        store,
        families: { ...toyFamilies, typescript: family },
      });
      const subject = await store.put(subjects.code);
      const verdicts: Examined[] = [];
      for (const [seed, text] of replies.entries())
        verdicts.push(
          await runActivity(activity, { subject, answer: await store.put({ text }), seed }),
        );
      return { verdicts, runs: running.mock.calls.length };
    }

    it('gives the same verdict without running it again', async () => {
      const replies = ['twice n', 'BAD', 'twice n', 'BAD', 'thrice n'];
      const { verdicts, runs } = await examineAll(replies, toyFamily.examineCode);
      expect(runs).toBe(3);
      expect(verdicts[2]).toEqual(verdicts[0]);
      expect(verdicts[3]).toEqual(verdicts[1]);
      expect(verdicts[4]).not.toEqual(verdicts[0]);
    });

    it('runs it again when it ran out of a limit, which a less busy machine may not do', async () => {
      let time = 0;
      const { verdicts } = await examineAll(['slow', 'slow'], () => {
        time += 1;
        return Promise.resolve(
          time === 1
            ? { status: 'flagged', redFlag: 'out-of-limits', detail: 'time' }
            : { status: 'vote', candidate: 'c' },
        );
      });
      expect(verdicts).toMatchObject([{ redFlag: 'out-of-limits' }, { candidate: 'c' }]);
    });
  });
});

describe('examine, of a difference', () => {
  it('counts the letter for the outcome that stood behind it, whatever the seed shuffled', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const subject = subjects.difference;
        const prompt = await renderPrompt({
          subject,
          seed,
          variant: 0,
          store,
          families: toyFamilies,
        });
        const [, a] = /^A: one program (.*)$/m.exec(prompt.user) ?? [];
        const [first, second] = a === subject.outcomes[0] ? 'AB' : 'BA';
        const verdict = async (right = '') => examine(subject, JSON.stringify({ right }), { seed });
        expect(await verdict(first)).toMatchObject({ status: 'vote', candidate: 'first' });
        expect(await verdict(second)).toMatchObject({ status: 'vote', candidate: 'second' });
        expect(await verdict('unsaid')).toMatchObject({ status: 'vote', candidate: 'unsaid' });
        expect(await verdict('C')).toMatchObject({ status: 'flagged', redFlag: 'malformed' });
      }),
      { numRuns: 20 },
    );
  });
});

describe('examine, of code after a ruling', () => {
  it('flags what does something else than discriminators found right (I1)', async () => {
    const rulings = [{ call: 'double(2)', outcome: 'good' }];
    const subject = { ...subjects.code, rulings };
    expect(await examine(subject, 'good')).toMatchObject({ status: 'vote' });
    expect(await examine(subject, 'bad')).toEqual({
      status: 'flagged',
      redFlag: 'contradicts-case',
      detail: 'double(2): expected that it good, found that it bad',
    });
  });
});
