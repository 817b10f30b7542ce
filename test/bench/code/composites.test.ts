import { checkSpec } from '../../../src/families/typescript';
import { readSignature } from '../../../src/families/typescript/signature';
import { entryContract, loadComposites, studiesOf } from './composites';

describe('loadComposites', () => {
  const programs = loadComposites().map((composite) => {
    const entry = entryContract(composite, true);
    return { name: entry.name, entry, study: studiesOf(composite, 0).at(-1) };
  });

  it('has four programs whose calls and results fit their signatures', () => {
    const faults = programs.flatMap(({ entry }) =>
      checkSpec({ name: 'bench', family: 'typescript', entry, acceptance: [] }),
    );
    expect(faults).toEqual([]);
    expect(programs).toHaveLength(4);
  });

  it('states the functions of a plan as the product does, which is how their author knows them', () => {
    for (const study of loadComposites().flatMap((composite) => studiesOf(composite, 0))) {
      const signature = study.signature.typescript ?? '';
      expect(readSignature(signature)?.text).toBe(signature);
    }
  });

  it('has right code for each', () => {
    for (const { name, entry, study } of programs)
      expect([name, ...entry.examples.map(({ call }) => study?.right.run(call))]).toEqual([
        name,
        ...entry.examples.map(({ returns }) => JSON.stringify(returns)),
      ]);
  });

  it('has mistakes that a hidden test shows, each of them', () => {
    const unseen = programs.flatMap(({ name, entry, study }) =>
      (study?.wrong ?? []).flatMap((wrong, i) =>
        entry.examples.every(({ call, returns }) => wrong.run(call) === JSON.stringify(returns))
          ? [`${name}, mistake ${i}`]
          : [],
      ),
    );
    expect(unseen).toEqual([]);
  });
});
