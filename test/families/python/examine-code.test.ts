import { createPythonFamily } from '../../../src/families/python';
import type { Contract } from '../../../src/schemas/contract';
import { describeUnderBubblewrap } from '../../support/bubblewrap';
import { pythonHost } from '../../support/python-family';
import { contractOf } from '../typescript/contracts';

const family = createPythonFamily(pythonHost);

const CLAMP = contractOf('clamp(value: int, low: int, high: int) -> int', {
  examples: [{ call: 'clamp(5, 0, 3)', returns: 3 }],
});

const examine = (code: string, contract: Contract = CLAMP, parts = []) =>
  family.examineCode(code, contract, parts);

/** An answer to the contract of clamp with this body. */
const clamp = (...lines: readonly string[]) =>
  [
    'def clamp(value: int, low: int, high: int) -> int:',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n');

const RIGHT = clamp('return max(low, min(value, high))');

/** A contract of one function f, and a body of it. */
const f = (signature: string, ...lines: readonly string[]) =>
  [
    contractOf(signature),
    [`def ${signature}:`, ...lines.map((line) => `    ${line}`), ''].join('\n'),
  ] as const;

const candidateOf = async (contract: Contract, code: string): Promise<string> => {
  const examination = await examine(code, contract);
  return examination.status === 'vote' ? examination.candidate : JSON.stringify(examination);
};

describeUnderBubblewrap('examineCode of the Python family', () => {
  it('takes answers that behave alike for one candidate, however they are written (I9)', async () => {
    const other = `from typing import *
import math

LOWEST = -math.inf

def helper(a, b):
    """The smaller one."""
    return a if a < b else b

${clamp('return max(low, helper(value, high))')}`;
    const [one, two] = [
      await examine(RIGHT),
      await examine(other.replace('from typing import *\n', '')),
    ];
    expect(one).toMatchObject({ status: 'vote' });
    expect(two).toEqual({ ...(await examine(RIGHT)), size: expect.any(Number) });
  });

  it('gives the length of an answer, whatever its layout, hints, remarks and names', async () => {
    const sizeOf = async (code: string) => {
      const examination = await examine(code);
      return examination.status === 'vote' ? examination.size : undefined;
    };
    const wordy = `"""Clamps."""
# A remark.
def clamp(value, low, high):
    """Between low and high."""

    return max(
        low, (min(value, high)))
`;
    const named = clamp('smaller: int = min(value, high)', 'return max(low, smaller)');
    const short = named.replaceAll('smaller', 's').replace('s: int', 's');
    expect(await sizeOf(RIGHT)).toBe('defc(v,l,h)returnm(l,m(v,h))'.length);
    expect(await sizeOf(wordy)).toBe(await sizeOf(RIGHT));
    expect(await sizeOf(named)).toBe(await sizeOf(short));
    expect(await sizeOf(named)).toBeGreaterThan((await sizeOf(RIGHT)) ?? NaN);
  });

  it('tells answers apart that agree on the examples alone', async () => {
    const wrong = clamp('return min(value, high)');
    expect(await candidateOf(CLAMP, wrong)).not.toBe(await candidateOf(CLAMP, RIGHT));
  });

  it.each([
    ['an int and a float', 'f(x: int) -> object', 'x', 'float(x)'],
    ['True and 1', 'f(x: int) -> object', '1', 'True'],
    ['a list and a tuple', 'f(x: int) -> object', '[x]', '(x,)'],
    ['0.0 and -0.0', 'f(x: int) -> float', '0.0', '-0.0'],
    ['NaN and None', 'f(x: int) -> object', 'float("nan")', 'None'],
    ['text and bytes', 'f(x: int) -> object', '"a"', 'b"a"'],
    [
      'a list that contains itself and one that contains a list',
      'f(x: int) -> object',
      '(lambda l: l.append(l) or l)([])',
      '[[]]',
    ],
    ['one error and another', 'f(x: int) -> int', 'x // 0', '[][0]'],
    [
      'an answer that changes its argument',
      'f(x: list[int]) -> list[int]',
      'sorted(x)',
      'x.sort() or list(x)',
    ],
  ])('tells %s apart', async (_, signature, one, other) => {
    const [[contract, first], [, second]] = [
      f(signature, `return ${one}`),
      f(signature, `return ${other}`),
    ];
    expect(await examine(first, contract)).toMatchObject({ status: 'vote' });
    expect(await candidateOf(contract, second)).not.toBe(await candidateOf(contract, first));
  });

  it.each([
    [
      'dicts in another order',
      'f(x: int) -> dict[str, int]',
      '{"a": 1, "b": 2}',
      '{"b": 2, "a": 1}',
    ],
    ['sets in another order', 'f(x: int) -> set[int]', '{8, 0, x}', '{x, 0, 8}'],
    ['an int where the hint says float', 'f(x: int) -> list[float]', '[1, 2.5]', '[1.0, 2.5]'],
    ['NaN and NaN', 'f(x: int) -> float', 'float("nan")', 'float("inf") - float("inf")'],
    [
      'an error and a subclass of it',
      'f(x: int) -> int',
      'int("a")',
      'type(ValueError("b"))("c") and int("b")',
    ],
    [
      'a generator and a list of what it yields',
      'f(x: int) -> Iterator[int]',
      'iter([1, 2])',
      '(i for i in (1, 2))',
    ],
  ])('takes %s for equal', async (_, signature, one, other) => {
    const [[contract, first], [, second]] = [
      f(signature, `return ${one}`),
      f(signature, `return ${other}`),
    ];
    expect(await examine(first, contract)).toMatchObject({ status: 'vote' });
    expect(await candidateOf(contract, second)).toBe(await candidateOf(contract, first));
  });

  it('knows dataclasses, enums and typed dicts from the types of the contract', async () => {
    const contract = contractOf('move(point: Point, by: Step) -> Point', {
      types: `@dataclass(frozen=True)
class Point:
    x: int
    y: int = 0

class Step(Enum):
    UP = "up"
    RIGHT = "right"`,
      examples: [{ call: 'move(Point(1, 2), Step.UP)', returns: { x: 1, y: 3 } }],
    });
    const code = `def move(point: Point, by: Step) -> Point:
    if by is Step.UP:
        return Point(point.x, point.y + 1)
    return Point(point.x + 1, point.y)
`;
    expect(await examine(code, contract)).toMatchObject({ status: 'vote' });
    expect(await examine(code.replace('y + 1', 'y'), contract)).toMatchObject({
      redFlag: 'contradicts-example',
      detail: 'move(Point(1, 2), Step.UP): expected {"x":1,"y":3}, found Point(x=1,y=2)',
    });
  });

  it('lets an answer call the parts it may use', async () => {
    const contract = contractOf('clampAll(values: list[int]) -> list[int]', {
      uses: [{ name: 'clamp', signature: CLAMP.signature, description: '' }],
      examples: [{ call: 'clampAll([-1, 5])', returns: [0, 3] }],
    });
    const code =
      'def clampAll(values: list[int]) -> list[int]:\n    return [clamp(v, 0, 3) for v in values]\n';
    const parts = [{ contract: CLAMP, code: RIGHT }];
    expect(await family.examineCode(code, contract, parts)).toMatchObject({ status: 'vote' });
  });

  it.each([
    ['does-not-compile', 'def clamp(value, low, high:\n'],
    ['does-not-compile', 'def other(value, low, high):\n    return 1\n'],
    ['does-not-compile', 'def clamp(value: int, high: int, low: int) -> int:\n    return 1\n'],
    ['does-not-compile', 'def clamp(value: str, low: int, high: int) -> int:\n    return 1\n'],
    ['does-not-compile', 'def clamp(value: int, low: int, high: int = 1) -> int:\n    return 1\n'],
    ['does-not-compile', clamp('return limit(value)')],
    ['does-not-compile', clamp('return 3 if value == 5 else None')],
    ['does-not-compile', clamp('return 3 if value == 5 else [value]')],
    ['contradicts-example', clamp('return value')],
    ['contradicts-example', clamp('yield 3')],
    ['contradicts-example', clamp('raise ValueError("no")')],
    ['throws-on-load', `X = 1 // 0\n${RIGHT}`],
    ['throws-on-load', `X = [][0]\n${RIGHT}`],
    [
      'not-deterministic',
      `SEEN = []\n${clamp('SEEN.append(value)', 'return 3 if value == 5 else len(SEEN)')}`,
    ],
    [
      'not-deterministic',
      clamp('return 3 if value == 5 else [int(c) for c in {"1", "2", "3", "4", "5", "6"}][0]'),
    ],
    ['not-deterministic', clamp('return 3 if value == 5 else hash("a" * value)')],
  ])('raises %s for %j', async (redFlag, code) => {
    expect(await examine(code)).toMatchObject({ status: 'flagged', redFlag });
  });
});

/** A contract with a type of each kind, and an answer to it that declares none of them. */
const STEP = `class Step(Enum):
    UP = "up"
    RIGHT = "right"`;
const POINT = `@dataclass(frozen=True)
class Point:
    x: int
    y: int = 0
    tags: List[str] = field(default_factory=list)`;
const PAIR = 'class Pair(NamedTuple):\n    left: int\n    right: Optional[int] = None';
const OPTIONS = 'class Options(TypedDict, total=False):\n    by: int';
const TOO_FAR = 'class TooFar(ValueError):\n    pass';
const MOVE = contractOf('move(point: Point, by: Step, options: Options) -> tuple[Point, Pair]', {
  types: [STEP, POINT, PAIR, OPTIONS, TOO_FAR].join('\n\n'),
  examples: [
    {
      call: 'move(Point(1, 2), Step.UP, {"by": 2})',
      returns: [{ x: 1, y: 4, tags: ['up'] }, [1, 4]],
    },
  ],
});
const MOVED = `def move(point: Point, by: Step, options: Options) -> tuple[Point, Pair]:
    if not isinstance(point, Point):
        return None
    if options.get("by", 1) > 3:
        raise TooFar("no")
    count = options.get("by", 1) if by is Step.UP else 0
    moved = Point(point.x, point.y + count, [by.value])
    return moved, Pair(moved.x, moved.y if moved != Point(point.x, point.y, [by.value]) else None)
`;

describeUnderBubblewrap('examineCode of an answer that repeats a type of its contract', () => {
  it.each([
    ['an enum', STEP],
    ['a dataclass', POINT],
    ['a named tuple', PAIR],
    ['a typed dict', OPTIONS],
    ['an error', TOO_FAR],
    ['all of them', MOVE.types],
    [
      'a dataclass with the imports that it needs',
      `from dataclasses import dataclass, field\nfrom typing import List\n\n${POINT}`,
    ],
    ['a dataclass by its module', `import dataclasses\n\n${POINT.replace('@', '@dataclasses.')}`],
    [
      'a dataclass with comments and documentation',
      POINT.replace('Point:', 'Point:  # a point\n    """A point."""\n\n    # Across.').replace(
        '= 0',
        '= (0)  # up',
      ),
    ],
    ['a dataclass with a hint of today', POINT.replace('List[str]', '"list[str]"')],
    ['a dataclass twice', `${POINT}\n\n${POINT}`],
  ])('takes %s for the one of the contract', async (_, repeated) => {
    const plain = await examine(MOVED, MOVE);
    expect(plain).toMatchObject({ status: 'vote' });
    expect(await examine(`${repeated}\n\n\n${MOVED}`, MOVE)).toEqual(plain);
    expect(await examine(`${MOVED}\n\n${repeated}`, MOVE)).toEqual(plain);
  });

  it.each([
    ['another type', POINT.replace('x: int', 'x: str'), "with 'x: str', expected 'x: int'"],
    ['another order', POINT.replace(/(x: int)\n( +)(y: int = 0)/, '$3\n$2$1'), "with 'y: int = 0'"],
    ['another default', POINT.replace('= 0', '= 1'), "with 'y: int = 1', expected 'y: int = 0'"],
    ['one field less', POINT.replace('\n    y: int = 0', ''), "expected 'y: int = 0' or no decl"],
    ['one field more', `${POINT}\n    z: int = 0`, "with 'z: int = 0', expected 'no more'"],
    ['a method', `${POINT}\n    def up(self):\n        return 1`, "with 'def up(self):"],
    ['no decorator', POINT.replace(/@.*\n/, ''), "expected '@dataclass(frozen=True) class Point'"],
    ['another decorator', POINT.replace('(frozen=True)', ''), "with '@dataclass class Point'"],
    ['a decorator of its own', POINT.replace('@', '@(lambda: 1)().'), "with '@(lambda: 1)()."],
    ['another base', STEP.replace('Enum', 'str, Enum'), "with 'class Step(str, Enum)'"],
    ['another member', STEP.replace('"up"', '"Up"'), `with 'UP = 'Up'', expected 'UP = 'up''`],
    ['another totality', OPTIONS.replace(', total=False', ''), "with 'class Options(TypedDict)'"],
  ])('flags one with %s, and says what was expected', async (_, repeated, detail) => {
    const examined = await examine(`${repeated}\n\n\n${MOVED}`, MOVE);
    const told =
      /^declares \w+, which exists already, with '[^]+', expected '.+' or no declaration of it \(line \d\)$/;
    expect(examined).toMatchObject({
      redFlag: 'forbidden',
      detail: expect.stringMatching(told) as string,
    });
    expect(examined).toMatchObject({ detail: expect.stringContaining(detail) as string });
  });

  it.each([
    ['ORIGIN = Point(0, 0)', 'a constant'],
    ['def of(x, origin=Point(0, 0)):\n    return origin', 'a default'],
    ['class Mine(Point):\n    pass', 'a base'],
  ])('flags %j, for the copy would be used in it', async (line) => {
    expect(await examine(`${POINT}\n\n${line}\n\n${MOVED}`, MOVE)).toMatchObject({
      redFlag: 'forbidden',
      detail:
        'declares Point, which exists already, and uses it as the module loads, expected that in functions alone, or no declaration of it (line 7)',
    });
    expect(await examine(`${line}\n\n${MOVED}`, MOVE)).toMatchObject({ status: 'vote' });
  });

  it('checks the rest of the answer as ever', async () => {
    const repeated = `${POINT}\n\n${MOVED}`;
    const used = contractOf('far(x: int) -> int', {
      types: POINT,
      uses: [{ name: 'clamp', signature: CLAMP.signature, description: '' }],
    });
    const far = 'def far(x: int) -> int:\n    return 1\n';
    expect(await examine(`import os\n${repeated}`, MOVE)).toMatchObject({ redFlag: 'forbidden' });
    expect(await examine(repeated.replace('None', 'other'), MOVE)).toMatchObject({
      redFlag: 'does-not-compile',
      detail: "name 'other' is not defined",
    });
    expect(
      await family.examineCode(`${POINT}\n\n${RIGHT}\n${far}`, used, [
        { contract: CLAMP, code: RIGHT },
      ]),
    ).toMatchObject({ detail: expect.stringContaining('declares clamp, which exists') as string });
  });
});
