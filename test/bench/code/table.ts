import { errorRateOfChecks } from '../../../src/domain/error-rate';
import { percent } from '../../../src/domain/format';
import { table } from '../markdown-table';
import type { Decision } from './columns';

/** A decision, and whether hidden tests found its code right; null where there is no code. */
export interface Graded extends Decision {
  readonly right: boolean | null;
}

/** One way of deciding, on all contracts. */
export interface Row {
  readonly way: string;
  readonly graded: readonly Graded[];
}

/** A table with a row for each way: counts, their 95 % intervals, and calls a contract. */
export function resultsTable(
  rows: readonly Row[],
  [ways, calls]: readonly [string, string] = ['decided by', 'calls a contract'],
): string {
  const head = [ways, 'wrong, yet called done', 'of these in doubt', 'right'];
  return table(
    [...head, 'of these in doubt', 'exhausted', calls],
    rows.map(({ way, graded }) => {
      const inDoubt = (is: boolean): string => {
        const all = graded.filter(({ right }) => right === is);
        return `${all.filter(({ doubts }) => doubts.length > 0).length} of ${all.length}`;
      };
      const count = (is: Graded['right']): number =>
        graded.filter(({ right }) => right === is).length;
      const paid = graded.reduce((sum, decision) => sum + decision.calls, 0) / graded.length;
      return [
        way,
        share(count(false), graded.length),
        inDoubt(false),
        share(count(true), graded.length),
        inDoubt(true),
        share(count(null), graded.length),
        paid.toFixed(1),
      ];
    }),
  );
}

/** How often witnesses did otherwise than what was elected, where it is wrong and where it is right. */
export function witnessesTold(graded: readonly Graded[]): string {
  const told = (is: boolean): string => {
    const heard = graded.flatMap(({ right, witness }) => (right === is ? (witness ?? []) : []));
    return `${heard.filter(({ apart }) => apart > 0).length} of ${heard.length}`;
  };
  return `A witness in the other language did otherwise on some call than ${told(false)} wrong results that were compared with one, and than ${told(true)} right ones.`;
}

/** A count of many, with the 95 % interval of the share that it shows. */
function share(some: number, all: number): string {
  const { low, high } = errorRateOfChecks({ wrong: some, right: all - some });
  return `**${some}** of ${all} (${percent(low)} to ${percent(high)})`;
}
