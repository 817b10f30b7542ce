import { runBudget, runRules } from '../../src/client/rules';
import { ModelProfile } from '../../src/schemas/model';
import { spec } from './support/specs';

const model = ModelProfile.parse({
  name: 'm',
  baseUrl: 'http://127.0.0.1:1/v1',
  price: { input: 1, output: 4 },
});
const input = {
  run: 'r',
  spec: spec(),
  specSha256: 'ff'.repeat(32),
  models: [model],
  wishes: {},
  searchable: true,
};

describe('runRules', () => {
  it('has defaults for everything that neither the user nor the spec says', () => {
    expect(runRules(input)).toMatchObject({
      margin: null,
      target: 0.95,
      accuracy: 0.85,
      maxDepth: 3,
      diversity: { base: 0.3, varied: 0.3, other: 0.4 },
      seed: 0x7fffffff,
    });
  });

  it('follows the spec where the user says nothing', () => {
    const wished = runRules({ ...input, spec: spec({ margin: 4, target: 0.8, maxDepth: 0 }) });
    expect(wished).toMatchObject({ margin: 4, target: 0.8, maxDepth: 0 });
  });

  it('follows the user where both say something', () => {
    const wishes = { margin: 2, target: 0.5, seed: 7 };
    expect(runRules({ ...input, spec: spec({ margin: 4, target: 0.8 }), wishes })).toMatchObject(
      wishes,
    );
  });

  it("lets a wished target undo the spec's fixed margin, which would hide it", () => {
    const wished = runRules({ ...input, spec: spec({ margin: 4 }), wishes: { target: 0.99 } });
    expect(wished).toMatchObject({ margin: null, target: 0.99 });
  });

  it('bounds what one call can cost by the longest prompt and reply at the prices', () => {
    expect(runRules(input).models).toMatchObject([
      { name: 'm', queue: 'millwright-models', maxCallUsd: 0.016 },
    ]);
  });

  it('gives a model with a request limit the queue on which its limit is kept', () => {
    const limited = { ...model, limits: { concurrency: 4, requestsPerMinute: 60 } };
    expect(runRules({ ...input, models: [limited] }).models[0]?.queue).toBe('millwright-models.m');
  });
});

describe('runBudget', () => {
  it('takes each figure from the user, else the spec, else the configuration', () => {
    const configured = { usd: 5, calls: 2_000, hours: 24 };
    const budget = runBudget({ usd: 1 }, spec({ budget: { usd: 2, calls: 10 } }), configured);
    expect(budget).toEqual({ usd: 1, calls: 10, hours: 24 });
  });
});
