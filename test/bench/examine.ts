import { QuickJsSandbox } from '../../src/adapters/quickjs/quickjs-sandbox';
import { createPythonFamily } from '../../src/families/python';
import { examineBehaviour } from '../../src/families/typescript/behaviour';
import { checkCode, type CheckedCode } from '../../src/families/typescript/checker';
import { inputsSource } from '../../src/families/typescript/harness';
import { inputsOf } from '../../src/families/typescript/inputs';
import { compileSubject, observeInputs } from '../../src/families/typescript/observe-calls';
import { tellApart } from '../../src/families/typescript/tell-apart';
import { weighInputs } from '../../src/families/typescript/weigh-inputs';
import { contractOf } from '../families/typescript/contracts';
import { pythonHost } from '../support/python-family';
import { table } from './markdown-table';

/**
 * What the examination of one small answer costs in a warm worker: of one in TypeScript and, on Linux, of one in Python, which
 * needs bubblewrap. Every answer is another text, as those of an election are, so that nothing is remembered but the
 * contract's inputs.
 */
const ROUNDS = 60;
const WARM_UP = 15;

const CONTRACT = contractOf('words(text: string): string[]', {
  description: 'Splits a text at white space.',
  examples: [{ call: 'words("a bb a")', returns: ['a', 'bb', 'a'] }],
  // With the example and the generated ones 64 inputs in all.
  probes: Array.from({ length: 55 }, (_, i) => `words("a${' b'.repeat(i % 7)} word${i}")`),
});

const answer = (round: number): string =>
  `export function words(text: string): string[] {
  const found${round}: string[] = [];
  for (const word of text.split(/\\s+/)) if (word !== '') found${round}.push(word);
  return found${round};
}
`;

const IN_PYTHON = contractOf('words(text: str) -> list[str]', {
  description: CONTRACT.description,
  examples: CONTRACT.examples,
  probes: CONTRACT.probes,
});

const pythonAnswer = (round: number): string =>
  `def words(text: str) -> list[str]:
    found${round} = [word for word in text.split()]
    return found${round}
`;

async function main(): Promise<void> {
  const sandbox = new QuickJsSandbox({ threads: 1 });
  const request = { contract: CONTRACT, parts: [], sandbox };
  const { calls } = inputsOf(CONTRACT);
  const inputs = inputsSource(calls);
  const answers = Array.from({ length: ROUNDS }, (_, round) => answer(round));
  const checked = answers.map((code) => ({ ...request, code, checked: check(code) }));
  const inOneRun = async (one: (typeof checked)[number]): Promise<void> => {
    const told = { subject: compileSubject(one), inputs, examples: 1 };
    await observeInputs(one, { ...told, world: 0, backwards: false });
  };
  const rows = [
    await row('type-checking an answer', answers, check),
    await row(`fingerprinting ${calls.length} inputs, one run`, checked, inOneRun),
    await row(`fingerprinting ${calls.length} inputs, both runs`, checked, examineBehaviour),
    await row('weighing the inputs by mutants', checked, weighInputs),
    await row('telling two codes apart on a shrunk call', checked, ({ code, ...one }) =>
      tellApart({ ...one, codes: [code, code.replace(`word !== ''`, 'word.length > 1')] }),
    ),
    ...(await pythonRows()),
  ];
  const head = ['milliseconds', 'least', 'median', 'nine of ten', 'processor, median'];
  process.stdout.write(`${table(head, rows)}\n`);
  await sandbox.close();
}

async function pythonRows(): Promise<readonly (readonly string[])[]> {
  if (process.platform !== 'linux') return [];
  const family = createPythonFamily(pythonHost);
  const answers = Array.from({ length: ROUNDS }, (_, round) => pythonAnswer(round));
  const [name = '', ...figures] = await row('examining in Python, both runs', answers, (code) =>
    family.examineCode(code, IN_PYTHON, []),
  );
  // It runs in processes of its own, whose time is not counted as this one's.
  return [[name, ...figures.slice(0, -1), '–']];
}

function check(code: string): CheckedCode {
  const checked = checkCode(code, CONTRACT);
  if ('redFlag' in checked) throw new Error(checked.detail);
  return checked;
}

async function row<T>(
  name: string,
  rounds: readonly T[],
  measured: (round: T) => unknown,
): Promise<readonly string[]> {
  const times: number[] = [];
  const processorTimes: number[] = [];
  for (const round of rounds) {
    const start = performance.now();
    const before = process.cpuUsage();
    await measured(round);
    const { user, system } = process.cpuUsage(before);
    times.push(performance.now() - start);
    processorTimes.push((user + system) / 1_000);
  }
  const at = (figures: readonly number[], share: number): string => {
    const sorted = figures.slice(WARM_UP).sort((a, b) => a - b);
    return (sorted[Math.floor(share * sorted.length)] ?? 0).toFixed(1);
  };
  return [name, at(times, 0), at(times, 0.5), at(times, 0.9), at(processorTimes, 0.5)];
}

void main();
