import { withLearned } from '../../src/activities/with-learned';
import { subjectsOf, toyContract } from '../support/subjects';

const { code } = subjectsOf(toyContract({ cases: [{ call: 'double(5)', returns: 10 }] }));
const learned = {
  ...code,
  contract: {
    ...code.contract,
    description: `${code.contract.description}\n\nOn double(7): round.`,
    uses: [{ name: 'other', signature: 'other(): number', description: '' }],
    cases: [
      { call: 'double(5)', returns: 11 },
      { call: 'double(7)', returns: 14 },
    ],
  },
  rulings: [
    { call: 'double(-1)', outcome: 'threw RangeError' },
    { call: 'double(5)', outcome: 'threw Error' },
  ],
};

describe('withLearned', () => {
  it('takes over cases, rulings and words, but not what an earlier plan might call', () => {
    const next = withLearned(code, learned);
    expect(next.contract.cases.map(({ call }) => call)).toEqual(['double(5)', 'double(7)']);
    expect(next.contract.description).toMatch(/On double\(7\): round\.$/);
    expect(next.contract.probes).toContain('double(-1)');
    expect(next.contract.uses).toEqual(code.contract.uses);
  });

  it('leaves to the contract what it states of a call by now', () => {
    const next = withLearned(code, learned);
    expect(next.contract.cases[0]).toEqual({ call: 'double(5)', returns: 10 });
    expect(next.rulings).toEqual([{ call: 'double(-1)', outcome: 'threw RangeError' }]);
  });
});
