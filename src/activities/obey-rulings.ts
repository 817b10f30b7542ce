import type { Subject } from '../schemas/subject';
import type { Examination } from '../schemas/vote';
import type { Observed } from './ports/family';

type Rulings = NonNullable<Extract<Subject, { kind: 'code' }>['rulings']>;

/** The examination of code that also has to do on some calls what discriminators found right: else a red flag. */
export async function obeyRulings(
  examination: Examination,
  rulings: Rulings,
  observe: (calls: readonly string[]) => Promise<Observed>,
): Promise<Examination> {
  if (examination.status === 'flagged' || rulings.length === 0) return examination;
  const observed = await observe(rulings.map(({ call }) => call));
  if (observed.status === 'flagged') return observed;
  const broken = rulings.findIndex(({ outcome }, at) => observed.outcomes[at] !== outcome);
  const ruling = rulings[broken];
  if (ruling === undefined) return examination;
  const found = observed.outcomes[broken] ?? 'nothing';
  const detail = `${ruling.call}: expected that it ${ruling.outcome}, found that it ${found}`;
  return { status: 'flagged', redFlag: 'contradicts-case', detail };
}
