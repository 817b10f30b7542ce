/**
 * The first program inside the sandbox, where programs are JavaScript: loads one module and calls its main().
 *
 * What becomes of it is written with what was there before the program, which may have changed it by then, and every
 * line begins with a token that the program has not seen: the lines 'ready' and 'loaded' as they are reached, then
 * 'returned', 'threw' or 'limit' and whatever there is to say, then 'end'.
 */
import { mkdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';

const FOLDER = '/tmp/program';
const RESULTS = 4;

const write = writeSync;
const leave = process.reallyExit.bind(process);
const slice = Function.prototype.call.bind(String.prototype.slice);
const { token, modules, entry, outputBytes } = JSON.parse(readFileSync(0, 'utf8'));

for (const [path, source] of Object.entries(modules)) {
  const file = join(FOLDER, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, source);
}
process.chdir(FOLDER);
say('ready');
const told = await outcome(() => import(join(FOLDER, entry)));
say(told.kind, told.text);
say('end');
leave(0);

async function outcome(load) {
  try {
    const { main } = await load();
    say('loaded');
    const output = await main();
    if (typeof output !== 'string')
      return { kind: 'threw', text: 'TypeError: main returned no text' };
    if (output.length > outputBytes) return { kind: 'limit', text: 'output' };
    return { kind: 'returned', text: output };
  } catch (error) {
    return { kind: 'threw', text: textOf(error) };
  }
}

function textOf(error) {
  try {
    const text =
      typeof error?.message === 'string' ? `${error.name}: ${error.message}` : `${error}`;
    return slice(text, 0, 500);
  } catch {
    return 'an error that cannot be told';
  }
}

function say(kind, text = '') {
  write(RESULTS, `${token} ${kind}\n${text}`);
}
