/**
 * Reporter of Node's own test runner, inside the sandbox: keeps what became of each test, in the order in which they ended.
 * It is loaded before the tests and what they test, and keeps its results where their code cannot reach them.
 */
import process from 'node:process';
import { inspect } from 'node:util';

const { stringify } = JSON;
const NAME_LENGTH = 300;
const FAULT_LENGTH = 600;
const SHOWN_LENGTH = 250;

/** @type {{ name: string, error?: string }[]} */
const tests = [];
let callers = 0;
let finished = 0;
let isOver = false;
let settle;
const end = new Promise((resolve) => {
  settle = resolve;
});

/** Told by Node of everything that happens to the tests of this process, once. */
export default async function* report(events) {
  callers += 1;
  if (callers > 1) note('the reporter', 'called a second time, expected Node alone to call it');
  const names = [];
  for await (const { type, data } of events) {
    if (type === 'test:start') names[data.nesting] = data.name;
    const hasFailed = type === 'test:fail';
    if (!hasFailed && type !== 'test:pass') continue;
    const { details, nesting, skip, todo } = data;
    const failure = details.error?.failureType;
    // A group is not a test, and one that failed by a test inside is told by that test.
    if (skip !== undefined || todo !== undefined || failure === 'subtestsFailed') continue;
    if (details.type === 'suite' && !hasFailed) continue;
    const name = [...names.slice(0, nesting), data.name].join(' > ');
    note(name, hasFailed ? faultOf(details.error) : undefined);
  }
  finished += 1;
  endWhenDone();
  yield '';
}

// Node ends its reporter when nothing is left to do, and without a test it calls none.
process.once('beforeExit', () => {
  isOver = true;
  endWhenDone();
});

function endWhenDone() {
  if (isOver && finished === callers) settle();
}

/** JSON of all results, once the tests have ended and nothing is left to do. */
export async function results() {
  await end;
  return stringify(tests);
}

function note(name, error) {
  const test = { name: oneLine(name, NAME_LENGTH) };
  tests[tests.length] = error === undefined ? test : { ...test, error };
}

function faultOf(error) {
  try {
    const cause = error?.cause ?? error;
    if (cause?.code === 'ERR_ASSERTION') return oneLine(assertionFault(cause), FAULT_LENGTH);
    if (typeof cause === 'string') return oneLine(cause, FAULT_LENGTH);
    const isError = typeof cause?.message === 'string';
    return oneLine(isError ? `${cause.name}: ${cause.message}` : show(cause), FAULT_LENGTH);
  } catch {
    return 'an error that cannot be told';
  }
}

function assertionFault({ operator, expected, actual, message, generatedMessage }) {
  const said = DIFFERENCES[operator]?.(show(expected), show(actual));
  if (said === undefined) return message;
  // Some versions of Node write the difference below what the test says.
  return generatedMessage ? said : `${message.split('\n', 1)}: ${said}`;
}

const differs = (expected, actual) => `expected ${expected}, found ${actual}`;
const isSame = (expected) => `expected anything but ${expected}`;
const DIFFERENCES = {
  __proto__: null,
  '==': (_, actual) => `expected a truthy value, found ${actual}`,
  equal: differs,
  strictEqual: differs,
  deepEqual: differs,
  deepStrictEqual: differs,
  notEqual: isSame,
  notStrictEqual: isSame,
  notDeepEqual: isSame,
  notDeepStrictEqual: isSame,
};

function show(value) {
  const options = { customInspect: false, depth: 5, breakLength: Infinity, maxArrayLength: 30 };
  return oneLine(inspect(value, { ...options, maxStringLength: SHOWN_LENGTH }), SHOWN_LENGTH);
}

function oneLine(text, most) {
  const line = String(text).replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most)}…` : line;
}
