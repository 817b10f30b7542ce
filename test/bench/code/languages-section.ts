import { percent } from '../../../src/domain/format';
import { table } from '../markdown-table';
import { type BenchLanguage, TITLES } from './contracts';
import {
  alikeOfWrong,
  bothWrong,
  type Counted,
  differenceOver,
  type Effect,
  electionsThat,
  type End,
  furtherSample,
  isVote,
  type Pairing,
  type SamplesByLanguage,
  samplesThat,
  type Share,
  shareOver,
  together,
  wrongAlike,
} from './second-language';

/** What the page says of samples in two languages, with every interval over contracts. */
export function languagesSection(contracts: readonly SamplesByLanguage[]): string {
  const cell = (count: (contract: SamplesByLanguage) => Counted): string =>
    told(shareOver(contracts, count));
  return [
    `${contracts.length} contracts, four samples of each in each language. What a sample comes to:`,
    samplesTable(cell),
    'Pairs of samples of one contract:',
    pairsTable(cell),
    ...(['votes', 'answers'] as const).map((among) => differenceSentence(contracts, among)),
    'What a further sample does where two votes in TypeScript agree:',
    furtherTable(cell),
    'Elections at margin 2 among four samples, in many orders:',
    electionsTable(cell),
  ].join('\n\n');
}

type Cell = (count: (contract: SamplesByLanguage) => Counted) => string;

function samplesTable(cell: Cell): string {
  return table(
    ['language', 'right', 'wrong', 'red-flagged'],
    (['typescript', 'python'] as const).map((language) => [
      TITLES[language],
      cell(samplesThat(language, (sampled) => isVote(sampled) && sampled.right)),
      cell(samplesThat(language, (sampled) => isVote(sampled) && !sampled.right)),
      cell(samplesThat(language, (sampled) => !isVote(sampled))),
    ]),
  );
}

const PAIRS: readonly (readonly [string, Pairing['languages']])[] = [
  ['TypeScript, TypeScript', ['typescript', 'typescript']],
  ['Python, Python', ['python', 'python']],
  ['TypeScript, Python', ['typescript', 'python']],
];

function pairsTable(cell: Cell): string {
  return table(
    [
      'two samples in',
      'both wrong',
      'wrong in the same way',
      'of those both wrong, in the same way',
    ],
    (['votes', 'answers'] as const).flatMap((among) =>
      PAIRS.map(([title, languages]) => [
        among === 'votes' ? title : `${title}, flagged ones too`,
        cell(bothWrong({ languages, among })),
        cell(wrongAlike({ languages, among })),
        cell(alikeOfWrong({ languages, among })),
      ]),
    ),
  );
}

function differenceSentence(
  contracts: readonly SamplesByLanguage[],
  among: Pairing['among'],
): string {
  const alike = (languages: Pairing['languages']) => alikeOfWrong({ languages, among });
  const within = together([alike(['typescript', 'typescript']), alike(['python', 'python'])]);
  const difference = differenceOver(contracts, [within, alike(['typescript', 'python'])]);
  const of = among === 'votes' ? 'votes' : 'answers, flagged ones too,';
  if (difference === null) return `Of ${of} too few were wrong to compare languages.`;
  const points = (share: number): string => (share * 100).toFixed(0).replace('-', '−');
  const { value, low, high } = difference;
  return (
    `Of ${of} that are both wrong, the share that are so in the same way is higher within a language than across by ` +
    `**${points(value)}** points (${points(low)} to ${points(high)}).`
  );
}

function furtherTable(cell: Cell): string {
  const row = (language: BenchLanguage, agreeing: 'right' | 'wrong'): readonly string[] => [
    `${agreeing}, and a further one in ${TITLES[language]}`,
    ...(['joins', 'right', 'else', 'flagged'] satisfies Effect[]).map((effect) =>
      agreeing === 'right' && effect === 'right'
        ? ''
        : cell(furtherSample(language, agreeing, effect)),
    ),
  ];
  return table(
    ['the two are', 'joins them', 'is right', 'is wrong otherwise', 'is red-flagged'],
    (['wrong', 'right'] as const).flatMap((agreeing) => [
      row('typescript', agreeing),
      row('python', agreeing),
    ]),
  );
}

const [T, P] = ['typescript', 'python'] as const;

/** The languages of four samples, in the order in which they are asked. */
const MIXES: readonly (readonly [string, readonly BenchLanguage[]])[] = [
  ['TypeScript alone', [T, T, T, T]],
  ['every second one in Python', [T, P, T, P]],
];

function electionsTable(cell: Cell): string {
  return table(
    ['samples', 'elect a wrong answer', 'elect a right one', 'exhausted'],
    MIXES.map(([title, turns]) => [
      title,
      ...(['wrong', 'right', 'exhausted'] satisfies End[]).map((end) =>
        cell(electionsThat(turns, end)),
      ),
    ]),
  );
}

function told(share: Share | null): string {
  if (share === null) return 'none';
  const { value, low, high, of } = share;
  return `**${percent(value)}** of ${of} (${percent(low)} to ${percent(high)})`;
}
