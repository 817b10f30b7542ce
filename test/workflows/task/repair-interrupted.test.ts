import { answeredId } from '../../../src/activities/ask';
import type { buildSoftware } from '../../../src/workflows';
import { fillHistory } from '../../support/fill-history';
import {
  ACCEPTANCE,
  authorOf,
  CODES,
  REPAIRED,
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

const FAULTY = authorOf({ longest: wrongWins(WRONG_LONGEST, CODES.longest) });
const RENEWED = 'entry/longest~2#code';

/** Starts a run of which one leaf is at fault, and waits until the first answer for its repair is recorded: others wait for `goOn`. */
async function startHeld(name: string) {
  let goOn = () => {};
  const until = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const run = await world.start(name, {
    author: async (request, seen) => {
      if (seen > 0 && /longest\(.* returns "aa"/.test(request.user)) await until;
      return FAULTY(request, seen);
    },
    acceptance: ACCEPTANCE.slice(0, 2),
  });
  const recorded = () =>
    Promise.all([0, 1].map((call) => world.store.find(answeredId(`${name}/${RENEWED}:${call}`))));
  while (
    (await recorded()).every((answer) => answer === undefined) ||
    callsOf(world, run)[RENEWED] !== 2
  )
    await world.env.sleep(50);
  return { run, goOn };
}

describe('mendPackage, interrupted in the middle of electing a part anew', () => {
  it('pays for nothing again that was recorded before its workers were gone (I3)', async () => {
    const { run, goOn } = await startHeld('repair-workers-replaced');
    await world.replaceWorkers();
    goOn();
    const { status, repairs, calls, lostCalls } = await certificateOf(world, run);
    expect([status, repairs, lostCalls]).toEqual(['done', 1, 1]);
    // Of the two calls under way for the repair one had its answer; the other one alone is sent again.
    expect(callsOf(world, run)).toEqual({ ...REPAIRED, [RENEWED]: 3 });
    const questions = Object.values(REPAIRED).reduce((sum, asked) => sum + asked, 0);
    expect(calls).toBe(questions);
  });

  it('goes on in a fresh history of the root, and neither builds nor repairs anything again (I5)', async () => {
    const { run, goOn } = await startHeld('repair-fresh-history');
    const first = (await run.describe()).runId;
    await fillHistory(run);
    goOn();
    const current = world.env.client.workflow.getHandle<typeof buildSoftware>(run.workflowId);
    const { status, repairs, calls } = await certificateOf(world, current);
    expect((await current.describe()).runId).not.toBe(first);
    expect([status, repairs]).toEqual(['done', 1]);
    expect(callsOf(world, current)).toEqual(REPAIRED);
    expect(calls).toBe(world.model.requests.filter((asked) => asked.run === run.workflowId).length);
    // Thousands of signals, which a busy machine takes its time for.
  });
});
