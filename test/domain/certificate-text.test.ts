import fc from 'fast-check';
import { canonicalJson } from '../../src/domain/canonical-json';
import { certify, type RunFacts } from '../../src/domain/certificate';
import { renderCertificate } from '../../src/domain/certificate-text';
import { Certificate } from '../../src/schemas/certificate';
import { DONE, elected, facts, PASSED, SOURCES } from './run-facts';

describe('renderCertificate', () => {
  const difference = {
    call: 'words("a`b")',
    outcomes: ['returned ["a`b"]', 'threw Error'],
  } as const;
  const judged = (verdict: 'unsaid' | 'first'): RunFacts => ({
    ...DONE,
    elections: [
      { ...elected('textStats/split', 'difference'), difference: { ...difference, verdict } },
      ...DONE.elections,
    ],
    spending: { ...DONE.spending, usage: { ...DONE.spending.usage, calls: 35 } },
  });

  it('names what the contract does not say, and claims nothing of it', () => {
    const text = renderCertificate(certify(judged('unsaid')));
    expect(text).toContain('Of 1 call the contract does not say what is right');
    expect(text).toContain(
      '- `textStats/split`, on `` words("a`b") ``: one answer `` returned ["a`b"] ``, another `threw Error`',
    );
    expect(text).toContain(
      '| Differences between candidates | 0 decided, 1 not said by the contract, 0 undecided |',
    );
  });

  it('says that discriminators turned answers away, where they did', () => {
    const text = renderCertificate(certify(judged('first')));
    expect(text).toContain('1 decided, 0 not said by the contract, 0 undecided');
    expect(text).toContain('discriminators elected by the contract which outcome is right');
    expect(text).not.toContain('What the contract does not say');
  });

  it('counts discriminators as no election of the result, but as votes that were paid for', () => {
    const { elections, margin, votes, steps } = certify(judged('first'));
    const before = certify(DONE);
    expect([elections, margin, steps]).toEqual([before.elections, before.margin, before.steps]);
    expect(votes).toBe(before.votes + 3);
  });

  it('says how many winners were compared with a witness, and what that told', () => {
    const confirmed = { calls: 2, confirmed: 2, refuted: 0, isTried: true, mutants: 9, vouched: 9 };
    const record = elected('textStats/words', 'code');
    const elections = [
      { ...record, confirmation: { ...confirmed, witness: { calls: 80, apart: 0 } } },
      { ...record, confirmation: { ...confirmed, witness: { calls: 80, apart: 3 } } },
      { ...record, confirmation: confirmed },
    ];
    const certificate = { ...certify(DONE), history: elections };
    expect(renderCertificate(certificate)).toContain(
      '| Witnesses | 2 of 3 elected codes compared with code in a second language, 1 does otherwise on some call |',
    );
    const none = { ...certificate, history: elections.slice(2) };
    expect(renderCertificate(none)).not.toContain('Witnesses');
  });

  it('says where its bound is short of the target', () => {
    const short = 'That is short of the target, 95 % right: take it for uncertain.';
    expect(renderCertificate(certify({ ...DONE, target: 0.95 }))).toContain(short);
    expect(renderCertificate(certify({ ...DONE, target: 0.9 }))).not.toContain('short of');
  });

  it('answers what was built, whether it is right and what it cost, on the first screen', () => {
    const text = renderCertificate(certify(DONE));
    const [title, , built, , right, , cost] = text.split('\n');
    expect(title).toBe('# Certificate: text-stats');
    expect(built).toBe('**What was built.** `text-stats`, made of 8 leaves by 9 elections.');
    expect(right).toMatch(
      /^\*\*Is it right\?\*\* All 15 checks passed\. The probability that any elected answer is wrong is at most 7\.8 %, if what stands below holds\.$/,
    );
    expect(cost).toBe(
      '**What it cost.** $0.0123 for 32 model calls with 9,600 tokens, in 4 min 05 s.',
    );
    expect(text).toContain(
      '| textStats/longest | code | elected | 3 | 3 | 5 | 4 | 1 malformed, 2 too-long |',
    );
    expect(text.endsWith('|\n')).toBe(true);
  });

  it.each<[string, Partial<RunFacts>, RegExp]>([
    [
      'a cancelled run',
      { status: 'cancelled', artifact: null, report: null },
      /Nothing: the run was cancelled after 9 elections[^]*Nothing is claimed/,
    ],
    [
      'a failed run',
      { status: 'failed', artifact: null, report: null },
      /Nothing: the run failed[^]*Nothing is claimed/,
    ],
    [
      'a result that failed a check',
      { status: 'failed', report: { ...PASSED, tests: { passed: 8, failed: 1 }, failures: ['x'] } },
      /but the run failed\.[^]*No: 1 of its 15 checks failed\./,
    ],
    [
      'a run without a bound',
      { elections: [] },
      /Beyond them the votes do not show it: .* is 100 %[^]*None was held/,
    ],
    ['a run without checks', { report: null }, /None of it was checked by running\./],
  ])('does not praise %s', (_, given, expected) => {
    expect(renderCertificate(certify({ ...DONE, ...given }))).toMatch(expected);
  });

  it('says where the votes came from, and how often errors of one and of two sources agreed', () => {
    const elections = [{ ...elected('top'), sources: SOURCES }];
    const text = renderCertificate(certify({ ...DONE, elections }));
    expect(text).toContain('## Where the votes came from');
    expect(text).toContain('| base prompt | 4 | 2 | 1 | 1 of 1 (100 %) |');
    expect(text).toContain('| other models or temperatures | 2 | 1 | 0 | none to compare |');
    expect(text).toContain('| two different sources |  |  |  | 0 of 2 (0 %) |');
    expect(text).not.toContain('varied prompts');
    expect(renderCertificate(certify(DONE))).not.toContain('Where the votes came from');
  });

  it('gives the same bytes before and after a store, and one table row for each election', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const certificate = certify(given);
        const text = renderCertificate(certificate);
        const stored: unknown = JSON.parse(canonicalJson(certificate));
        expect(renderCertificate(Certificate.parse(stored))).toBe(text);
        const rows = text.split('## Elections\n')[1]?.match(/^\| /gm)?.length ?? 0;
        expect(rows).toBe(given.elections.length === 0 ? 0 : given.elections.length + 2);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps a task with a pipe or a line break within its cell', () => {
    const text = renderCertificate(certify({ ...DONE, elections: [elected('a|b\n| c')] }));
    expect(text).toContain('| a\\|b \\| c | code |');
  });
});
