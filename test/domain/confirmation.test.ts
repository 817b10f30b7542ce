import * as fc from 'fast-check';
import { AGREEMENT } from '../../src/domain/agreement';
import { confirmationOf, confirmersDue } from '../../src/domain/confirmation';

describe('confirmationOf', () => {
  it.each([
    ['', 'open'],
    ['r', 'open'],
    ['rr', 'confirmed'],
    ['rrw', 'confirmed'],
    ['rrww', 'disputed'],
    ['rw', 'open'],
    ['wr', 'open'],
    ['wrrrr', 'confirmed'],
    ['rwrw', 'disputed'],
    ['ww', 'open'],
    ['wwww', 'contradicted'],
    ['wrwww', 'contradicted'],
    ['wv', 'open'],
    ['wvr', 'disputed'],
    ['--', 'disputed'],
    ['-r', 'open'],
  ])('finds a call on which verifiers say "%s" %s', (said, status) => {
    const answers = said.split('').map((answer) => (answer === '-' ? null : answer));
    expect(confirmationOf(answers, 'r').status).toBe(status);
  });

  it('makes a case only of what a quorum states', () => {
    expect(confirmationOf(['r', 'r'], 'r')).toEqual({ status: 'confirmed', agreed: null });
    expect(confirmationOf(['r', 'r', 'r', 'r'], 'r')).toEqual({
      status: 'confirmed',
      agreed: 'r',
    });
  });
});

describe('confirmersDue', () => {
  const answer = fc.constantFrom('r', 'r', 'w', 'v', null);
  const verifiers = fc.array(fc.array(answer, { minLength: 3, maxLength: 3 }), {
    minLength: AGREEMENT.most,
    maxLength: AGREEMENT.most,
  });

  it('asks nobody about nothing', () => {
    expect(confirmersDue([], 0)).toBe(0);
  });

  it('never asks more than agreement takes at the most, and never confirms against two dissenting answers', () => {
    fc.assert(
      fc.property(verifiers, (replies) => {
        let asked = 0;
        const standing = () =>
          [0, 1, 2].map((call) =>
            confirmationOf(
              replies.slice(0, asked).map((reply) => reply[call] ?? null),
              'r',
            ),
          );
        for (;;) {
          const due = confirmersDue(standing(), asked);
          if (due === 0) break;
          asked += due;
          expect(asked).toBeLessThanOrEqual(AGREEMENT.most);
        }
        for (const [call, { status }] of standing().entries()) {
          const said = replies.slice(0, asked).map((reply) => reply[call] ?? null);
          const dissenting = said.filter((one) => one !== 'r').length;
          expect(status === 'confirmed' && dissenting > 1).toBe(false);
          expect(status).not.toBe('open');
        }
      }),
    );
  });
});
