import { existsSync } from 'node:fs';
import { ApplicationFailure } from '@temporalio/common';
import type { SandboxResult } from '../../../src/activities/ports/sandbox';
import { createBubblewrapSandbox } from '../../../src/adapters/bubblewrap/bubblewrap-sandbox';
import { pythonRuntime } from '../../../src/adapters/bubblewrap/python-runtime';
import { describeUnderBubblewrap } from '../../support/bubblewrap';

const sandbox = createBubblewrapSandbox(pythonRuntime());

const run = (
  main: string,
  { modules = {}, world = 0 }: { modules?: Record<string, string>; world?: 0 | 1 } = {},
): Promise<SandboxResult> =>
  sandbox.run({
    modules: { ...modules, 'main.py': main },
    entry: 'main.py',
    limits: { timeMs: 1_000, memoryBytes: 256 * 2 ** 20, outputBytes: 10_000 },
    world,
  });

const returning = (expression: string, ...above: readonly string[]) =>
  [...above, 'def main():', `    return str(${expression})`].join('\n');

const doing = (...lines: readonly string[]) =>
  ['def main():', ...lines.map((line) => `    ${line}`), '    return "went on"'].join('\n');

describeUnderBubblewrap('createBubblewrapSandbox', () => {
  it('returns what main returns, with modules that import each other', async () => {
    const modules = { 'src/b.py': 'c = 2', 'a.py': 'from src.b import c' };
    expect(await run(returning('a.c + 1', 'import a'), { modules })).toEqual({
      status: 'returned',
      output: '3',
    });
  });

  it('keeps a text whatever characters it has', async () => {
    expect(await run(returning(String.raw`"ä\n😀 returned\n\ud800"`))).toEqual({
      status: 'returned',
      output: String.raw`ä` + '\n😀 returned\n\\ud800',
    });
  });

  it.each([
    ['a fault of syntax', 'def main(:', true],
    ['an error while loading', 'raise TypeError("no")', true],
    ['an error in main', 'def main():\n    raise TypeError("no")', false],
    ['no main', 'x = 1', true],
    ['a main that returns no text', 'def main():\n    return 1', false],
    [
      'an error whose text is an error',
      'class E(Exception):\n    def __str__(self): return 1/0\ndef main(): raise E()',
      false,
    ],
    ['sys.exit', 'import sys\ndef main(): sys.exit(3)', false],
    ['os._exit', 'import os\ndef main(): os._exit(0)', false],
    ['os._exit while loading', 'import os\nos._exit(0)', true],
  ])('reports %s as thrown', async (_, main, loading) => {
    expect(await run(main)).toMatchObject({ status: 'threw', loading });
  });

  it.each([
    ['a loop', doing('while True: pass'), 'time'],
    ['a program that only waits', doing('import time', 'time.sleep(60)'), 'time'],
    ['allocating', doing('return "x" * 10**9'), 'memory'],
    ['allocating bit by bit', doing('x = []', 'while True: x.append(bytes(10**6))'), 'memory'],
    ['recursion', 'def f(): return f()\ndef main(): return f()', 'stack'],
    [
      'a stack that is overrun',
      doing('import sys', 'sys.setrecursionlimit(10**9)', 'f = lambda n: [n].sort(key=f)', 'f(0)'),
      'stack',
    ],
    ['a long output', doing('return "x" * 10001'), 'output'],
  ])('ends %s', async (_, main, limit) => {
    expect(await run(main)).toEqual({ status: 'out-of-limits', limit });
  });

  it('takes what is printed, however much, for nothing', async () => {
    const main = doing(
      'import os, sys',
      'for i in range(10**4): print("x" * 10**4)',
      'os.write(2, b"x" * 10**6)',
    );
    expect(await run(main)).toEqual({ status: 'returned', output: 'went on' });
  });

  it.each([
    ['forks', 'import os\nos.fork()'],
    ['starts a process', 'import subprocess\nsubprocess.run(["/usr/bin/python3", "-c", "1"])'],
    ['starts a thread', 'import threading\nthreading.Thread(target=print).start()'],
    ['opens a socket', 'import socket\nsocket.socket()'],
    ['reads the passwords', 'open("/etc/passwd")'],
    ["lists the user's folders", 'import os\nos.listdir("/root"), os.listdir("/home")'],
    ['reads about processes', 'import os\nos.listdir("/proc")'],
    ['writes into the library', 'import os\nopen(os.__file__, "a")'],
    ['writes beside /tmp', 'open("/x", "w")'],
    ['fills the disk', 'f = open("/tmp/x", "wb")\nfor i in range(64): f.write(bytes(2**20))'],
    ['raises its limits', 'import resource\nresource.setrlimit(resource.RLIMIT_AS, (-1, -1))'],
    [
      'kills its parent',
      'import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nos.kill(1, 9)\nopen("/proc/1")',
    ],
    ['replaces its program', 'import os\nos.execv("/bin/sh", ["sh"])'],
  ])('lets no program do harm that %s', async (_, harm) => {
    const main = doing(...harm.split('\n'));
    expect(await run(main)).toMatchObject({
      status: expect.stringMatching(/^(threw|out-of-limits)$/),
    });
    expect(await run(returning('1'))).toEqual({ status: 'returned', output: '1' });
  });

  it('shows a program no variable of the environment but what names its world', async () => {
    const main = returning('sorted(os.environ)', 'import os');
    expect(await run(main)).toEqual({
      status: 'returned',
      output: expect.not.stringMatching(/PATH|HOME|USER/),
    });
  });

  it('orders sets and tells the local time in another way in another world', async () => {
    const main = returning(
      '[*{"a", "b", "c", "d", "e", "f"}, datetime.fromtimestamp(0)]',
      'from datetime import datetime',
    );
    const [first, again, other] = [await run(main), await run(main), await run(main, { world: 1 })];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('cannot be made to return by a program that changes json and the builtins', async () => {
    const main =
      'import json, builtins\njson.dumps = json.loads = None\nbuiltins.str = builtins.len = builtins.type = None\ndef main(): return "as it was"';
    expect(await run(main)).toMatchObject({ status: expect.stringMatching(/^(threw|returned)$/) });
  });

  it('rejects with the reason of a signal that aborts, and runs nothing after it', async () => {
    const controller = new AbortController();
    const running = sandbox.run(
      {
        modules: { 'main.py': doing('while True: pass') },
        entry: 'main.py',
        limits: { timeMs: 60_000, memoryBytes: 2 ** 28, outputBytes: 10 },
        world: 0,
      },
      controller.signal,
    );
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    await expect(run(returning('1'))).resolves.toMatchObject({ status: 'returned' });
  });

  const failureOf = ({
    bubblewraps,
    pythons,
  }: {
    readonly bubblewraps?: readonly string[];
    readonly pythons?: readonly string[];
  }) =>
    createBubblewrapSandbox(pythonRuntime(pythons), bubblewraps && { bubblewraps })
      .run({
        modules: {},
        entry: 'main.py',
        limits: { timeMs: 1, memoryBytes: 1, outputBytes: 1 },
        world: 0,
      })
      .then(
        () => undefined,
        (error: unknown) => error,
      );

  it('pauses the run where bubblewrap is missing, and says how to install it', async () => {
    const failure = await failureOf({ bubblewraps: ['/nowhere/bwrap'] });
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({
      type: 'sandbox.missing',
      nonRetryable: true,
      message: expect.stringMatching(
        /found no bubblewrap at \/nowhere\/bwrap, expected .*apt-get install bubblewrap, dnf install bubblewrap, pacman -S bubblewrap/,
      ),
    });
  });

  it('pauses the run where Python is missing, or no Python', async () => {
    expect(await failureOf({ pythons: ['/nowhere/python3'] })).toMatchObject({
      type: 'sandbox.missing',
      message: expect.stringContaining('pacman -S python)'),
    });
    expect(await failureOf({ pythons: ['/bin/false'] })).toMatchObject({
      message: expect.stringContaining('/bin/false, which did not answer'),
    });
  });

  it('pauses the run where bubblewrap can start no program', async () => {
    expect(existsSync('/bin/false')).toBe(true);
    expect(await failureOf({ bubblewraps: ['/bin/false'] })).toMatchObject({
      type: 'sandbox.broken',
      nonRetryable: true,
    });
  });
});
