import type { Family } from '../../src/activities/ports/family';
import { loadStoredParts } from '../../src/activities/subjects';
import { createVerifyPart, summariseReports } from '../../src/activities/verify-part';
import type { PartVerification } from '../../src/schemas/verification';
import { runActivity } from '../support/activity';
import { MemoryStore } from '../support/memory-store';
import { toyContract } from '../support/subjects';
import { toyFamily } from '../support/toy-family';

const AGREED: PartVerification = {
  verifiers: [
    { verifier: 'laws', kind: 'deterministic', verdict: 'agree', detail: 'for all n: kept' },
    { verifier: 'differential', kind: 'opinion', verdict: 'abstain', detail: 'they differ' },
  ],
  inputs: { mutants: 10, killed: 3 },
};

/** A store with a part of two, and a family that counts how often it verifies. */
async function partOfTwo(verification?: PartVerification) {
  const store = new MemoryStore();
  const inner = await store.put({ contract: toyContract({ name: 'inner' }), code: 'a', parts: [] });
  const runnerUp = await store.put({ text: 'another' });
  const part = await store.put({
    contract: toyContract({ name: 'outer' }),
    code: 'b',
    parts: [inner],
    task: 'outer',
    runnersUp: [runnerUp],
  });
  const seen: Parameters<Family['verifyPart']>[0][] = [];
  const family: Family = {
    ...toyFamily,
    verifyPart: (request, signal) => {
      seen.push(request);
      return verification === undefined
        ? toyFamily.verifyPart(request, signal)
        : Promise.resolve(verification);
    },
  };
  const { verifyPart } = createVerifyPart({
    store,
    families: { typescript: family, python: family },
  });
  return {
    store,
    part,
    seen,
    verify: () => runActivity(verifyPart, { family: 'typescript', part }),
  };
}

describe('verifyPart', () => {
  it('gives the family the part, all that it calls and its runners-up', async () => {
    const { verify, seen } = await partOfTwo();
    expect(await verify()).toMatchObject({ accepted: true, complaint: '' });
    expect(seen).toMatchObject([{ code: 'b', parts: [{ code: 'a' }], runnersUp: ['another'] }]);
  });

  it('judges an accepted part once, however often it runs', async () => {
    const { verify, seen } = await partOfTwo(AGREED);
    expect(await verify()).toEqual(await verify());
    expect(seen).toHaveLength(1);
  });

  it('judges a refused part anew, and says in a line of bounded length why it was refused (I5)', async () => {
    const detail = 'wrong '.repeat(1_000);
    const { verify, seen, store } = await partOfTwo({
      verifiers: [{ verifier: 'cases', kind: 'deterministic', verdict: 'disagree', detail }],
      inputs: null,
    });
    const { accepted, complaint, report } = await verify();
    await verify();
    expect([accepted, seen.length]).toEqual([false, 2]);
    expect(complaint).toMatch(/^cases: wrong/);
    expect(complaint.length).toBeLessThanOrEqual(400);
    expect(JSON.stringify(await store.get(report))).toContain(detail);
  });
});

describe('summariseReports', () => {
  it('adds up what was said of all parts, and names those whose inputs are weak', async () => {
    const { verify, store, part } = await partOfTwo(AGREED);
    expect(await summariseReports(store, await loadStoredParts(store, [part]))).toBeNull();
    await verify();
    expect(await summariseReports(store, await loadStoredParts(store, [part]))).toEqual({
      parts: 1,
      agreed: 1,
      disagreed: 0,
      abstained: 1,
      laws: 1,
      weakInputs: [{ task: 'outer', mutants: 10, killed: 3 }],
    });
  });
});
