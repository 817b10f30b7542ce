import fc from 'fast-check';
import { canonicalJson } from '../../src/domain/canonical-json';
import { certify, type RunFacts } from '../../src/domain/certificate';
import { renderCertificate } from '../../src/domain/certificate-text';
import { Certificate } from '../../src/schemas/certificate';
import { DONE, elected, facts, PASSED, SOURCES } from './run-facts';

describe('renderCertificate', () => {
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
