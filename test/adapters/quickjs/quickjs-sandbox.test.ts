import type { SandboxProgram, SandboxResult } from '../../../src/activities/ports/sandbox';
import { QuickJsSandbox } from '../../../src/adapters/quickjs/quickjs-sandbox';

const sandbox = new QuickJsSandbox({ threads: 1 });
afterAll(() => sandbox.close());

const run = (
  main: string,
  {
    modules = {},
    world = 0,
    timeMs = 20_000,
  }: { modules?: Record<string, string>; world?: 0 | 1; timeMs?: number } = {},
): Promise<SandboxResult> =>
  sandbox.run({ ...program(main, timeMs), modules: { ...modules, 'src/main.js': main }, world });

const program = (main: string, timeMs: number): SandboxProgram => ({
  modules: { 'src/main.js': main },
  entry: 'src/main.js',
  limits: { timeMs, memoryBytes: 32 * 2 ** 20, outputBytes: 10_000 },
  world: 0,
});

const returning = (expression: string) => `export const main = () => String(${expression});`;

describe('QuickJsSandbox.run', () => {
  it('returns what main returns, promised or not', async () => {
    expect(await run(returning('1 + 1'))).toEqual({ status: 'returned', output: '2' });
    expect(
      await run('await 0; export const main = async () => { await 0; return "later"; };'),
    ).toEqual({
      status: 'returned',
      output: 'later',
    });
  });

  it('resolves relative paths and bare names to the modules of the program alone', async () => {
    const modules = { 'src/b.js': 'export const b = 2;', 'node:x': 'export const x = 3;' };
    expect(
      await run(`import { b } from './b.js'; import { x } from 'node:x'; ${returning('b + x')}`, {
        modules,
      }),
    ).toEqual({
      status: 'returned',
      output: '5',
    });
    for (const other of ['./c.js', '../../etc/passwd', 'node:fs', 'file:///etc/passwd'])
      expect(await run(`import '${other}'; ${returning('0')}`)).toMatchObject({
        status: 'threw',
        loading: true,
      });
  });

  it.each([
    ['a fault of syntax', 'export const main = (', true],
    ['an error while loading', 'throw new TypeError("no");', true],
    ['an error in main', 'export const main = () => { throw new TypeError("no"); };', false],
    ['no main', 'export const other = 1;', false],
    ['a main that returns no string', 'export const main = () => 1;', false],
    ['a proxy that throws when looked at', 'throw new Proxy({}, { get() { throw 1; } });', true],
    ['an error whose name is a getter that throws', 'throw { get name() { throw 1; } };', true],
    [
      'code made from text',
      'export const main = () => (() => 0)["const" + "ructor"]("return 1")();',
      false,
    ],
    ['eval', 'export const main = () => eval("1");', false],
  ])('reports %s as thrown', async (_, main, loading) => {
    expect(await run(main)).toMatchObject({ status: 'threw', loading });
  });

  it('tells at most 500 characters of an error', async () => {
    const result = await run('throw new Error("x".repeat(1e6));');
    expect(result).toMatchObject({
      status: 'threw',
      error: expect.stringMatching(/^Error: x{100,493}$/),
    });
  });

  it.each([
    ['a loop', 'for (;;);', 'time'],
    ['a loop in a getter of what is thrown', 'throw { get name() { for (;;); } };', 'time'],
    [
      'a regular expression that backtracks for ever',
      '/^(a+)+$/.test("a".repeat(40) + "b");',
      'time',
    ],
    ['jobs without end', 'const f = () => Promise.resolve().then(f); await f();', 'time'],
    [
      'async code that catches its interruption',
      'const f = async () => { for (;;); }; export const main = async () => { try { await f(); } catch {} return "x"; };',
      'time',
    ],
    ['a promise that never settles', 'await new Promise(() => {});', 'time'],
    ['a main that never settles', 'export const main = () => new Promise(() => {});', 'time'],
    ['a search that cannot be interrupted', 'new Array(4294967295).indexOf(1);', 'time'],
    ['recursion without end', 'const f = () => f() + 1; f();', 'stack'],
    ['a string without end', 'let s = "x"; for (;;) s += s;', 'memory'],
    ['a gigabyte at once', '"x".repeat(2 ** 30 - 1).padStart(2 ** 30);', 'memory'],
    ['output without end', 'export const main = () => "é".repeat(5001);', 'output'],
  ])('ends %s within its limit and goes on', async (_, main, limit) => {
    const given = limit === 'time' ? { timeMs: 400 } : {};
    expect(await run(main, given)).toEqual({ status: 'out-of-limits', limit });
    expect(await run(returning('"alive"'))).toEqual({ status: 'returned', output: 'alive' });
  });

  it('rejects no program for having no time at all', async () => {
    const { status } = await run(returning('"x"'), { timeMs: 0 });
    expect(['returned', 'out-of-limits']).toContain(status);
  });

  it('ends an array without end, by the first limit it reaches', async () => {
    const result = await run('const a = []; for (;;) a.push(new Float64Array(1e5));');
    expect(result).toMatchObject({ status: 'out-of-limits' });
  });

  it('shows another clock, time zone and chance in each world, and the same in the same world', async () => {
    const seen = (world: 0 | 1) =>
      run(
        returning(
          '[Date.now(), new Date().getHours(), Math.random(), new Date(2024, 1, 1).toISOString(), Date()]',
        ),
        { world },
      );
    expect(await seen(0)).toEqual(await seen(0));
    expect(await seen(1)).toEqual(await seen(1));
    const [zero, one] = [await seen(0), await seen(1)].map((r) =>
      'output' in r ? r.output.split(',') : [],
    );
    expect(zero?.map((part, i) => part === one?.[i])).toEqual([false, false, false, false, false]);
  });

  it('keeps dates ordinary otherwise', async () => {
    expect(
      await run(
        returning(
          '[new Date() instanceof Date, Date.UTC(2024, 0), new Date(0).toJSON(), Date.length, Date.name]',
        ),
      ),
    ).toEqual({
      status: 'returned',
      output: 'true,1704067200000,1970-01-01T00:00:00.000Z,7,Date',
    });
  });

  it('compares text as Node does', async () => {
    const words = ['b', 'A', 'a', 'B', 'é', 'e', 'z', '10', '9'];
    const expression = `${JSON.stringify(words)}.sort((a, b) => a.localeCompare(b))`;
    expect(await run(returning(expression))).toEqual({
      status: 'returned',
      output: String([...words].sort((a, b) => a.localeCompare(b, 'en'))),
    });
    expect(
      await run(returning('"a".localeCompare("A", undefined, { sensitivity: "base" })')),
    ).toMatchObject({ output: '0' });
  });

  it('gives code nothing of its host', async () => {
    const names = [
      'process',
      'require',
      'fetch',
      'console',
      'setTimeout',
      'performance',
      'WebAssembly',
      'hostLocaleCompare',
      'eval',
    ];
    expect(await run(returning(names.map((name) => `typeof ${name}`).join(' + ')))).toMatchObject({
      output: 'undefined'.repeat(names.length),
    });
  });

  it('rejects with the reason of the caller who stops it, and goes on', async () => {
    const stop = new AbortController();
    const stopped = sandbox.run(program('for (;;);', 60_000), stop.signal);
    stop.abort(new Error('no longer wanted'));
    await expect(stopped).rejects.toThrow('no longer wanted');
    expect(await run(returning('"alive"'))).toEqual({ status: 'returned', output: 'alive' });
  });

  it('runs more programs than it has threads', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) => run(returning(String(i)))),
    );
    expect(results).toEqual(
      Array.from({ length: 20 }, (_, i) => ({ status: 'returned', output: String(i) })),
    );
  });
});
