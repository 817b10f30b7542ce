import { drawn, type Study } from './author';
import { type BenchContract, callOf, solutionsOf } from './contracts';
import { restyle, STYLES } from './restyle';
import { runnable, runnableInPython } from './run-solution';

/** How often code is wrong, and how wrong codes are related. */
export interface Flaws {
  /** Share of all code that is wrong. */
  readonly defects: number;
  /**
   * independent: each wrong code has any of its contract's mistakes. popular: all wrong codes of a contract make the
   * same mistake. misread: on a tenth of the contracts every code makes the same mistake, on the others wrong codes
   * are independent, and so much rarer that the share of all is the same.
   */
  readonly relation: 'independent' | 'popular' | 'misread';
}

const MISREAD = 0.1;

/** A contract of the benchmark as an author with these flaws knows it. */
export function studyOf(
  contract: BenchContract,
  { defects, relation }: Flaws,
  seed: number,
): Study {
  const { typescript, python } = contract;
  const { right, wrong } = solutionsOf(contract, 'typescript');
  const popular = Math.floor(drawn(seed, 'popular', typescript) * wrong.length);
  const isMisread = relation === 'misread' && drawn(seed, 'misread', typescript) < MISREAD;
  const rate = relation === 'misread' ? (defects - MISREAD) / (1 - MISREAD) : defects;
  return {
    signature: { typescript, python },
    right: runnable(right),
    pythonRight: runnableInPython(contract.solution.python),
    wrong: wrong.map(({ code }) => runnable(code)),
    calls: () => contract.ideas.map((args) => callOf(contract, 'typescript', args)),
    write: (language, draw) => {
      const solutions = solutionsOf(contract, language);
      const isPopular = isMisread || relation === 'popular';
      const mistake = isPopular ? popular : Math.floor(draw('mistake') * wrong.length);
      const isWrong = isMisread || draw('defect') < rate;
      const code = isWrong ? solutions.wrong[mistake]?.code : solutions.right;
      return restyle(code ?? solutions.right, language, Math.floor(draw('style') * STYLES));
    },
  };
}
