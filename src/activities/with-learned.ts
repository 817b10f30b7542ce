import { CONTRACT_LIMITS, type Contract } from '../schemas/contract';
import type { Subject } from '../schemas/subject';

type Code = Extract<Subject, { kind: 'code' }>;

/**
 * What is asked, with what discriminators and the user said in an earlier election of the same task: nothing is paid for
 * or asked twice. What the contract states of a call by now has precedence.
 */
export function withLearned(asked: Code, learned: Code): Code {
  const { contract } = asked;
  const stated = new Set([...contract.examples, ...contract.cases].map(({ call }) => call));
  const isNew = ({ call }: { readonly call: string }): boolean => !stated.has(call);
  const cases = [...contract.cases, ...learned.contract.cases.filter(isNew)].slice(
    0,
    CONTRACT_LIMITS.cases,
  );
  const rulings = (learned.rulings ?? []).filter(isNew);
  // What answers are compared on has to tell apart what rulings do.
  const ruled = rulings.map(({ call }) => call);
  const probes = [...new Set([...contract.probes, ...ruled])].slice(-CONTRACT_LIMITS.probes);
  return {
    ...asked,
    contract: { ...contract, ...wordsOf(contract, learned.contract), cases, probes },
    ...(rulings.length === 0 ? {} : { rulings }),
  };
}

/** The words that the user has added; a contract that was told more since keeps its own. */
function wordsOf(
  { description, background }: Contract,
  learned: Contract,
): Pick<Contract, 'description' | 'background'> {
  return {
    description: learned.description.startsWith(description) ? learned.description : description,
    background: learned.background.startsWith(background) ? learned.background : background,
  };
}
