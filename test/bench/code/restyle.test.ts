import { loadContracts, nameOf, contractOf, hiddenContractOf, solutionsOf } from './contracts';
import { restyle, STYLES } from './restyle';
import { runnable } from './run-solution';

const styles = Array.from({ length: STYLES }, (_, style) => style);

describe('restyle', () => {
  it('writes code that reads differently and behaves the same', () => {
    for (const contract of loadContracts()) {
      const { right } = solutionsOf(contract, 'typescript');
      const { examples } = hiddenContractOf(contract, 'typescript');
      const outcomes = styles.map((style) => {
        const solution = runnable(restyle(right, 'typescript', style));
        return examples.map(({ call }) => solution.run(call)).join('\n');
      });
      const { name } = contractOf(contract, 'typescript');
      expect([name, new Set(outcomes).size]).toEqual([name, 1]);
    }
  });

  it.each(['typescript', 'python'] as const)(
    'gives several texts of one solution in %s',
    (language) => {
      for (const contract of loadContracts()) {
        const { right } = solutionsOf(contract, language);
        const texts = new Set(styles.map((style) => restyle(right, language, style)));
        const name = nameOf(contract, language);
        expect([name, texts.size >= 3]).toEqual([name, true]);
      }
    },
  );
});
