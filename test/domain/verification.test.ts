import fc from 'fast-check';
import { areInputsWeak, describeRefutation, judgeVerifiers } from '../../src/domain/verification';
import type { VerifierVerdict } from '../../src/schemas/verification';

const verdictOf = (
  verdict: VerifierVerdict['verdict'],
  kind: VerifierVerdict['kind'] = 'opinion',
): VerifierVerdict => ({ verifier: 'differential', kind, verdict, detail: `${kind} ${verdict}` });

const verdicts = fc.array(
  fc
    .record({
      verdict: fc.constantFrom('agree', 'disagree', 'abstain'),
      kind: fc.constantFrom('deterministic', 'opinion'),
    })
    .map(({ verdict, kind }) => verdictOf(verdict, kind)),
  { maxLength: 30 },
);

describe('judgeVerifiers', () => {
  it('never accepts against a deterministic verifier, however many agree', () => {
    fc.assert(
      fc.property(verdicts, fc.nat(100), (given, more) => {
        const agreeing = Array.from({ length: more }, () => verdictOf('agree'));
        const proof = verdictOf('disagree', 'deterministic');
        expect(judgeVerifiers([...given, ...agreeing, proof]).accepted).toBe(false);
      }),
    );
  });

  it('accepts exactly when none refutes and at least four of five with an opinion agree', () => {
    fc.assert(
      fc.property(verdicts, (given) => {
        const { accepted, agreeing, disagreeing, abstaining } = judgeVerifiers(given);
        expect(agreeing + disagreeing + abstaining).toBe(given.length);
        const isRefuted = given.some(
          ({ kind, verdict }) => kind === 'deterministic' && verdict === 'disagree',
        );
        expect(accepted).toBe(!isRefuted && agreeing > 0 && agreeing >= 4 * disagreeing);
      }),
    );
  });

  it('is not changed by who abstains, nor by the order', () => {
    fc.assert(
      fc.property(verdicts, fc.nat(9), (given, abstaining) => {
        const more = Array.from({ length: abstaining }, () => verdictOf('abstain'));
        const other = judgeVerifiers([...more, ...given.toReversed()]);
        expect(other.accepted).toBe(judgeVerifiers(given).accepted);
      }),
    );
  });

  it('accepts nothing that nobody judged', () => {
    expect(judgeVerifiers([verdictOf('abstain')]).accepted).toBe(false);
  });
});

describe('describeRefutation', () => {
  it('tells proofs before doubts, and leaves out who agrees', () => {
    const given = [
      verdictOf('agree'),
      verdictOf('disagree'),
      verdictOf('disagree', 'deterministic'),
    ];
    expect(describeRefutation(given)).toBe(
      'differential: deterministic disagree; differential: opinion disagree',
    );
  });
});

describe('areInputsWeak', () => {
  it.each([
    [null, false],
    [{ mutants: 0, killed: 0 }, false],
    [{ mutants: 10, killed: 6 }, false],
    [{ mutants: 10, killed: 5 }, true],
  ])('says of %j: %s', (inputs, isWeak) => {
    expect(areInputsWeak(inputs)).toBe(isWeak);
  });
});
