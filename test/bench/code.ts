import { LANGUAGES } from './code/contracts';
import { benchDepth } from './code/depth';
import { benchLanguages } from './code/languages';
import { benchLocal } from './code/local';
import { benchScripted } from './code/scripted';

const PARTS = ['scripted', 'depth', 'local', 'languages'];

/**
 * Whether elected code is right, by hidden tests that no author sees, written into docs/code-elections.md. Names of
 * parts choose among them, `typescript` or `python` one language of all parts but `languages`, and a number how many
 * contracts the local model is asked for.
 */
async function main(words: readonly string[]): Promise<void> {
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const { count, wants } = choiceOf(words);
  const languages = LANGUAGES.filter(wants(LANGUAGES));
  const part = wants(PARTS);
  for (const language of part('scripted') ? languages : []) await benchScripted(say, language);
  for (const language of part('depth') ? languages : []) await benchDepth(say, language);
  for (const language of part('local') ? languages : []) await benchLocal(say, language, count);
  if (part('languages')) await benchLanguages(say, count);
  // The model server ends with this process, and would keep it waiting.
  process.exit();
}

/** What is wanted of several things: those that are named, and all where none is. */
function choiceOf(words: readonly string[]): {
  readonly count: number;
  readonly wants: (all: readonly string[]) => (one: string) => boolean;
} {
  const known: readonly string[] = [...PARTS, ...LANGUAGES];
  const numbers = words.filter((word) => /^\d+$/.test(word));
  const unknown = words.find((word) => !known.includes(word) && !numbers.includes(word));
  if (unknown !== undefined)
    throw new Error(`Found '${unknown}'; expected a number or one of ${known.join(', ')}.`);
  return {
    count: numbers[0] === undefined ? Infinity : Number(numbers[0]),
    wants: (all) => (one) => words.includes(one) || !all.some((other) => words.includes(other)),
  };
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
