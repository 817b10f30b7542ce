import { benchDepth } from './code/depth';
import { benchLanguages } from './code/languages';
import { benchLocal } from './code/local';
import { benchScripted } from './code/scripted';

/**
 * Whether elected code is right, by hidden tests that no author sees, written into docs/code-elections.md. Names of
 * parts choose among them; `local` and `languages` may be followed by the number of contracts that the local model is
 * asked for.
 */
async function main([...given]: readonly string[]): Promise<void> {
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const chosen = given.filter((word) => Number.isNaN(Number(word)));
  const count = given.map(Number).find((number) => !Number.isNaN(number)) ?? Infinity;
  const wants = (name: string): boolean => chosen.length === 0 || chosen.includes(name);
  if (wants('scripted')) await benchScripted(say);
  if (wants('depth')) await benchDepth(say);
  if (wants('local')) await benchLocal(say, count);
  if (wants('languages')) await benchLanguages(say, count);
  // The model server ends with this process, and would keep it waiting.
  process.exit();
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
