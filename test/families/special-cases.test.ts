import { specialCasesIn } from '../../src/families/special-cases';

/** Blanks and commas have a meaning. */
const PROSE = 'Splits a text at its commas: f("a, b")';

describe('specialCasesIn', () => {
  it.each([
    [[0], ['0: zero']],
    [[-31], ['0: negative', '0: 2 digits']],
    [[1], ['0: one', '0: 1 digits']],
    [[''], ['0: empty']],
    [['aab'], ['0: the same twice', '0: small letters']],
    [['B'], ['0: one character', '0: capitals']],
    [[' 7'], ['0: blank at an end', '0: digits', '0: " "', '0: " " first']],
    [['a,,'], ['0: the same twice', '0: small letters', '0: ",,"', '0: ",," last']],
    [['a%%'], ['0: the same twice', '0: small letters']],
    [['é,'], []],
    [[[]], ['0: empty']],
    [[[0, 0]], ['0: equal items', '0: item zero']],
    [[[[0]]], ['0: one item', '0: item one item', '0: item item zero']],
    [[null], ['0: nothing']],
    [[true, { a: 0 }], []],
  ])('tells of %j %j', (args, kinds) => {
    expect([...specialCasesIn(args, PROSE)]).toEqual(kinds);
  });

  it.each([
    [[[5, 6], 3], '0 < 1'],
    [[[5, 6], 2], '0 = 1'],
    [[[5, 6], 1], '0 > 1'],
    [['abc', true, 2], '0 > 2'],
    [[3, 2], '0 > 1'],
  ])('tells how the sizes in %j compare: %s', (args, relation) => {
    expect([...specialCasesIn(args, PROSE)].filter((kind) => !kind.includes(':'))).toEqual([
      relation,
    ]);
  });
});
