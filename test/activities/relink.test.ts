import fc from 'fast-check';
import { hashOf } from '../../src/activities/hash';
import { createRelink, substitute } from '../../src/activities/relink';
import { loadStoredParts, type StoredPart } from '../../src/activities/subjects';
import type { Hash } from '../../src/schemas/hash';
import type { Part } from '../../src/schemas/subject';
import { MemoryStore } from '../support/memory-store';
import { toyContract } from '../support/subjects';

const partOf = (name: string, parts: readonly Hash[]): Part => ({
  contract: toyContract({ name }),
  code: `code of ${name}`,
  parts: [...parts],
  task: name,
  runnersUp: [],
});

/** Trees of up to eight parts, each of which calls some of those before it; the last calls all that nobody else does. */
const trees = fc
  .array(fc.array(fc.nat(7), { maxLength: 3 }), { minLength: 1, maxLength: 8 })
  .map((callees) => {
    const stored: StoredPart[] = [];
    for (const [number, called] of callees.entries()) {
      const used = new Set(called.flatMap((at) => stored[at]?.hash ?? []));
      if (number === callees.length - 1)
        for (const { hash } of stored)
          if (!stored.some(({ part }) => part.parts.includes(hash))) used.add(hash);
      const part = partOf(`part${number}`, [...used]);
      stored.push({ hash: hashOf(part), part });
    }
    return stored;
  });

const cases = fc.tuple(trees, fc.nat(7)).map(([stored, at]) => {
  const from = stored[at % stored.length]?.hash ?? '';
  const renewed = partOf('renewed', []);
  return { stored, from, renewed, to: hashOf(renewed) };
});

async function keep(stored: readonly StoredPart[], ...others: readonly Part[]) {
  const store = new MemoryStore();
  for (const { part } of stored) await store.put(part);
  for (const part of others) await store.put(part);
  return store;
}

describe('relink', () => {
  it('leaves the replaced part nowhere, and keeps every part that does not call it', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ stored, from, renewed, to }) => {
        const store = await keep(stored, renewed);
        const root = stored.at(-1)?.hash ?? '';
        const relinked = await createRelink({ store }).relink({ roots: [root], from, to });
        const after = await loadStoredParts(store, relinked.roots);
        const hashes = new Set(after.map(({ hash }) => hash));
        expect(hashes.has(from)).toBe(false);
        expect(hashes.has(to)).toBe(true);
        for (const { hash, part } of after) {
          const isOld = stored.some((old) => old.hash === hash);
          expect(
            [isOld, relinked.changed.includes(hash), hash === to].filter(Boolean),
          ).toHaveLength(1);
          expect(part.code).toBe(`code of ${part.contract.name}`);
        }
        expect(after.at(-1)?.part.parts).toEqual(relinked.parts);
      }),
      { numRuns: 60 },
    );
  });

  it('undoes itself: what was replaced and is put back gives the same parts again', () => {
    fc.assert(
      fc.property(cases, ({ stored, from, renewed, to }) => {
        const there = substitute(stored, { from, to });
        const others = stored.filter(({ hash }) => hash !== from);
        const now = [
          { hash: to, part: renewed },
          ...others.map(({ hash, part }) => {
            const changed = there.changed.find((other) => hashOf(other) === there.places.get(hash));
            return { hash: there.places.get(hash) ?? hash, part: changed ?? part };
          }),
        ];
        const back = substitute(now, { from: to, to: from });
        for (const { hash } of others) {
          const between = there.places.get(hash) ?? hash;
          expect(back.places.get(between) ?? between).toBe(hash);
        }
      }),
    );
  });

  it('may be repeated without harm', async () => {
    const inner = partOf('inner', []);
    const outer = partOf('outer', [hashOf(inner)]);
    const renewed = partOf('renewed', []);
    const stored = [inner, outer].map((part) => ({ hash: hashOf(part), part }));
    const store = await keep(stored, renewed);
    const { relink } = createRelink({ store });
    const wanted = { roots: [hashOf(outer)] as const, from: hashOf(inner), to: hashOf(renewed) };
    expect(await relink(wanted)).toEqual(await relink(wanted));
  });
});
