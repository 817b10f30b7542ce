import { checkSpec as checkPython } from '../../../src/families/python';
import { readSignature as readPython } from '../../../src/families/python/signature';
import { checkSpec as checkTypescript } from '../../../src/families/typescript';
import { readSignature as readTypescript } from '../../../src/families/typescript/signature';
import { codesOf, studiesOf } from './composite-study';
import { entryContract, loadComposites } from './composites';
import { LANGUAGES } from './contracts';
import { resultsInPython, runnable } from './run-solution';

const CHECK = { typescript: checkTypescript, python: checkPython };
const READ = { typescript: readTypescript, python: readPython };

/** What each code returns on some calls, as JSON. */
const RUN = {
  typescript: (codes: readonly string[], calls: readonly string[]) =>
    codes.map((code) => calls.map(runnable(code).run)),
  python: resultsInPython,
};

describe.each(LANGUAGES)('loadComposites in %s', (language) => {
  const programs = loadComposites().map((composite) => {
    const entry = entryContract(composite, language, true);
    const calls = entry.examples.map(({ call }) => call);
    const expected = entry.examples.map(({ returns }) => JSON.stringify(returns));
    const { right, wrong } = codesOf(composite, language);
    const [first = [], ...others] = RUN[language]([right, ...wrong], calls);
    return { entry, expected, right: first, wrong: others };
  });

  it('has four programs whose calls and results fit their signatures', () => {
    const faults = programs.flatMap(({ entry }) =>
      CHECK[language]({ name: 'bench', family: language, entry, acceptance: [] }),
    );
    expect(faults).toEqual([]);
    expect(programs).toHaveLength(4);
  });

  it('states the functions of a plan as the product does, which is how their author knows them', () => {
    for (const study of loadComposites().flatMap((composite) => studiesOf(composite, 0))) {
      const signature = study.signature[language] ?? '';
      expect(READ[language](signature)?.text).toBe(signature);
    }
  });

  it('has right code for each', () => {
    for (const { entry, expected, right } of programs)
      expect([entry.name, ...right]).toEqual([entry.name, ...expected]);
  });

  it('has mistakes that a hidden test shows, each of them', () => {
    const unseen = programs.flatMap(({ entry, expected, wrong }) =>
      wrong.flatMap((found, i) =>
        found.join() === expected.join() ? [`${entry.name}, mistake ${i}`] : [],
      ),
    );
    expect(unseen).toEqual([]);
  });
});

describe('studiesOf', () => {
  it('has calls in mind for code in Python too', () => {
    const studies = loadComposites()
      .slice(0, 1)
      .flatMap((composite) => studiesOf(composite, 0));
    const without = studies.filter(({ calls }) => calls('python').length === 0);
    expect(without.map(({ signature }) => signature.python)).toEqual([]);
  });
});
