import * as fc from 'fast-check';

/**
 * The same values as `arbitrary` makes from the same seed, but shrunk step by step to what `smaller` says: for values that
 * are put together from plausible pieces, and have smaller ones beyond these pieces. `smaller` must not lead in circles.
 */
export function shrinkingBy<T>(
  arbitrary: fc.Arbitrary<T>,
  smaller: (value: T) => fc.Stream<T>,
): fc.Arbitrary<T> {
  return new Shrinking(arbitrary, smaller);
}

/** A value with all it can be shrunk to, as a tree that grows while it is walked. */
export interface Shrinkable<T> {
  readonly value: T;
  /** The smaller values one step away, the smallest first. */
  readonly smaller: () => Iterable<Shrinkable<T>>;
}

/** As `fc.sample`, of values that can be shrunk. */
export function sampleShrinkable<T>(
  arbitrary: fc.Arbitrary<T>,
  options: { readonly seed: number; readonly numRuns: number },
): readonly Shrinkable<T>[] {
  return fc.sample(new Rooted(arbitrary), options);
}

/** The text with letters left out, or replaced by 'a'. */
export function shorterTexts(text: string): fc.Stream<string> {
  const unit = fc.constantFrom('a', ...new Set(text));
  return fc
    .string({ unit })
    .shrink(text, undefined)
    .map(({ value }) => value);
}

/** Whole numbers nearer to 0; a broken one loses its fraction first, and one too large or none at all is next to 0. */
export function smallerNumbers(value: number): fc.Stream<number> {
  if (Number.isSafeInteger(value))
    return fc
      .maxSafeInteger()
      .shrink(value, undefined)
      .map((smaller) => smaller.value);
  return fc.Stream.of(Math.abs(value) < Number.MAX_SAFE_INTEGER ? Math.trunc(value) : 0);
}

// fast-check is extended by subclasses of its Arbitrary, and in no other way.

class Shrinking<T> extends fc.Arbitrary<T> {
  private readonly arbitrary: fc.Arbitrary<T>;
  private readonly smaller: (value: T) => fc.Stream<T>;

  constructor(arbitrary: fc.Arbitrary<T>, smaller: (value: T) => fc.Stream<T>) {
    super();
    this.arbitrary = arbitrary;
    this.smaller = smaller;
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<T> {
    return new fc.Value(this.arbitrary.generate(random, bias).value, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.arbitrary.canShrinkWithoutContext(value);
  }

  override shrink(value: T): fc.Stream<fc.Value<T>> {
    return this.smaller(value).map((smaller) => new fc.Value(smaller, undefined));
  }
}

/** Makes each value together with the tree of its shrinks, which fast-check keeps to itself otherwise. */
class Rooted<T> extends fc.Arbitrary<Shrinkable<T>> {
  private readonly arbitrary: fc.Arbitrary<T>;

  constructor(arbitrary: fc.Arbitrary<T>) {
    super();
    this.arbitrary = arbitrary;
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<Shrinkable<T>> {
    return new fc.Value(this.rooted(this.arbitrary.generate(random, bias)), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Shrinkable<T> {
    // Its shrinks are the tree's, walked by whoever asked for it.
    return value === undefined;
  }

  override shrink(): fc.Stream<fc.Value<Shrinkable<T>>> {
    return fc.Stream.nil();
  }

  private rooted({ value, context }: fc.Value<T>): Shrinkable<T> {
    const smaller = () => this.arbitrary.shrink(value, context).map((part) => this.rooted(part));
    return { value, smaller };
  }
}
