import { callGuest } from '../../../src/families/python/guest-program';
import { weighInputs } from '../../../src/families/python/weigh-inputs';
import { describeUnderBubblewrap } from '../../support/bubblewrap';
import { pythonHost } from '../../support/python-family';
import { contractOf } from '../typescript/contracts';

/** What the guest makes of a code; the program that is run hands its mutants on. */
async function mutantsOf(code: string, count: number, types = ''): Promise<readonly string[]> {
  const result = await callGuest(pythonHost.sandbox, {
    module: 'observe',
    argument: { code, types, count },
    modules: {
      'millwright_guest/observe.py':
        'import json\nfrom millwright_guest.mutants import mutants_of\n\n\ndef observe(told):\n    return json.dumps(mutants_of(**told))\n',
    },
    limits: { timeMs: 20_000, memoryBytes: 2 ** 28, outputBytes: 2 ** 20 },
  });
  return result.status === 'returned' ? (JSON.parse(result.output) as string[]) : [result.status];
}

const f = (...lines: readonly string[]) =>
  ['def f(a, b):', ...lines.map((line) => `    ${line}`)].join('\n');

describeUnderBubblewrap('mutants_of', () => {
  it.each([
    ['a < b', ['a <= b', 'a >= b']],
    ['a == b', ['a != b']],
    ['a in b', ['a not in b']],
    ['a and b', ['a or b']],
    ['a // b', ['a * b', 'a / b']],
    ['not a', ['a']],
    ['a + 1', ['a - 1', 'a + 2', 'a + 0']],
    ["a or 'x'", ["a or ''"]],
    ['a is True', ['a is False', 'a is not True']],
    ['range(a)', ['range(a + 1)', 'range(a - 1)']],
    ['a[b:]', ['a[b + 1:]', 'a[b - 1:]']],
    ['any(a)', ['all(a)']],
    ['sorted(a)', ['list(a)']],
    ['a.startswith(b)', ['a.endswith(b)']],
    ['1 if a else b', ['1 if not a else b']],
    ['[x for x in a if x]', ['[x for x in a if not x]']],
  ])('turns %s into %j', async (expression, mutants) => {
    const made = await mutantsOf(f(`return ${expression}`), 40);
    expect(made).toEqual(expect.arrayContaining(mutants.map((text) => f(`return ${text}`))));
  });

  it('leaves out statements and else branches, negates conditions and changes results', async () => {
    const code = f('if a:', '    b.sort()', 'else:', '    b += [a]', 'return b');
    expect(await mutantsOf(code, 40)).toEqual(
      expect.arrayContaining([
        code.replace('b.sort()', 'pass'),
        code.replace('b += [a]', 'pass'),
        code.replace('b += [a]', 'b = [a]'),
        f('if a:', '    b.sort()', 'return b'),
        code.replace('if a', 'if not a'),
        code.replace('return b', 'return None'),
      ]),
    );
  });

  it("leaves hints, what documents, and the contract's own types alone", async () => {
    const types = 'class P:\n    x: int = 1\n';
    const code = `${types}\ndef f(a: "int", b: int) -> "list[int]":\n    """Adds 1."""\n    return [a] + b\n`;
    const made = await mutantsOf(code, 40, types);
    expect(made).toHaveLength(2);
    for (const kept of ['x: int = 1', `def f(a: 'int', b: int) -> 'list[int]':`, '"""Adds 1."""'])
      expect(made.every((mutant) => mutant.includes(kept))).toBe(true);
  });

  it('binds every name, and gives the same mutants every time, as many as are asked for', async () => {
    const code = f('c = b * b', 'return c + b - a / c');
    const all = await mutantsOf(code, 40);
    expect(all).not.toContain(f('pass', 'return c + b - a / c'));
    expect(await mutantsOf(code, 3)).toEqual(all.slice(0, 3));
  });
});

describeUnderBubblewrap('weighInputs of the Python family', () => {
  const weigh = (signature: string, code: string, inputs: readonly string[]) =>
    weighInputs({ contract: contractOf(signature), code, parts: [], host: pythonHost }, inputs);

  it('kills every mutant on inputs that tell, and few on inputs that do not', async () => {
    const signature = 'clamp(value: int, low: int, high: int) -> int';
    const code = `def ${signature}:\n    return max(low, min(value, high))\n`;
    const telling = ['clamp(5, 0, 3)', 'clamp(-1, 0, 3)'];
    expect(await weigh(signature, code, telling)).toEqual({ mutants: 3, killed: 3 });
    expect(await weigh(signature, code, ['clamp(0, 0, 0)'])).toEqual({ mutants: 3, killed: 1 });
  });

  it('gives no weight to code in which nothing can be mutated', async () => {
    expect(
      await weigh('f(a: int) -> None', 'def f(a: int) -> None:\n    pass\n', ['f(1)']),
    ).toBeNull();
  });

  it.each([
    ['loops', 'while n != n: pass'],
    ['loops and takes no end for one', 'while n != n:\n        try: n += 0\n        except: pass'],
    ['loops in a function of the interpreter', 'if n != n: sum(itertools.repeat(1))'],
    ['takes all memory', 'xs = []\n    while n != n: xs.append(xs * 2 + [n])'],
    ['takes all memory at once', 'if n != n: [n] * 10 ** 10'],
    ['recurses', 'if n != n: f(n)'],
  ])('counts a mutant that %s as killed, and runs the others to their ends', async (_, lines) => {
    const code = `import itertools\n\n\ndef f(n: int) -> int:\n    ${lines}\n    return n + 7\n`;
    const weight = await weigh('f(n: int) -> int', code, ['f(1)', 'f(2)']);
    // What is seen without the line: four mutants, each of which does otherwise.
    const without = await weigh('f(n: int) -> int', 'def f(n: int) -> int:\n    return n + 7\n', [
      'f(1)',
      'f(2)',
    ]);
    expect(without).toEqual({ mutants: 4, killed: 4 });
    expect(weight?.killed).toBeGreaterThanOrEqual(5);
    expect(weight?.mutants).toBeGreaterThanOrEqual(weight?.killed ?? NaN);
  });

  it('lets no mutant find what another left behind', async () => {
    const code = `KNOWN = {}\n\n\ndef f(n: int) -> int:\n    KNOWN[n] = n + 7\n    return KNOWN.get(n)\n`;
    const weight = await weigh('f(n: int) -> int', code, ['f(1)', 'f(2)']);
    expect(weight).toEqual({ mutants: 5, killed: 5 });
  });
});
