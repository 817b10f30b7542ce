import { Certificate } from '../../../src/schemas/certificate';
import { buildSoftware } from '../../../src/workflows';
import { QUEUE } from '../../../src/workflows/messages';
import { askedFor, type Author, TWO_STEPS } from '../../support/author-model';
import { buildInput, startWorld, testRules, type World } from '../../support/temporal';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.stop();
});

describe('verifyElected', () => {
  it('keeps no part that its verifiers refuse: the task is tried the other way, and told why', async () => {
    let broken = 0;
    const author: Author = (request) => {
      const asked = askedFor(request);
      if (asked === 'plan') return TWO_STEPS;
      if (asked !== 'entry' || broken === 2) return `code of ${asked}`;
      broken += 1;
      return 'broken';
    };
    world.model.author = author;
    const rules = testRules('refused', { verification: true });
    const input = await buildInput(world, { rules, description: 'Small.' });
    const { status, certificate } = await world.env.client.workflow.execute(buildSoftware, {
      taskQueue: QUEUE.workflows,
      workflowId: rules.run,
      args: [input],
    });
    expect(status).toBe('done');
    const { leaves, verifiers } = Certificate.parse(await world.store.get(certificate));
    expect([leaves, verifiers?.parts, verifiers?.agreed]).toEqual([3, 3, 3]);
    const plans = world.model.requests.filter((request) => askedFor(request) === 'plan');
    for (const { user } of plans) expect(user).toContain('entry is broken');
    expect(plans.length).toBeGreaterThan(0);
  });
});
