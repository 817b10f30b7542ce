import type { Certificate } from '../schemas/certificate';
import { count, counted, percent } from './format';

/** None for a run that agreed on no cases, be it that nobody was asked. */
export function casesRow({ history }: Certificate): readonly (readonly string[])[] {
  const all = history.flatMap(({ cases }) => cases ?? []);
  if (all.length === 0) return [];
  const agreed = all.reduce((sum, cases) => sum + cases.agreed, 0);
  const proposed = all.reduce((sum, cases) => sum + cases.proposed, 0);
  const least = Math.min(...all.flatMap(({ share, agreed: some }) => (some === 0 ? [] : share)));
  const contracts = all.filter((cases) => cases.agreed > 0).length;
  const shared = agreed === 0 ? '' : `, each by at least ${percent(least)} of the verifiers`;
  const where = `in ${count(contracts)} of ${counted(all.length, 'contract')}`;
  return [['Agreed cases', `${count(agreed)} of ${count(proposed)} proposed, ${where}${shared}`]];
}

/** What verifiers said: of the parts, none where no part was verified, and of calls of what was elected. */
export function verifierRows(certificate: Certificate): readonly (readonly string[])[] {
  return [...partRows(certificate), ...confirmationRows(certificate)];
}

function partRows({ verifiers }: Certificate): readonly (readonly string[])[] {
  if (verifiers === undefined) return [];
  const { parts, agreed, disagreed, abstained, weakInputs } = verifiers;
  const said = `${count(agreed)} agreed, ${count(disagreed)} disagreed, ${count(abstained)} abstained`;
  const weak = weakInputs.map(
    ({ task, mutants, killed }) =>
      `${task} (${count(killed)} of ${counted(mutants, 'mutant')} told apart)`,
  );
  return [
    [`Verifiers of ${counted(parts, 'part')}`, said],
    ...(weak.length === 0 ? [] : [['Weak inputs', weak.join(', ')]]),
  ];
}

/** What verifiers said of calls that nothing else vouched for, and the parts that are in doubt after that. */
function confirmationRows({
  history,
  uncertain = [],
}: Certificate): readonly (readonly string[])[] {
  const all = history.flatMap(({ confirmation }) => confirmation ?? []);
  if (all.length === 0) return [];
  const calls = all.reduce((sum, one) => sum + one.calls, 0);
  const confirmed = all.reduce((sum, one) => sum + one.confirmed, 0);
  const refuted = all.reduce((sum, one) => sum + one.refuted, 0);
  const away = refuted === 0 ? '' : `; ${counted(refuted, 'winner')} turned away`;
  const heard = all.flatMap(({ witness }) => witness ?? []);
  const apart = heard.filter((witness) => witness.apart > 0).length;
  const compared = `${count(heard.length)} of ${counted(all.length, 'elected code')} compared with code in a second language, ${count(apart)} ${apart === 1 ? 'does' : 'do'} otherwise on some call`;
  const parts = uncertain.map(({ task, reason }) => `${task}: ${reason}`);
  return [
    ['Confirmed calls', `${count(confirmed)} of ${count(calls)} in doubt${away}`],
    ...(heard.length === 0 ? [] : [['Witnesses', compared]]),
    ...(parts.length === 0 ? [] : [['Uncertain parts', parts.join('; ')]]),
  ];
}

/** Which winners were found to be at fault and replaced; none where none was. */
export function repairsRow({ history, repairs = 0 }: Certificate): readonly (readonly string[])[] {
  if (repairs === 0) return [];
  const replaced = history.flatMap(({ replaces }) => replaces ?? []);
  return [
    ['Repairs', `${counted(repairs, 'election')} held anew, in place of ${replaced.join(', ')}`],
  ];
}
