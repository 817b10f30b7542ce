import { resultLines } from '../../../src/client/view/result-lines';
import { certificate } from '../support/certificates';
import { textOf } from '../support/text';

describe('resultLines', () => {
  it('tells where the result is, its checks, its bound and its cost', () => {
    expect(textOf(resultLines(certificate(), 'out/text-stats'))).toEqual([
      'text-stats done after 4 min 05 s: out/text-stats',
      '  checks  4 examples, 12 tests passed, 0 failed',
      '  bound   an elected answer is wrong with probability at most 2.4 %',
      '  votes   36 votes, 5 red flags; 9 elected, 0 exhausted; k 2 to 3; errors 8.3 % (1.8 % to 22 %)',
      '  spent   41 calls, 18,201 + 2,301 tokens, $0.00',
      '  proof   out/text-stats/CERTIFICATE.md',
    ]);
  });

  it('says that nothing was built when there is no artifact', () => {
    const [first] = textOf(resultLines(certificate({ status: 'failed', artifact: null }), 'out/x'));
    expect(first).toBe('text-stats failed after 4 min 05 s: nothing was built');
  });

  it('counts failed checks, and calls lost in crashes', () => {
    const checks = { passed: 3, failed: 1 };
    const verification = { ...certificate().verification, examples: checks };
    const lines = textOf(resultLines(certificate({ verification, lostCalls: 2 }), 'out/x'));
    expect(lines).toContain('  checks  3 examples, 12 tests passed, 1 failed');
    expect(lines).toContain(
      '  spent   41 calls (and 2 calls lost in crashes), 18,201 + 2,301 tokens, $0.00',
    );
  });

  it('says so when nothing was checked', () => {
    const none = { passed: 0, failed: 0 };
    const verification = { examples: none, tests: none, properties: none, acceptance: none };
    expect(textOf(resultLines(certificate({ verification }), 'out/x'))).toContain(
      '  checks  none were run',
    );
  });
});
