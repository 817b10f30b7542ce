import { Certificate } from '../../../src/schemas/certificate';
import { buildSoftware } from '../../../src/workflows';
import { QUEUE } from '../../../src/workflows/messages';
import { askedFor, type Author } from '../../support/author-model';
import { buildInput, startWorld, testRules, type World } from '../../support/temporal';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.stop();
});

const PROPOSAL = JSON.stringify({ calls: ['entry(1)', 'entry(2)', 'other(3)'] });

let runs = 0;

/** Builds one leaf; verifiers are told apart by the number of their answer, from 0. */
async function build(given: {
  readonly proposal?: string;
  readonly results?: (answer: number) => readonly string[];
  readonly count?: number;
}) {
  const { proposal = PROPOSAL, results = () => ['10', '20'], count = 3 } = given;
  let answers = 0;
  const author: Author = (request) => {
    if (askedFor(request) === 'inputs') return proposal;
    if (askedFor(request) !== 'results') return 'code';
    answers += 1;
    return JSON.stringify({ results: results(answers - 1) });
  };
  world.model.author = author;
  world.model.requests.length = 0;
  runs += 1;
  const rules = testRules(`cases-${runs}`, { cases: { count, enoughExamples: 3 } });
  const result = await world.env.client.workflow.execute(buildSoftware, {
    taskQueue: QUEUE.workflows,
    workflowId: rules.run,
    args: [await buildInput(world, { rules, description: 'Small.' })],
  });
  const certificate = Certificate.parse(await world.store.get(result.certificate));
  const requests = [...world.model.requests];
  const askedOf = (kind: string) => requests.filter((request) => askedFor(request) === kind);
  const record = certificate.history.find(({ kind }) => kind === 'cases');
  return { certificate, requests, askedOf, record };
}

describe('agreeCases', () => {
  it('makes cases of what four independent verifiers say alike, and pays for each once (I3)', async () => {
    const { certificate, requests, askedOf, record } = await build({});
    expect(record).toMatchObject({
      status: 'elected',
      cases: { proposed: 2, agreed: 2, share: 1 },
    });
    expect([askedOf('inputs').length, askedOf('results').length]).toEqual([1, 4]);
    expect(certificate.calls).toBe(requests.length);
    expect(certificate.elections).toEqual({ elected: 1, exhausted: 0 });
    const [code] = askedOf('entry');
    expect(code?.user).toContain('entry(1) returns 10');
    expect(code?.user).toContain('entry(2) returns 20');
  });

  it('shows a verifier the contract and the calls: no answer, and nothing that others said', async () => {
    const { askedOf } = await build({});
    const users = new Set(askedOf('results').map(({ user }) => user));
    expect(users.size).toBe(1);
    expect([...users][0]).toContain('entry(1)');
    expect([...users][0]).not.toMatch(/10|20|\bcode\b/);
  });

  it('asks a fifth where one of four dissents, and outvotes one', async () => {
    const { askedOf, record } = await build({
      results: (n) => (n === 1 ? ['11', '20'] : ['10', '20']),
    });
    expect(askedOf('results')).toHaveLength(5);
    expect(record).toMatchObject({ lead: 3, cases: { proposed: 2, agreed: 2, share: 0.8 } });
  });

  it('makes a probe of what two dissent on, of which executors are told nothing', async () => {
    const { askedOf, record } = await build({ results: (n) => ['10', n < 2 ? '20' : '21'] });
    expect(askedOf('results')).toHaveLength(4);
    expect(record).toMatchObject({ cases: { proposed: 2, agreed: 1, share: 1 } });
    expect(askedOf('entry')[0]?.user).toContain('entry(1) returns 10');
    expect(askedOf('entry')[0]?.user).not.toContain('entry(2)');
  });

  it('goes on without cases where nobody proposes a call of the function', async () => {
    const { certificate, askedOf, record } = await build({ proposal: '{"calls":["other(1)"]}' });
    expect([askedOf('inputs').length, askedOf('results').length]).toEqual([2, 0]);
    expect(record).toMatchObject({ status: 'exhausted', redFlags: { 'does-not-compile': 2 } });
    expect(certificate.status).toBe('done');
  });
});
