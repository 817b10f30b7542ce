/**
 * A 31-bit seed that depends on nothing but its parts: the same run asks the same questions with the same seeds.
 * FNV-1a over the UTF-16 code units of the parts, joined by a separator no id contains.
 */
export function seedOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const unit of parts.join('\u0000')) {
    hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 1;
}

/** The items in an order that depends on the seed alone; every order is reachable. Fisher-Yates over mulberry32. */
export function shuffle<T>(items: readonly T[], seed: number): T[] {
  const shuffled = [...items];
  const next = mulberry32(seed);
  for (let i = shuffled.length - 1; i > 0; i -= 1) {
    const j = Math.floor(next() * (i + 1));
    const moved = shuffled[i] as T;
    shuffled[i] = shuffled[j] as T;
    shuffled[j] = moved;
  }
  return shuffled;
}

/** Uniform numbers in [0, 1) from a 32-bit seed. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
