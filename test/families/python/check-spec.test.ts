import { checkCall, checkSpec } from '../../../src/families/python/check-spec';
import type { Contract } from '../../../src/schemas/contract';
import type { Spec } from '../../../src/schemas/spec';
import { contractOf } from '../typescript/contracts';

const check = (signature: string, rest: Partial<Contract> = {}): readonly string[] =>
  checkSpec({
    name: 'x',
    family: 'python',
    entry: contractOf(signature, rest),
    acceptance: [],
  } satisfies Spec);

const TYPES = `@dataclass
class Point:
    """A place."""
    x: int
    y: float = 0.0

class Options(TypedDict, total=False):
    name: str
    sizes: list[int]

class Pair(NamedTuple):
    a: int
    b: str

class Color(Enum):
    RED = 1
    BLUE = 2

Grid = list[list[int]]
`;

describe('checkSpec of the Python family', () => {
  it.each([
    ['f(x: int) -> int', 'f(1)', 2],
    ['f(x: int) -> int', 'f(-1)', 2],
    ['f(x: float) -> float', 'f(1)', 2.5],
    ['f(x: str) -> str', String.raw`f('a\n"' "b")`, 'ä'],
    ['f(x: list[int]) -> dict[str, int]', 'f([1, 2, ])', { a: 1 }],
    ['f(x: tuple[int, str]) -> tuple[int, ...]', 'f((1, "a"))', [1, 2, 3]],
    ['f(x: dict[str, list[int]]) -> set[int]', 'f({"a": [1], "b": []})', [1]],
    ['f(x: Optional[int] = None) -> int | None', 'f()', null],
    ['f(x: int, y: int = 2) -> bool', 'f(1, y=3)', true],
    ['f(x: Point) -> Point', 'f(Point(1, y=2.5))', { x: 1, y: 2.5 }],
    ['f(x: Options) -> Pair', 'f({"name": "a"})', [1, 'a']],
    ['f(x: Color) -> Color', 'f(Color.RED)', 2],
    ['f(x: Grid) -> Grid', 'f([[1], []])', [[1]]],
    ['f(x: Literal["a", "b"]) -> bytes', 'f("b")', [1, 2]],
    ['f(x: set[int]) -> frozenset[int]', 'f({1, 2})', [1]],
    ['f(x: list[int]) -> Iterator[int]', 'f(list(range(3)))', [0, 1]],
    ['f(x: Decimal) -> date', 'f(Decimal("1.5"))', '2024-01-01'],
    ['f(x: Any) -> object', 'f(None)', { a: [1, null] }],
  ])('finds no fault in %s with %s', (signature, call, returns) => {
    expect(check(signature, { types: TYPES, examples: [{ call, returns }] })).toEqual([]);
  });

  it.each([
    ['f(x: int) -> int', 'f("a")', 1, 'found another type for x, expected int'],
    ['f(x: int) -> int', 'f()', 1, 'found no x, expected int'],
    ['f(x: int) -> int', 'f(1, 2)', 1, 'found 2 arguments, expected at most 1'],
    ['f(x: int) -> int', 'f(1, z=2)', 1, 'found the argument z='],
    ['f(x: int) -> int', 'g(1)', 1, 'expected one call of f'],
    ['f(x: int) -> int', 'f(1', 1, 'expected one call in Python'],
    ['f(x: int) -> int', 'f(1); f(2)', 1, 'expected one call in Python'],
    ['f(x: int) -> int', 'f(1)', 'a', 'found returns "a", expected a value of type int'],
    ['f(x: int) -> int', 'f(1)', 1.5, 'expected a value of type int'],
    ['f(x: int) -> bool', 'f(1)', 1, 'expected a value of type bool'],
    ['f(x: tuple[int, int]) -> int', 'f([1, 2])', 1, 'expected tuple[int, int]'],
    ['f(x: Point) -> Point', 'f(Point(1))', { x: 1 }, 'expected a value of type Point'],
    ['f(x: Color) -> int', 'f(Color.GREEN)', 1, 'expected Color'],
  ])('finds the fault in %s with %s', (signature, call, returns, fault) => {
    const faults = check(signature, { types: TYPES, examples: [{ call, returns }] });
    expect(faults).toEqual([expect.stringContaining(`example 1, ${call}: `)]);
    expect(faults[0]).toContain(fault);
  });

  it.each([
    ['f(x: number) -> int', '', 'found the type number'],
    ['f(x) -> int', '', 'expected a signature like'],
    ['f(x: int): int', '', 'expected a signature like'],
    ['class(x: int) -> int', '', 'expected a signature like'],
    ['f(x: int) -> int', 'class A:\n    x: int', 'types, line 1: found the class A'],
    ['f(x: int) -> int', '@dataclass\nclass A:\n    def g(self): pass', 'and no methods'],
    ['f(x: int) -> int', 'import os', "found 'import os'"],
    ['f(x: int) -> int', '\nX = list[Unknown]', 'types, line 2: found the type Unknown'],
  ])('finds the fault in %s beside %j', (signature, types, fault) => {
    expect(check(signature, { types })).toEqual([expect.stringContaining(fault)]);
  });

  it('finds examples that contradict each other, and laws that are none', () => {
    const examples = [
      { call: 'f(1)', returns: 1 },
      { call: 'f( 1 )', returns: 2 },
    ];
    const laws = [
      { forAll: 'x: int', claim: 'f(x) == x' },
      { forAll: 'x', claim: 'True' },
      { forAll: 'x: int', claim: 'f(x)) or (1' },
    ];
    expect(check('f(x: int) -> int', { examples, laws })).toEqual([
      expect.stringContaining('as in example 1'),
      expect.stringContaining('law 2, True: '),
      expect.stringContaining('law 3, '),
    ]);
  });
});

describe('checkCall of the Python family', () => {
  const contract = contractOf('f(x: list[int]) -> int');

  it('accepts a well-typed call with data alone, and its result', () => {
    expect(checkCall(contract, 'f([1, -2])', 3)).toBeNull();
  });

  it.each(['f(list(range(3)) * 2)', 'f([1 + 1])', 'f(["a"])', 'g([1])', 'f'])(
    'says what is wrong with %s',
    (call) => {
      expect(checkCall(contract, call)).toMatch(/^(found|expected) /);
    },
  );

  it('says when a result cannot be one', () => {
    expect(checkCall(contract, 'f([])', 'a')).toBe(
      'found returns "a", expected a value of type int',
    );
  });
});
