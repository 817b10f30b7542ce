import { ErrorClass, append, beginning, itemAt, passOnLimit, stringify, toText } from './captured';
import { giveConsole } from './silent-console';

/**
 * node:test for the sandbox: collects tests as they are declared and runs them one after the other when asked to. It is
 * loaded before the tests and what they test, and keeps its results where their code cannot reach them.
 */
/** One test that was run; `error` says why it failed. */
export interface TestResult {
  readonly name: string;
  readonly error?: string;
}

type Body = (context: TestContext) => unknown;
type Hook = () => unknown;
type Declare = (...given: readonly unknown[]) => Promise<void>;

interface Suite {
  readonly name: string;
  readonly outer: Suite | undefined;
  readonly hooks: Record<'before' | 'after' | 'beforeEach' | 'afterEach', Hook[]>;
  readonly entries: (Suite | Test)[];
}

interface Test {
  readonly name: string;
  readonly body: Body;
}

interface TestContext {
  readonly name: string;
  readonly test: (...given: readonly unknown[]) => Promise<void>;
  readonly diagnostic: () => void;
}

giveConsole();

let current = newSuite('', undefined);
const root = current;
let results = '';

function declareTest(...given: readonly unknown[]): Promise<void> {
  const { name, body, skipped } = read(given);
  if (!skipped) append(current.entries, { name, body });
  return Promise.resolve();
}

function declareSuite(...given: readonly unknown[]): Promise<void> {
  const { name, body, skipped } = read(given);
  if (skipped) return Promise.resolve();
  const suite = newSuite(name, current);
  append(current.entries, suite);
  current = suite;
  try {
    body({ name, test: declareTest, diagnostic });
  } finally {
    current = suite.outer ?? root;
  }
  return Promise.resolve();
}

const skip: Declare = () => Promise.resolve();

/** Declares a group of tests, as in node:test. */
const describe = Object.assign(declareSuite, { skip, todo: skip, only: declareSuite });

/**
 * The module's default export, `test(name, body)`; its members are the module's named exports. Skipped tests and those
 * to do are not run and not counted.
 */
export const test = Object.assign(declareTest, {
  test: declareTest,
  it: declareTest,
  describe,
  suite: describe,
  before: hook('before'),
  after: hook('after'),
  beforeEach: hook('beforeEach'),
  afterEach: hook('afterEach'),
  skip,
  todo: skip,
  only: declareTest,
});

/** Runs all declared tests; resolves to the JSON text of their results, in the order they ran. */
export async function runTests(): Promise<string> {
  await runSuite(root, '');
  return `[${results}]`;
}

async function runSuite(group: Suite, prefix: string): Promise<void> {
  const { entries, hooks } = group;
  const failure = await failureOf(async () => {
    await runHooks(hooks.before);
  });
  if (failure !== undefined) report({ name: `${prefix}before`, error: failure });
  for (let i = 0; i < entries.length; i += 1) {
    const entry = itemAt(entries, i);
    const name = prefix + entry.name;
    if ('entries' in entry) await runSuite(entry, `${name} > `);
    else await runTest({ name, body: entry.body }, group);
  }
  const late = await failureOf(async () => {
    await runHooks(hooks.after);
  });
  if (late !== undefined) report({ name: `${prefix}after`, error: late });
}

async function runTest({ name, body }: Test, group: Suite): Promise<void> {
  const subtest = async (...given: readonly unknown[]): Promise<void> => {
    const inner = read(given);
    if (!inner.skipped) await runTest({ name: `${name} > ${inner.name}`, body: inner.body }, group);
  };
  const error = await failureOf(async () => {
    await runEach(group, 'beforeEach');
    await body({ name, test: subtest, diagnostic });
    await runEach(group, 'afterEach');
  });
  report(error === undefined ? { name } : { name, error });
}

/** Outer groups' hooks first. */
async function runEach(group: Suite, kind: 'beforeEach' | 'afterEach'): Promise<void> {
  if (group.outer) await runEach(group.outer, kind);
  await runHooks(group.hooks[kind]);
}

async function runHooks(hooks: readonly Hook[]): Promise<void> {
  for (let i = 0; i < hooks.length; i += 1) await itemAt(hooks, i)();
}

async function failureOf(run: () => Promise<void>): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    passOnLimit(error);
    const text =
      error instanceof ErrorClass
        ? `${toText(error.name)}: ${toText(error.message)}`
        : toText(error);
    return beginning(text, 1_000);
  }
}

function report({ name, error }: TestResult): void {
  const told = error === undefined ? '' : `,"error":${stringify(error)}`;
  results += `${results === '' ? '' : ','}{"name":${stringify(name)}${told}}`;
}

function hook(kind: keyof Suite['hooks']): (run: Hook) => void {
  return (run) => {
    append(current.hooks[kind], run);
  };
}

/** node:test takes (name, options, body) and lets any of them be left out. */
function read(given: readonly unknown[]): Test & { readonly skipped: boolean } {
  let name = '<anonymous>';
  let body: Body | undefined;
  let skipped = false;
  for (let i = 0; i < given.length; i += 1) {
    const part = itemAt(given, i);
    if (typeof part === 'string') name = part;
    else if (typeof part === 'function') body = part as Body;
    else if (typeof part === 'object' && part !== null) {
      const { skip: isSkipped, todo } = part as {
        readonly skip?: unknown;
        readonly todo?: unknown;
      };
      skipped = Boolean(isSkipped) || Boolean(todo);
    }
  }
  return { name, body: body ?? (() => undefined), skipped };
}

function newSuite(name: string, outer: Suite | undefined): Suite {
  return {
    name,
    outer,
    hooks: { before: [], after: [], beforeEach: [], afterEach: [] },
    entries: [],
  };
}

function diagnostic(): void {
  // What a test tells about itself is nothing a report needs.
}
