import { specialCasesIn } from '../../src/families/special-cases';

describe('specialCasesIn', () => {
  it.each([
    [[0], ['0: zero']],
    [[3, -1], ['1: negative']],
    [
      ['', 'aab'],
      ['0: empty', '1: the same twice'],
    ],
    [[' A'], ['0: blank at an end', '0: capitals']],
    [[[]], ['0: empty']],
    [[[0, 0]], ['0: equal items', '0: item zero']],
    [
      [
        [
          [1, 2],
          [1, 2],
        ],
      ],
      ['0: equal items', '0: item item one'],
    ],
    [[null], ['0: nothing']],
  ])('tells of %j %j', (args, kinds) => {
    expect([...specialCasesIn(args)]).toEqual(kinds);
  });

  it('finds nothing special about plain arguments', () => {
    expect([...specialCasesIn([7, 'cat', [2, 5], true, { a: 0 }])]).toEqual([]);
  });
});
