import { createPythonFamily } from '../../../src/families/python';
import type { Examination } from '../../../src/schemas/vote';
import { describeUnderBubblewrap } from '../../support/bubblewrap';
import { pythonHost } from '../../support/python-family';
import { contractOf } from '../typescript/contracts';

const family = createPythonFamily(pythonHost);

const CLAMP = contractOf('clamp(value: int, low: int, high: int) -> int', {
  examples: [{ call: 'clamp(5, 0, 3)', returns: 3 }],
});

const examine = (code: string) => family.examineCode(code, CLAMP, []);

/** An answer to the contract of clamp with this body. */
const clamp = (...lines: readonly string[]) =>
  [
    'def clamp(value: int, low: int, high: int) -> int:',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n');

const RIGHT = clamp('return max(low, min(value, high))');

/** The family with the checks of what code may hold taken out of the sandbox. */
const unchecked = createPythonFamily({
  ...pythonHost,
  sandbox: {
    ...pythonHost.sandbox,
    run: ({ modules, ...program }, signal) =>
      pythonHost.sandbox.run(
        { ...program, modules: { ...modules, 'millwright_guest/check.py': NO_CHECK } },
        signal,
      ),
  },
});
const NO_CHECK = 'def check(code, contract):\n    return None\n';

/** Each is a red flag within its limits; the same sandbox examines the next answer as if nothing had been. */
const HOSTILE: readonly (readonly [string, string, string])[] = [
  ['loops', 'out-of-limits', clamp('while True: pass')],
  ['allocates', 'out-of-limits', clamp('return len([0] * 10**10)')],
  ['allocates bit by bit', 'out-of-limits', clamp('x = []', 'while True: x.append("x" * 10**6)')],
  ['computes a huge number', 'out-of-limits', clamp('return 10 ** 10 ** 10')],
  ['recurses', 'out-of-limits', clamp('return clamp(value, low, high)')],
  [
    'is nested too deeply',
    'does-not-compile',
    clamp(`return ${'('.repeat(5_000)}1${')'.repeat(5_000)}`),
  ],
  ['loops while loading', 'out-of-limits', `X = [0 for i in iter(int, 1)]\n${RIGHT}`],
  [
    'returns a value with a hostile __repr__',
    'does-not-compile',
    `class V:\n    def __repr__(self): return 1 // 0\n${clamp('return 3 if value == 5 else V()')}`,
  ],
  [
    'returns a value with a hostile __eq__',
    'does-not-compile',
    `class V:\n    def __eq__(self, other):\n        while True: pass\n    def __hash__(self):\n        while True: pass\n${clamp('return 3 if value == 5 else V()')}`,
  ],
  [
    'returns a list whose iteration never ends',
    'does-not-compile',
    `class V(list):\n    def __iter__(self):\n        while True: yield 1\n${clamp('return 3 if value == 5 else V()')}`,
  ],
  [
    'raises an error with a hostile text',
    'contradicts-example',
    `class E(Exception):\n    def __str__(self): return 1 // 0\n${clamp('raise E()')}`,
  ],
  [
    'defines __getattribute__',
    'forbidden',
    `class V:\n    def __getattribute__(self, name): return 1 // 0\n${clamp('return V()')}`,
  ],
  ['patches the builtins', 'forbidden', clamp('__builtins__["len"] = None', 'return 3')],
  ['patches json', 'forbidden', `import json\n${clamp('json.dumps = None', 'return 3')}`],
  [
    'reaches for the frames',
    'forbidden',
    clamp('g = (i for i in [1])', 'g.gi_frame.f_builtins.clear()', 'return 3'),
  ],
  [
    'reaches for the classes',
    'forbidden',
    clamp('().__class__.__bases__[0].__subclasses__()', 'return 3'),
  ],
  [
    'reaches for modules of modules',
    'forbidden',
    `import re\n${clamp('re.enum.sys.exit(0)', 'return 3')}`,
  ],
  [
    'hands a module on',
    'forbidden',
    `import json\n${clamp('m = json', 'm.dumps = None', 'return 3')}`,
  ],
  ['prints gigabytes', 'forbidden', clamp('while True: print("x" * 10**6)')],
  ['sleeps', 'forbidden', `import time\n${clamp('time.sleep(60)', 'return 3')}`],
  ['forks', 'forbidden', `import os\n${clamp('os.fork()', 'return 3')}`],
  [
    'starts a process',
    'forbidden',
    `import subprocess\n${clamp('subprocess.run(["ls"])', 'return 3')}`,
  ],
  ['starts a thread', 'forbidden', `from threading import Thread\n${clamp('return 3')}`],
  ['reads the environment', 'forbidden', `from os import environ\n${clamp('return 3')}`],
  ['reads files', 'forbidden', clamp('return len(open("/etc/passwd").read())')],
  ['reaches for the network', 'forbidden', `import socket\n${clamp('return 3')}`],
  ['imports while it runs', 'forbidden', clamp('return __import__("os").getpid()')],
  ['makes code from text', 'forbidden', clamp('return eval("3")')],
  [
    'asks for the time',
    'forbidden',
    `from datetime import datetime\n${clamp('return datetime.now().second')}`,
  ],
  ['asks for chance', 'forbidden', `import random\n${clamp('return random.randint(0, 9)')}`],
  ['is a coroutine', 'forbidden', `async ${RIGHT}`],
  [
    'returns a generator',
    'does-not-compile',
    clamp('return 3 if value == 5 else (i for i in [1])'),
  ],
  ['ends the process', 'forbidden', `import os\n${clamp('os._exit(0)')}`],
  ['exits', 'forbidden', clamp('exit(0)')],
  ['raises SystemExit', 'contradicts-example', clamp('raise SystemExit(0)')],
  [
    'raises SystemExit while loading',
    'throws-on-load',
    `def stop():\n    raise SystemExit(0)\nX = stop()\n${RIGHT}`,
  ],
  ['ends it through sys', 'forbidden', `import sys\n${clamp('sys.exit(0)')}`],
  ['kills it', 'forbidden', `import os\n${clamp('os.kill(os.getpid(), 9)')}`],
  ['kills all others', 'forbidden', `import os\n${clamp('os.kill(-1, 9)', 'return 0')}`],
  [
    'crashes the interpreter',
    'forbidden',
    `import ctypes\n${clamp('ctypes.string_at(0)', 'return 0')}`,
  ],
  [
    'patches sys.modules',
    'forbidden',
    `import sys\n${clamp('sys.modules["json"] = sys.modules["millwright_guest.canonical"] = None', 'return 0')}`,
  ],
  [
    'prints through sys',
    'forbidden',
    `import sys\n${clamp('while True: sys.stdout.write("x" * 10**6)')}`,
  ],
  [
    'writes to every open file',
    'forbidden',
    `import os\n${clamp('for i in range(128):', '    try: os.write(i, b"returned\\n[]")', '    except OSError: pass', 'return 0')}`,
  ],
  ['waits for the clock', 'forbidden', `import time\n${clamp('while time.time(): pass')}`],
  ['returns gigabytes', 'out-of-limits', clamp('return "x" * 10**9')],
  [
    'returns an object whose property raises',
    'does-not-compile',
    `class V:\n    @property\n    def real(self): return 1 // 0\n${clamp('return 3 if value == 5 else V()')}`,
  ],
  [
    'returns a number that claims to equal all others',
    'contradicts-example',
    `class V(int):\n    def __eq__(self, other): return True\n    def __hash__(self): return 0\n${clamp('return V(3)')}`,
  ],
  [
    'returns a number that loops when it is written',
    'forbidden',
    `class V(int):\n    def __repr__(self):\n        while True: pass\n    __str__ = __format__ = __repr__\n${clamp('return V(3)')}`,
  ],
  [
    'raises an error that compares by looping',
    'contradicts-example',
    `class E(Exception):\n    def __eq__(self, other):\n        while True: pass\n    def __hash__(self):\n        while True: pass\n${clamp('raise E()')}`,
  ],
  ['keeps state in a global', 'forbidden', `N = 0\n${clamp('global N', 'N += 1', 'return 3')}`],
];

describeUnderBubblewrap('a hostile answer in Python (I8)', () => {
  let honest: Examination;
  beforeAll(async () => {
    honest = await examine(RIGHT);
  });

  it.each(HOSTILE)('that %s is flagged as %s', async (_, redFlag, code) => {
    expect(await examine(code)).toMatchObject({ status: 'flagged', redFlag });
  });

  // The checks that turn most of them away before they run are not what keeps them from harm.
  it.each(HOSTILE)(
    'that %s is no right answer without the checks either, and the next one is',
    async (_, _flag, code) => {
      const found = await unchecked.examineCode(code, CLAMP, []);
      expect(found).not.toEqual(honest);
      expect(await unchecked.examineCode(RIGHT, CLAMP, [])).toEqual(honest);
    },
  );

  it('does no harm to its neighbours', async () => {
    const hostile = HOSTILE.filter(([, redFlag]) => redFlag === 'out-of-limits').slice(0, 3);
    const [right, ...flagged] = await Promise.all([
      examine(RIGHT),
      ...hostile.map(([, , code]) => examine(code)),
    ]);
    expect(flagged).toMatchObject(hostile.map(() => ({ status: 'flagged' })));
    expect(right).toEqual(honest);
    expect(right).toMatchObject({ status: 'vote' });
  });
});
