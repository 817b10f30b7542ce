import { contractOf, loadContracts } from './contracts';
import { leafElection } from './decide';

const [bench] = loadContracts();

describe('leafElection', () => {
  it.each(['typescript', 'python'] as const)(
    'opens at the lead of 3 with which a run in %s begins, and follows the votes from there',
    (language) => {
      if (bench === undefined) throw new Error('There are no contracts.');
      const { adaptive } = leafElection(language, contractOf(bench, language));
      expect(adaptive?.least).toBe(3);
    },
  );
});
