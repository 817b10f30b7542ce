import type { ElectionRecord } from '../../schemas/certificate';
import type { ElectionStatus } from '../../workflows/messages';
import { type Line, span } from './line';

/** How an election stands: a bar of the leader's lead towards the margin, then the votes: '■■□ 3:1'. */
export function votesOf(election: ElectionStatus): Line {
  const { tally, margin, inFlight } = election;
  const lead = (tally[0]?.votes ?? 0) - (tally[1]?.votes ?? 0);
  if (election.kind === 'cases')
    return [span(bar(lead, margin), 'busy'), span(` ${lead} verifiers on cases`)];
  if (election.kind === 'difference')
    return [span(bar(lead, margin), 'busy'), span(` ${scoreOf(election)} on a difference`)];
  const asked = inFlight === 0 ? '' : ` +${inFlight}`;
  return [
    span(bar(lead, margin), 'busy'),
    span(` ${scoreOf(election)} of k=${margin}${asked}`),
    ...flags(sum(election.redFlags)),
  ];
}

/** How an election ended: '■■■ 3:1', all votes that were not for the winner taken together. */
export function endedVotesOf(record: ElectionRecord): Line {
  const others = record.votes - record.votesForWinner;
  const tone = record.status === 'elected' ? 'good' : 'bad';
  return [
    span(bar(record.lead, record.margin), tone),
    span(` ${record.votesForWinner}:${others}`),
    ...flags(sum(record.redFlags)),
  ];
}

/** Wider bars would push the figures off an 80-column screen. */
const MAX_BAR = 10;

function bar(lead: number, margin: number): string {
  const width = Math.min(margin, MAX_BAR);
  const filled = Math.min(width, Math.floor((lead * width) / margin));
  return '■'.repeat(filled) + '□'.repeat(width - filled);
}

/** Code and plans are told apart by their votes alone; sizes have names worth reading. */
function scoreOf({ kind, tally }: ElectionStatus): string {
  if (tally.length === 0) return '0:0';
  if (kind === 'size' || kind === 'difference')
    return tally.map(({ candidate, votes }) => `${votes} ${candidate}`).join(' : ');
  const shown = tally.slice(0, 4).map(({ votes }) => votes);
  return [...shown, ...(shown.length === 1 ? [0] : [])].join(':') + (tally.length > 4 ? ':…' : '');
}

function flags(total: number): Line {
  return total === 0 ? [] : [span(` ⚑${total}`, 'bad')];
}

function sum(redFlags: ElectionRecord['redFlags']): number {
  return Object.values(redFlags).reduce((total, value) => total + value, 0);
}
