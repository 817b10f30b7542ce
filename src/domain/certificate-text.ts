import type { ErrorPairs, Certificate, ElectionRecord } from '../schemas/certificate';
import type { Source } from '../schemas/vote';
import { casesRow, repairsRow, verifierRows } from './certificate-rows';
import { isItRight } from './claim-text';
import { ambiguitiesList, differencesRow } from './differences-text';
import { count, counted, dollars, duration, percent } from './format';
import { SOURCES } from './sources';

type Checks = Certificate['verification']['tests'];

/** CERTIFICATE.md: what was built, whether it is right and what it cost, then all that this rests on. */
export function renderCertificate(certificate: Certificate): string {
  return [
    `# Certificate: ${certificate.spec.name}`,
    `**What was built.** ${whatWasBuilt(certificate)}`,
    `**Is it right?** ${isItRight(certificate)}`,
    `**What it cost.** ${whatItCost(certificate)}`,
    table(['', ''], detailRows(certificate)),
    '## What this rests on',
    certificate.assumptions.map((assumption) => `- ${assumption}`).join('\n'),
    sourcesTable(certificate),
    ambiguitiesList(certificate),
    '## Elections',
    certificate.history.length === 0
      ? 'None was held.'
      : table(ELECTION_COLUMNS, certificate.history.map(electionRow)),
  ]
    .filter((block) => block !== '')
    .map((block) => `${block}\n`)
    .join('\n');
}

function whatWasBuilt({ spec, status, leaves, artifact, elections }: Certificate): string {
  const { elected, exhausted } = elections;
  const without = exhausted === 0 ? '' : `, ${count(exhausted)} of them without a winner`;
  const held = `${counted(elected + exhausted, 'election')}${without}`;
  if (status === 'cancelled') return `Nothing: the run was cancelled after ${held}.`;
  if (artifact === null) return `Nothing: the run failed after ${held}.`;
  const failed = status === 'done' ? '' : ', but the run failed';
  if (leaves === 0)
    return `\`${spec.name}\`, in ${counted(elected, 'step')}, each elected by itself${failed}.`;
  const made = leaves === 1 ? '1 leaf' : `${count(leaves)} leaves`;
  return `\`${spec.name}\`, made of ${made} by ${held}${failed}.`;
}

function whatItCost({
  calls,
  promptTokens,
  completionTokens,
  costUsd,
  durationMs,
}: Certificate): string {
  const tokens = counted(promptTokens + completionTokens, 'token');
  return `${dollars(costUsd)} for ${counted(calls, 'model call')} with ${tokens}, in ${duration(durationMs)}.`;
}

function detailRows(certificate: Certificate): readonly (readonly string[])[] {
  const { votes, redFlags, margin, errorRate, errorRates = {}, verification, spec } = certificate;
  const { total, ...reasons } = redFlags;
  return [
    [
      'Votes',
      `${count(votes)}, and ${counted(total, 'red-flagged answer')}${total === 0 ? '' : ` (${listed(reasons)})`}`,
    ],
    [
      'Margin',
      margin.min === margin.max
        ? count(margin.min)
        : `${count(margin.min)} to ${count(margin.max)}`,
    ],
    [
      'Error rate of a vote',
      `${percent(errorRate.estimate)} (95 % interval: ${percent(errorRate.low)} to ${percent(errorRate.high)})`,
    ],
    ...sorted(errorRates).map(([kind, { estimate, low, high, flagRate }]) => [
      `On ${kind}`,
      `${percent(estimate)} of the votes (${percent(low)} to ${percent(high)}), and red flags on ${percent(flagRate)} of the answers`,
    ]),
    ...casesRow(certificate),
    ...differencesRow(certificate),
    ['Verified: examples', results(verification.examples)],
    ['Verified: tests', results(verification.tests)],
    ['Verified: properties', results(verification.properties)],
    ['Verified: acceptance', results(verification.acceptance, certificate.acceptanceHost?.name)],
    ...verifierRows(certificate),
    ...repairsRow(certificate),
    [
      'Tokens',
      `${count(certificate.promptTokens)} read, ${count(certificate.completionTokens)} written`,
    ],
    ['Calls lost in crashes', count(certificate.lostCalls)],
    ['Run', `${certificate.run}, started ${certificate.startedAt}`],
    ['Spec', `SHA-256 ${spec.sha256}`],
    ['Result', certificate.artifact === null ? 'none' : `SHA-256 ${certificate.artifact}`],
  ];
}

function results({ passed, failed }: Checks, host?: string): string {
  const where = host && `, in ${host}`;
  return passed + failed
    ? `${count(passed)} passed, ${count(failed)} failed${where ?? ''}`
    : 'none';
}

/** Where the votes came from, and whether one source's errors are another's too. */
function sourcesTable({ sources }: Certificate): string {
  if (sources === undefined) return '';
  const rows = SOURCES.flatMap((source) => {
    const counts = sources[source];
    if (counts === undefined) return [];
    const { votes, votesForWinner, redFlags, agreement } = counts;
    const answers = [votes, votesForWinner, redFlags].map(count);
    return [[NAME_OF_SOURCE[source], ...answers, agreed(agreement)]];
  });
  const across = ['two different sources', '', '', '', agreed(sources.across)];
  return [
    '## Where the votes came from',
    'Of the elections on code that have a winner. Pairs are of votes of one election that both went against its winner. ' +
      'Where pairs of two sources named the same candidate less often than pairs of one source, the sources err in different ways.',
    table(SOURCE_COLUMNS, [...rows, across]),
  ].join('\n\n');
}

const SOURCE_COLUMNS = [
  'source',
  'votes',
  'for the winner',
  'red flags',
  'pairs against it that agreed',
];

const NAME_OF_SOURCE: Readonly<Record<Source, string>> = {
  base: 'base prompt',
  varied: 'varied prompts',
  other: 'other models or temperatures',
};

function agreed(agreement: ErrorPairs | undefined): string {
  if (agreement === undefined) return 'none to compare';
  const { pairs, agreeing } = agreement;
  return `${count(agreeing)} of ${count(pairs)} (${percent(agreeing / pairs)})`;
}

const ELECTION_COLUMNS = [
  'task',
  'on',
  'outcome',
  'margin',
  'lead',
  'votes',
  'for the winner',
  'red flags',
  'times',
];

function electionRow(election: ElectionRecord): readonly string[] {
  const {
    task,
    kind,
    status,
    margin,
    opened = margin,
    lead,
    votes,
    votesForWinner,
    redFlags,
    repeats = 1,
  } = election;
  const flagged = listed(redFlags) || '–';
  const won = status === 'elected' ? count(votesForWinner) : '–';
  const asked = opened === margin ? count(margin) : `${count(margin)} (at first ${count(opened)})`;
  const counts = [lead, votes].map(count);
  return [task, kind, status, asked, ...counts, won, flagged, count(repeats)];
}

/** In the alphabet's order, whatever order a store gave them. */
function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

function listed(reasons: Readonly<Record<string, number>>): string {
  return sorted(reasons)
    .map(([reason, times]) => `${count(times)} ${reason}`)
    .join(', ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
}
