import {
  alikeOfWrong,
  bothWrong,
  differenceOver,
  electionsThat,
  furtherSample,
  type Sampled,
  type SamplesByLanguage,
  samplesThat,
  shareOver,
  together,
  wrongAlike,
} from './second-language';

/** Samples by letters: equal ones behave alike, capital ones are right, '-' before one flags it, a dot cannot be run. */
function samples(letters: string): readonly Sampled[] {
  return (letters.match(/-?./g) ?? []).map((word) => {
    const behaviour = word.replace('-', '');
    if (behaviour === '.') return null;
    return { behaviour, right: /[A-Z]/.test(behaviour), flagged: word !== behaviour };
  });
}

function contract(typescript: string, python: string): SamplesByLanguage {
  return { typescript: samples(typescript), python: samples(python) };
}

describe('shareOver', () => {
  const count = (some: number) => ({ some, all: 4 });

  it('counts what all contracts have together', () => {
    expect(shareOver([1, 2, 3], count)).toMatchObject({ of: 12, value: 0.5 });
  });

  it('is certain where the contracts agree, and not where they differ', () => {
    expect(shareOver([2, 2, 2, 2], count)).toMatchObject({ low: 0.5, high: 0.5 });
    expect(shareOver([0, 4, 0, 4], count)).toMatchObject({ low: 0, high: 1 });
  });

  it('has none of nothing', () => {
    expect(shareOver([1, 2], () => ({ some: 0, all: 0 }))).toBeNull();
  });
});

describe('differenceOver', () => {
  const half = () => ({ some: 1, all: 2 });

  it('is certain where both shares are, and none where one is of nothing', () => {
    const none = () => ({ some: 0, all: 2 });
    expect(differenceOver([1, 2], [half, none])).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
    expect(differenceOver([1, 2], [half, () => ({ some: 0, all: 0 })])).toBeNull();
  });

  it('resamples both shares together', () => {
    const shared = (contract: number) => ({ some: contract, all: 4 });
    expect(differenceOver([0, 4], [shared, shared])).toEqual({ value: 0, low: 0, high: 0 });
  });
});

describe('together', () => {
  it('adds the counts of a contract', () => {
    const count = together<number>([(n) => ({ some: n, all: 4 }), () => ({ some: 1, all: 2 })]);
    expect(count(3)).toEqual({ some: 4, all: 6 });
  });
});

describe('samplesThat', () => {
  it('counts red-flagged samples with the others', () => {
    const flagged = samplesThat('typescript', (sampled) => sampled?.flagged !== false);
    expect(flagged(contract('Aa-a.', ''))).toEqual({ some: 2, all: 4 });
  });
});

describe('pairs of samples', () => {
  const mixed = contract('aabR.-a', 'acR');
  const within = { languages: ['typescript', 'typescript'], among: 'votes' } as const;
  const across = { languages: ['typescript', 'python'], among: 'votes' } as const;

  it('are each counted once within a language, without red flags', () => {
    expect(bothWrong(within)(mixed)).toEqual({ some: 3, all: 6 });
    expect(wrongAlike(within)(mixed)).toEqual({ some: 1, all: 6 });
    expect(alikeOfWrong(within)(mixed)).toEqual({ some: 1, all: 3 });
  });

  it('are every vote with every other one across languages', () => {
    expect(bothWrong(across)(mixed)).toEqual({ some: 6, all: 12 });
    expect(wrongAlike(across)(mixed)).toEqual({ some: 2, all: 12 });
    expect(alikeOfWrong(across)(mixed)).toEqual({ some: 2, all: 6 });
  });

  it('are of flagged answers too where all are asked for', () => {
    expect(alikeOfWrong({ ...within, among: 'answers' })(mixed)).toEqual({ some: 3, all: 6 });
    expect(alikeOfWrong({ ...across, among: 'answers' })(mixed)).toEqual({ some: 3, all: 8 });
  });
});

describe('furtherSample', () => {
  it('leaves the two that agree out of the further ones of their own language', () => {
    const one = contract('aabR.-a', 'acR');
    expect(furtherSample('typescript', 'wrong', 'joins')(one)).toEqual({ some: 0, all: 4 });
    expect(furtherSample('typescript', 'wrong', 'flagged')(one)).toEqual({ some: 2, all: 4 });
    expect(furtherSample('python', 'wrong', 'joins')(one)).toEqual({ some: 1, all: 3 });
    expect(furtherSample('python', 'wrong', 'right')(one)).toEqual({ some: 1, all: 3 });
    expect(furtherSample('python', 'wrong', 'else')(one)).toEqual({ some: 1, all: 3 });
  });

  it('tells pairs that are right from pairs that are wrong', () => {
    expect(furtherSample('python', 'right', 'joins')(contract('RRaa', 'Ra'))).toEqual({
      some: 1,
      all: 2,
    });
  });
});

describe('electionsThat', () => {
  const five = ['typescript', 'typescript', 'typescript', 'typescript', 'typescript'] as const;
  const mixed = ['typescript', 'python', 'typescript', 'python', 'typescript'] as const;

  it('elects what all samples agree on, right or wrong', () => {
    expect(electionsThat(five, 'right')(contract('RRRRR', ''))).toEqual({ some: 1, all: 1 });
    expect(electionsThat(five, 'wrong')(contract('aaaaa', ''))).toEqual({ some: 1, all: 1 });
  });

  it('exhausts where no candidate comes two votes ahead', () => {
    expect(electionsThat(five, 'exhausted')(contract('abcd.', ''))).toEqual({ some: 1, all: 1 });
  });

  it('asks the languages in their turns', () => {
    expect(electionsThat(mixed, 'wrong')(contract('aaaaa', 'RRRRR'))).toEqual({ some: 0, all: 1 });
    expect(electionsThat(mixed, 'exhausted')(contract('aaaaa', 'RRRRR'))).toEqual({
      some: 1,
      all: 1,
    });
  });
});
