import type { Certificate } from '../schemas/certificate';
import { count } from './format';

/** None for a run in which no candidates were told apart. */
export function differencesRow({ history }: Certificate): readonly (readonly string[])[] {
  const all = history.flatMap(({ difference }) => difference ?? []);
  if (all.length === 0) return [];
  const decided = all.filter(({ verdict }) => verdict === 'first' || verdict === 'second').length;
  const unsaid = all.filter(({ verdict }) => verdict === 'unsaid').length;
  const undecided = all.length - decided - unsaid;
  const said = `${count(decided)} decided, ${count(unsaid)} not said by the contract, ${count(undecided)} undecided`;
  return [['Differences between candidates', said]];
}

/** What the contract leaves open, for whoever wrote it. */
export function ambiguitiesList({ ambiguities = [] }: Certificate): string {
  if (ambiguities.length === 0) return '';
  const lines = ambiguities.map(
    ({ task, call, outcomes: [one, other] }) =>
      `- \`${task}\`, on ${inCode(call)}: one answer ${inCode(one)}, another ${inCode(other)}`,
  );
  return [
    '## What the contract does not say',
    'Answers differed on these calls, and most discriminators found that the contract does not say what is right. A sentence in the spec would settle each.',
    lines.join('\n'),
  ].join('\n\n');
}

/** Between as many backticks as it needs; on one line, for a list. */
function inCode(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  const padding = longest > 0 ? ' ' : '';
  return ticks + padding + text.replaceAll(/\s+/g, ' ') + padding + ticks;
}
