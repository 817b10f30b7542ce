import { treeLines } from '../../../src/client/view/tree-lines';
import type { ElectionStatus } from '../../../src/workflows/messages';
import { elected, task } from '../support/runs';
import { textOf } from '../support/text';

const voting: ElectionStatus = {
  task: 'textStats/longest',
  kind: 'code',
  margin: 3,
  tally: [
    { candidate: '1f09a3c2', votes: 2 },
    { candidate: '77aa0b1c', votes: 1 },
  ],
  inFlight: 2,
  redFlags: {},
  flagged: 0,
  calls: 3,
};

describe('treeLines', () => {
  it('draws a split with a solved, a voting and a waiting leaf in columns', () => {
    const tasks = [
      task('textStats', { state: 'splitting', isLeaf: false }),
      task('textStats/words', {
        state: 'solved',
        elections: [elected('textStats/words')],
        calls: 5,
      }),
      task('textStats/longest', { state: 'voting', live: voting, calls: 3 }),
      task('textStats/report', { uses: ['words', 'longest'] }),
    ];
    expect(textOf(treeLines({ tasks }))).toEqual([
      'textStats   split  building',
      '├─ words    leaf   solved    ■■■ 3:0 ✓  (5 calls)',
      '├─ longest  leaf   voting    ■□□ 2:1 of k=3 +2  (3 calls)',
      '└─ report   leaf   waiting   for words, longest',
    ]);
  });

  it('tells a part that was elected anew from the one that it replaces', () => {
    const solved = { state: 'solved', isLeaf: true } as const;
    const tasks = [
      task('a', { state: 'solved', isLeaf: false }),
      task('a/b', solved),
      task('a/c', solved),
      task('a~2', { state: 'repairing', isLeaf: null }),
      task('a/c~2', solved),
    ];
    expect(textOf(treeLines({ tasks }))).toEqual([
      'a       split  solved    ✓',
      '├─ b    leaf   solved    ✓',
      '├─ c    leaf   replaced  ✓',
      '└─ c~2  leaf   repaired  ✓',
      'a~2            repairing',
    ]);
  });

  it('carries the branches on past the children of a nested split', () => {
    const tasks = [
      task('a', { state: 'splitting', isLeaf: false }),
      task('a/b', { state: 'splitting', isLeaf: false }),
      task('a/d', { state: 'sizing', isLeaf: null }),
      task('a/b/c', { state: 'voting' }),
    ];
    expect(textOf(treeLines({ tasks }))).toEqual([
      'a        split  building',
      '├─ b     split  building',
      '│  └─ c  leaf   voting',
      '└─ d            sizing',
    ]);
  });

  it('names the sizes that are voted on', () => {
    const live: ElectionStatus = {
      ...voting,
      kind: 'size',
      tally: [
        { candidate: 'split', votes: 2 },
        { candidate: 'leaf', votes: 1 },
      ],
      inFlight: 0,
    };
    const tasks = [task('a', { state: 'sizing', isLeaf: null, live })];
    expect(textOf(treeLines({ tasks }))).toEqual([
      'a         sizing    ■□□ 2 split : 1 leaf of k=3',
    ]);
  });

  it('shows the red flags of an election beside its votes', () => {
    const elections = [elected('a', { votes: 4, redFlags: { 'too-long': 1, malformed: 1 } })];
    const tasks = [task('a', { state: 'solved', elections, calls: 1 })];
    expect(textOf(treeLines({ tasks }))).toEqual(['a  leaf   solved    ■■■ 3:1 ⚑2 ✓  (1 call)']);
  });

  it('shows what discriminators are asked, and what a contract does not say', () => {
    const live: ElectionStatus = {
      ...voting,
      kind: 'difference',
      tally: [
        { candidate: 'first', votes: 2 },
        { candidate: 'unsaid', votes: 1 },
      ],
    };
    const unsaid = elected('a', {
      kind: 'difference',
      difference: { call: 'a(1)', outcomes: ['returned 1', 'returned 2'], verdict: 'unsaid' },
    });
    const tasks = [
      task('a', { state: 'voting', live, elections: [unsaid] }),
      task('b', { state: 'solved', elections: [unsaid, elected('b')] }),
    ];
    expect(textOf(treeLines({ tasks }))).toEqual([
      'a  leaf   voting    ■□□ 2 first : 1 unsaid on a difference  1 ambiguity',
      'b  leaf   solved    ■■■ 3:0 ✓  1 ambiguity',
    ]);
  });

  it('draws a thousand leaves below one split', () => {
    const leaves = Array.from({ length: 1_000 }, (_, at) => task(`a/f${at}`));
    const lines = treeLines({
      tasks: [task('a', { state: 'splitting', isLeaf: false }), ...leaves],
    });
    expect(textOf(lines).at(-1)).toBe('└─ f999  leaf   waiting');
  });

  it('says why a task is stuck, without control characters', () => {
    const tasks = [
      task('a', { state: 'stuck', note: 'no plan was elected\u001b[2J\nsee the certificate' }),
    ];
    expect(textOf(treeLines({ tasks }))).toEqual([
      'a  leaf   stuck     no plan was elected [2J see the certificate',
    ]);
  });

  it('cuts a long name and keeps the columns', () => {
    const tasks = [task('x'.repeat(50), { state: 'voting' })];
    expect(textOf(treeLines({ tasks }))).toEqual([`${'x'.repeat(35)}…  leaf   voting`]);
  });
});
