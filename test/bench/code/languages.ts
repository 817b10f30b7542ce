import type { Json } from '../../../src/schemas/hash';
import { type BenchContract, type BenchLanguage, callOf, contractOf, LANGUAGES } from './contracts';
import { openFamilies } from './families';
import { inLanes } from './lanes';
import { languagesSection } from './languages-section';
import { LOCAL_PROFILE, LOCAL_SEED, localContracts, openLocalModel } from './local-model';
import { writeSection } from './page';
import { plainOutcome } from './plain-outcome';
import { type Asked, askExecutor, runOf } from './samples';
import type { Sampled, SamplesByLanguage } from './second-language';

/** Samples of each contract in each language; in TypeScript they are the first ones of every way of deciding. */
const SAMPLES = 4;

/** Contracts under way at once: the model server is never to wait for the longest answer to one of them. */
const LANES = 4;

/**
 * Whether answers in a second language err differently from those in the first: the local model writes the first `count`
 * contracts in both, and all answers run on the same calls. Into the page, after each contract.
 */
export async function benchLanguages(say: (line: string) => void, count: number): Promise<void> {
  const families = openFamilies();
  const model = openLocalModel();
  const sampled: SamplesByLanguage[] = [];
  await inLanes(localContracts(count), LANES, async (bench, at) => {
    const of = async (language: BenchLanguage): Promise<readonly Sampled[]> => {
      const contract = contractOf(bench, language);
      const run = runOf(contract, LOCAL_SEED);
      const family = families.of[language];
      const asked = { model, profile: LOCAL_PROFILE, family, contract, seed: LOCAL_SEED, run };
      return Promise.all(
        Array.from({ length: SAMPLES }, (_, index) =>
          sampleOnce({ asked, bench, language, index, say }),
        ),
      );
    };
    const [typescript, python] = await Promise.all([of('typescript'), of('python')]);
    sampled[at] = { typescript, python };
    say(`${contractOf(bench, 'typescript').name}: ${inLetters(sampled[at])}`);
    await writeSection('languages', languagesSection(sampled.flat()));
  });
  await families.close();
}

interface Asking {
  readonly asked: Asked;
  readonly bench: BenchContract;
  readonly language: BenchLanguage;
  readonly index: number;
  readonly say: (line: string) => void;
}

/** Whether an election would count a sample, and what it does on calls that both languages can state. */
async function sampleOnce(asking: Asking): Promise<Sampled> {
  const { asked, index, say } = asking;
  const { family, contract } = asked;
  const note = (redFlag: string, detail: string): void => {
    say(`${contract.name} ${index + 1}: ${redFlag}: ${detail.replaceAll(/\s+/g, ' ')}`);
  };
  const { text, finish } = await askExecutor(asked, index);
  const code = finish === 'stop' ? family.readCode(text) : undefined;
  if (code === undefined) {
    note('malformed', finish);
    return null;
  }
  const examination = await family.examineCode(code, contract, []);
  const flagged = examination.status === 'flagged';
  if (flagged) note(examination.redFlag, examination.detail);
  const { calls, expected } = trialsOf(asking);
  const observed = await family.observe(code, contract, [], calls);
  if (observed.status === 'flagged') return null;
  const outcomes = observed.outcomes.map(plainOutcome);
  const right = expected.every((outcome, i) => outcome === outcomes[i]);
  return { behaviour: JSON.stringify(outcomes), right, flagged };
}

/** The calls on which answers in both languages are compared, and the right outcomes of those that are tests. */
function trialsOf({ bench, language }: Asking): {
  readonly calls: readonly string[];
  readonly expected: readonly string[];
} {
  const stated = [...bench.examples, ...bench.hidden];
  const all: readonly (readonly Json[])[] = [...stated.map(([args]) => args), ...bench.ideas];
  return {
    calls: all.map((args) => callOf(bench, language, args)),
    expected: stated.map(([, returns]) => plainOutcome(`returned ${JSON.stringify(returns)}`)),
  };
}

/** A letter for each sample: equal ones behave alike, in either language, capital ones are right; '-' flags one, a dot cannot be run. */
function inLetters(samples: SamplesByLanguage): string {
  const all = LANGUAGES.flatMap((language) => samples[language]);
  const kinds = [...new Set(all.flatMap((sampled) => sampled?.behaviour ?? []))];
  const letter = (sampled: Sampled): string => {
    if (sampled === null) return '.';
    const low = String.fromCharCode('a'.charCodeAt(0) + kinds.indexOf(sampled.behaviour));
    return `${sampled.flagged ? '-' : ''}${sampled.right ? low.toUpperCase() : low}`;
  };
  return LANGUAGES.map((language) => samples[language].map(letter).join('')).join(' | ');
}
