import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { type Interpreter, linkedWith, type Runtime } from './runtime';

/**
 * The Node that this process runs on, with threads. A program that declares tests with `node:test` has a module
 * 'test-reporter.mjs', to which Node's own runner tells what becomes of them.
 */
export const nodeRuntime: Runtime = {
  language: 'Node',
  boot: join(__dirname, 'boot.mjs'),
  find: findNode,
  hasThreads: true,
  args: ({ memoryBytes }) => [
    `--max-old-space-size=${Math.ceil(memoryBytes / 2 ** 20)}`,
    '--no-warnings',
    '--test-reporter=/tmp/program/test-reporter.mjs',
    '--test-reporter-destination=/dev/null',
  ],
  environment: () => ({ TZ: 'UTC' }),
  // V8 reserves addresses by the gigabyte; what it and its threads write to is counted, besides what a program allocates.
  memoryLimits: (memoryBytes) => ({
    v: 2 ** 40 / 1_024,
    d: (memoryBytes + OWN_MEMORY_BYTES) / 1_024,
  }),
  limitOfStatus: {
    132: 'memory', // SIGILL, SIGTRAP, SIGABRT: V8 gives up when it is refused memory
    133: 'memory',
    134: 'memory',
  },
};

/** Writable memory of a Node that does nothing; it starts with 200 MiB. */
const OWN_MEMORY_BYTES = 256 * 2 ** 20;

async function findNode(): Promise<Interpreter> {
  const executable = realpathSync(process.execPath);
  // Some distributions keep parts of Node's own library in files.
  const { node_builtin_shareable_builtins: apart = [] } = process.config
    .variables as unknown as Partial<Readonly<Record<string, readonly string[]>>>;
  const files = apart.filter((path) => isAbsolute(path) && existsSync(path));
  const needs = [executable, ...files, ...(await linkedWith([executable]))];
  return {
    executable,
    name: `Node ${process.versions.node}`,
    needs: [...new Set(needs)],
    hidden: [],
  };
}
