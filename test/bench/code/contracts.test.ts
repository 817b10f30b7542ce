import { execFileSync } from 'node:child_process';
import { runInNewContext } from 'node:vm';
import * as ts from 'typescript';
import { checkSpec } from '../../../src/families/typescript';
import type { Json } from '../../../src/schemas/hash';
import {
  type BenchLanguage,
  hiddenContractOf,
  LANGUAGES,
  loadContracts,
  nameOf,
  solutionsOf,
} from './contracts';

const contracts = loadContracts();

/** A program and the calls it is run on. */
interface Trial {
  readonly name: string;
  readonly code: string;
  readonly calls: readonly (readonly Json[])[];
}

/** What each trial's calls return, as JSON; the word 'error' where one throws. */
const RUN: Readonly<Record<BenchLanguage, (trials: readonly Trial[]) => string[][]>> = {
  typescript: (trials) =>
    trials.map(({ name, code, calls }) => {
      const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS };
      const script = ts.transpileModule(code, { compilerOptions: options }).outputText;
      const told = `(args) => { try { return JSON.stringify(exports.${name}(...args)); } catch { return 'error'; } }`;
      const program = `${script};JSON.stringify(${JSON.stringify(calls)}.map(${told}))`;
      return JSON.parse(
        runInNewContext(program, { exports: {} }, { timeout: 5_000 }) as string,
      ) as string[];
    }),
  python: (trials) => {
    const told = execFileSync('python3', ['-c', PYTHON], { input: JSON.stringify(trials) });
    return JSON.parse(told.toString()) as string[][];
  },
};

const PYTHON = `
import copy, json, sys

def tell(function, args):
    try:
        return json.dumps(function(*args), separators=(",", ":"), ensure_ascii=False)
    except Exception:
        return "error"

told = []
for trial in json.load(sys.stdin):
    scope = {}
    exec(trial["code"], scope)
    function = scope[trial["name"]]
    told.append([tell(function, copy.deepcopy(args)) for args in trial["calls"]])
print(json.dumps(told))
`;

/** What the solutions of one contract return, call by call as JSON, the examples first. */
interface Outcomes {
  readonly name: string;
  readonly shown: number;
  readonly expected: readonly string[];
  readonly right: readonly string[];
  readonly wrong: readonly { readonly defect: string; readonly found: readonly string[] }[];
}

function outcomesIn(language: BenchLanguage): readonly Outcomes[] {
  const trials = contracts.flatMap((contract) => {
    const { right, wrong } = solutionsOf(contract, language);
    const name = nameOf(contract, language);
    const calls = [...contract.examples, ...contract.hidden].map(([args]) => args);
    return [right, ...wrong.map(({ code }) => code)].map((code) => ({ name, code, calls }));
  });
  const told = RUN[language](trials).values();
  const next = () => (told.next().value ?? []).map(sameNumbers);
  return contracts.map((contract) => ({
    name: nameOf(contract, language),
    shown: contract.examples.length,
    expected: [...contract.examples, ...contract.hidden].map(([, returns]) =>
      JSON.stringify(returns),
    ),
    right: next(),
    wrong: contract.wrong.map(({ defect }) => ({ defect, found: next() })),
  }));
}

/** Python writes 1.0 where JSON has 1. */
function sameNumbers(outcome: string): string {
  return outcome === 'error' ? outcome : JSON.stringify(JSON.parse(outcome));
}

describe('loadContracts', () => {
  it('has at least 40 contracts, no two of one name', () => {
    const names = contracts.map((contract) => nameOf(contract, 'typescript'));
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(40);
  });

  it('states calls and results that fit the signatures', () => {
    const faults = contracts.flatMap((contract) => {
      const entry = hiddenContractOf(contract, 'typescript');
      return checkSpec({ name: 'bench', family: 'typescript', entry, acceptance: [] });
    });
    expect(faults).toEqual([]);
  });
});

describe('the ideas of a contract', () => {
  it('are none of its hidden tests or examples', () => {
    const shared = contracts.flatMap((contract) => {
      const tests = [...contract.hidden, ...contract.examples].map(([args]) =>
        JSON.stringify(args),
      );
      return contract.ideas
        .map((args) => JSON.stringify(args))
        .filter((idea) => tests.includes(idea))
        .map((idea) => `${nameOf(contract, 'typescript')} ${idea}`);
    });
    expect(shared).toEqual([]);
  });
});

describe.each(LANGUAGES)('solutionsOf in %s', (language) => {
  const outcomes = outcomesIn(language);

  it('has a right solution that passes the examples and the hidden tests', () => {
    for (const { name, right, expected } of outcomes)
      expect([name, ...right]).toEqual([name, ...expected]);
  });

  it('has wrong solutions that each fail a hidden test', () => {
    const unseen = outcomes.flatMap(({ name, shown, expected, wrong }) =>
      wrong
        .filter(({ found }) => isSame(found.slice(shown), expected.slice(shown)))
        .map(({ defect }) => `${name} ${defect}`),
    );
    expect(unseen).toEqual([]);
  });

  it('has wrong solutions that each err in their own way', () => {
    const twins = outcomes.flatMap(({ name, wrong }) =>
      wrong
        .filter(({ found }, i) => wrong.slice(0, i).some((other) => isSame(found, other.found)))
        .map(({ defect }) => `${name} ${defect}`),
    );
    expect(twins).toEqual([]);
  });

  it('has a wrong solution of every contract that its examples do not show', () => {
    const obvious = outcomes
      .filter(({ shown, expected, wrong }) =>
        wrong.every(({ found }) => !isSame(found.slice(0, shown), expected.slice(0, shown))),
      )
      .map(({ name }) => name);
    expect(obvious).toEqual([]);
  });
});

function isSame(some: readonly string[], other: readonly string[]): boolean {
  return some.join('\n') === other.join('\n');
}
