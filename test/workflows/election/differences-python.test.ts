import { createPythonFamily } from '../../../src/families/python';
import { Certificate } from '../../../src/schemas/certificate';
import { Part } from '../../../src/schemas/subject';
import { PartReport } from '../../../src/schemas/verification';
import { buildSoftware } from '../../../src/workflows';
import { QUEUE } from '../../../src/workflows/messages';
import { contractOf } from '../../families/typescript/contracts';
import { askedFor, AuthorModel } from '../../support/author-model';
import { describeUnderBubblewrap } from '../../support/bubblewrap';
import { pythonHost } from '../../support/python-family';
import { startWorld, testRules, type World } from '../../support/temporal';

const SIGNATURE = 'largest_first(xs: list[int]) -> list[int]';
const RIGHT = `def ${SIGNATURE}:\n    return sorted(xs, reverse=True)\n`;
/** Right as long as no number is negative. */
const WRONG = `def ${SIGNATURE}:\n    return sorted(xs, key=abs, reverse=True)\n`;
const ENTRY = contractOf(SIGNATURE, {
  description: 'The numbers, the largest first.',
  examples: [{ call: 'largest_first([1, 3, 2])', returns: [3, 2, 1] }],
});

/** The letter behind which a program put the larger number first. */
function judge(user: string): string {
  const [, first, second] = /^A: one program returned \[(-?\d+),(-?\d+)/m.exec(user) ?? [];
  return Number(first) > Number(second) ? 'A' : 'B';
}

describeUnderBubblewrap('holdElection, where the votes on Python code differ', () => {
  let world: World;
  beforeAll(async () => {
    const family = createPythonFamily(pythonHost);
    const families = { typescript: family, python: family };
    world = await startWorld(new AuthorModel(), undefined, families);
  });
  afterAll(() => world.stop());

  it('elects what discriminators find right, and verifies it on inputs that find its mutants out', async () => {
    const codes = [RIGHT, WRONG, WRONG, WRONG, RIGHT];
    let written = 0;
    world.model.author = (request) => {
      if (askedFor(request) === 'difference') return JSON.stringify({ right: judge(request.user) });
      written += 1;
      return `\`\`\`python\n${codes[Math.min(written, codes.length) - 1] ?? ''}\`\`\``;
    };
    const rules = testRules('differences-python', {
      family: 'python',
      differences: { most: 3, asksUser: false },
      verification: true,
    });
    const put = { name: 'largest', family: 'python', entry: ENTRY, acceptance: [] };
    const spec = await world.store.put(JSON.parse(JSON.stringify(put)) as Record<string, never>);
    const budget = { usd: 1, calls: 100, hours: 1 };
    const input = {
      spec,
      specName: 'largest',
      specSha256: spec,
      rules,
      budget,
      approvePlan: false,
    };
    const run = await world.env.client.workflow.start(buildSoftware, {
      taskQueue: QUEUE.workflows,
      workflowId: rules.run,
      args: [input],
    });
    const { certificate: hash } = await run.result();
    const certificate = Certificate.parse(await world.store.get(hash));
    expect(certificate.status).toBe('done');
    expect(certificate.history[0]).toMatchObject({
      kind: 'difference',
      status: 'elected',
      difference: { call: expect.stringMatching(/^largest_first\(\[.*-/) },
    });
    const artifacts = [...world.store.artifacts.values()];
    const codesOf = artifacts.flatMap((artifact) => Part.safeParse(artifact).data?.code ?? []);
    expect(codesOf).toEqual([RIGHT]);
    const reports = artifacts.flatMap((artifact) => PartReport.safeParse(artifact).data ?? []);
    expect(reports.map(({ inputs }) => inputs)).toEqual([{ mutants: 3, killed: 3 }]);
    expect(certificate.verifiers).toMatchObject({ parts: 1, weakInputs: [] });
  });
});
