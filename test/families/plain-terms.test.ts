import * as fc from 'fast-check';
import { isOf, type PlainType } from '../../src/domain/plain-contract';
import { callArguments as pythonArguments } from '../../src/families/python/call-arguments';
import { checkCall as checkInPython } from '../../src/families/python/check-spec';
import * as python from '../../src/families/python/plain-terms';
import { callArguments as typescriptArguments } from '../../src/families/typescript/call-arguments';
import * as typescript from '../../src/families/typescript/plain-terms';
import type { Contract } from '../../src/schemas/contract';
import { contractOf } from './typescript/contracts';

/** The contract in Python that says the same as one in TypeScript. */
function inPython(signature: string, rest: Partial<Contract> = {}) {
  const plain = typescript.inPlainTerms(contractOf(signature, rest));
  return plain && python.fromPlainTerms(plain);
}

/** And the other way. */
function inTypescript(signature: string, rest: Partial<Contract> = {}) {
  const plain = python.inPlainTerms(contractOf(signature, rest));
  return plain && typescript.fromPlainTerms(plain);
}

describe('a contract in TypeScript, in Python', () => {
  it('has names, examples and cases as Python writes them', () => {
    const found = inPython('cutText(text: string, atMost: number): [string, boolean]', {
      description: 'cutText has at most atMost signs.',
      examples: [{ call: "cutText('ab', 1)", returns: ['a', true] }],
      cases: [{ call: 'cutText("", 0)', returns: ['', false] }],
    });
    expect(found?.contract).toMatchObject({
      name: 'cut_text',
      signature: 'cut_text(text: str, at_most: int) -> tuple[str, bool]',
      description: 'cut_text has at most at_most signs.',
      examples: [{ call: 'cut_text("ab", 1)', returns: ['a', true] }],
      cases: [{ call: 'cut_text("", 0)', returns: ['', false] }],
    });
  });

  it.each([
    ['f(a: readonly number[]): string[][]', 'f(a: list[float]) -> list[list[str]]'],
    ['f(a: Array<[string, number]>): boolean', 'f(a: list[tuple[str, float]]) -> bool'],
    ['f(a: Record<string, number>): null', 'f(a: dict[str, float]) -> None'],
    ["f(a: 'x' | 'y'): string | null", 'f(a: Literal["x"] | Literal["y"]) -> str | None'],
    ['f(lambda: string): string | undefined', 'f(lambda_: str) -> str | None'],
  ])('has for %s the signature %s', (signature, expected) => {
    expect(inPython(signature)?.contract.signature).toBe(expected);
  });

  it('takes whole numbers where all that are stated are whole, and returns such where several are', () => {
    const stated = (...returns: readonly number[]) => ({
      examples: returns.map((result, n) => ({ call: `f([1, ${n}])`, returns: result })),
    });
    const signatureFor = (...returns: readonly number[]) =>
      inPython('f(a: number[]): number', stated(...returns))?.contract.signature;
    expect(signatureFor(3)).toBe('f(a: list[int]) -> float');
    expect(signatureFor(3, 4, 5, 6)).toBe('f(a: list[int]) -> int');
    expect(signatureFor(3, 4, 5, 1.5)).toBe('f(a: list[int]) -> float');
    const fraction = { examples: [{ call: 'f([1.5])', returns: 3 }] };
    expect(inPython('f(a: number[]): number', fraction)?.contract.signature).toBe(
      'f(a: list[float]) -> float',
    );
  });

  it.each([
    ['f(aB: number, a_b: number): number'],
    ['f(a: Point): number'],
    ['f<T>(a: T[]): T'],
    ['f(a?: number): number'],
    ['f(...a: number[]): number'],
    ['f(a: Map<string, number>): number'],
    ['f(a: Date): number'],
    ['f(a: number): void'],
    ['f(a: (n: number) => number): number'],
  ])('is none for %s', (signature) => {
    expect(inPython(signature)).toBeNull();
  });

  it('is none for a contract that calls other parts', () => {
    const uses = [{ name: 'g', signature: 'g(n: number): number', description: '' }];
    expect(inPython('f(a: number): number', { uses })).toBeNull();
  });
});

