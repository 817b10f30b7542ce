import { askedFor, type Author } from '../../support/author-model';
import {
  ACCEPTANCE,
  authorOf,
  CODES,
  fenced,
  WRONG_LONGEST,
  wrongWins,
} from '../../support/five-leaves';
import {
  callsOf,
  certificateOf,
  startRepairWorld,
  type RepairWorld,
} from '../../support/repair-run';

let world: RepairWorld;
beforeAll(async () => {
  world = await startRepairWorld();
});
afterAll(() => world.stop());

/** Right where the last one was wrong, and wrong on the third of the acceptance tests. */
const WRONG_AGAIN = CODES.longest.replace(
  "let best = '';",
  "let best = '';\n  if (words[0] === 'aaa') return '';",
);

const AGAIN = wrongWins(WRONG_AGAIN, CODES.longest);

const usual = authorOf({ longest: wrongWins(WRONG_LONGEST, CODES.longest) });

const author: Author = (request, seen) => {
  const { user } = request;
  const asked = askedFor(request);
  if (asked === 'plan' && user.includes('longest(')) return PLAN;
  if (asked === 'longer') return fenced(LONGER);
  if (asked !== 'longest' || !user.includes(' returns ')) return usual(request, seen);
  return fenced(user.includes('longer(') ? BY_LONGER : (AGAIN[seen] ?? WRONG_AGAIN));
};

const LONGER =
  'export function longer(a: string, b: string): string {\n  return b.length > a.length ? b : a;\n}';

const BY_LONGER =
  "export function longest(words: string[]): string {\n  return words.reduce((a, b) => longer(a, b), '');\n}";

const PLAN = JSON.stringify({
  functions: [
    {
      name: 'longer',
      parameters: 'a: string, b: string',
      returns: 'string',
      purpose: 'The longer one, or a.',
      uses: [],
    },
  ],
});

describe('repair, of a part that was elected anew before', () => {
  it('splits it', async () => {
    const run = await world.start('repair-twice', {
      author,
      acceptance: ACCEPTANCE,
      rules: { maxDepth: 2 },
    });
    const { status, repairs, history } = await certificateOf(world, run);
    expect([status, repairs]).toEqual(['done', 2]);
    const anew = Object.keys(callsOf(world, run)).filter((election) => election.includes('~'));
    expect(anew).toEqual([
      'entry/longest~2#code',
      'entry/longest~3#plan',
      'entry/longest~3/longer#code',
      'entry/longest~3#code',
    ]);
    const replacing = history.flatMap(({ task, replaces }) => (replaces ? [[task, replaces]] : []));
    expect(replacing).toEqual([
      ['entry/longest~2', 'entry/longest'],
      ['entry/longest~3', 'entry/longest~2'],
    ]);
  });
});