describe('a contract in Python, in TypeScript', () => {
  it('has names, examples and cases as TypeScript writes them', () => {
    const found = inTypescript('cut_text(text: str, at_most: int) -> tuple[str, bool]', {
      description: 'cut_text has at most at_most signs.',
      examples: [{ call: "cut_text('ab', 1)", returns: ['a', true] }],
    });
    expect(found?.contract).toMatchObject({
      name: 'cutText',
      signature: 'cutText(text: string, atMost: number): [string, boolean]',
      description: 'cutText has at most atMost signs.',
      examples: [{ call: 'cutText("ab", 1)', returns: ['a', true] }],
    });
  });

  it.each([
    ['f(a: Sequence[int]) -> tuple[str, ...]', 'f(a: Array<number>): Array<string>'],
    ['f(a: dict[str, float]) -> Optional[int]', 'f(a: Record<string, number>): number | null'],
    ["f(a: Literal['x', 'y']) -> bool", 'f(a: "x" | "y"): boolean'],
  ])('has for %s the signature %s', (signature, expected) => {
    expect(inTypescript(signature)?.contract.signature).toBe(expected);
  });

  it.each([
    ['f(a: set[int]) -> int'],
    ['f(a: bytes) -> int'],
    ['f(a: int = 1) -> int'],
    ['f(a: dict[int, int]) -> int'],
    ['f(a: list) -> int'],
    ['f(new: int) -> int'],
  ])('is none for %s', (signature) => {
    expect(inTypescript(signature)).toBeNull();
  });
});

describe('calls of counterparts', () => {
  const type = fc.letrec<{ type: PlainType }>((tie) => ({
    type: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('integer', 'number', 'text', 'boolean').map((kind) => ({ kind })),
      fc
        .tuple(fc.constantFrom('list', 'record'), tie('type'))
        .map(([kind, of]): PlainType => ({ kind, of })),
      fc
        .array(tie('type'), { minLength: 1, maxLength: 3 })
        .map((items): PlainType => ({ kind: 'tuple', items })),
      tie('type').map((option): PlainType => ({
        kind: 'union',
        options: [option, { kind: 'literal', values: [null] }],
      })),
    ),
  })).type;

  it('say the same arguments in both languages, and fit the signature', () => {
    fc.assert(
      fc.property(
        type.chain((of) => fc.tuple(fc.constant(of), valueOf(of))),
        ([of, value]) => {
          fc.pre(isOf(value, of));
          const plain = {
            name: 'f',
            description: '',
            background: '',
            parameters: [{ name: 'a', type: of }],
            result: of,
            examples: [],
            cases: [],
          };
          const [ours, theirs] = [python.fromPlainTerms(plain), typescript.fromPlainTerms(plain)];
          if (ours === null || theirs === null) throw new Error('expected counterparts');
          const call = ours.callOf([value]);
          expect(checkInPython(ours.contract, call)).toBeNull();
          expect(pythonArguments(call)).toEqual([value]);
          expect(typescriptArguments(theirs.callOf([value]), 'f')).toEqual([value]);
        },
      ),
      { numRuns: 300 },
    );
  });

  function valueOf(of: PlainType): fc.Arbitrary<Parameters<typeof isOf>[0]> {
    switch (of.kind) {
      case 'integer':
        return fc.integer();
      case 'number':
        return fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });
      case 'text':
        return fc.string();
      case 'boolean':
        return fc.boolean();
      case 'literal':
        return fc.constantFrom(...of.values);
      case 'list':
        return fc.array(valueOf(of.of), { maxLength: 3 });
      case 'record':
        return fc.dictionary(fc.string(), valueOf(of.of), { maxKeys: 3, noNullPrototype: true });
      case 'tuple':
        return fc.tuple(...of.items.map(valueOf));
      case 'union':
        return fc.oneof(...of.options.map(valueOf));
    }
  }
});
