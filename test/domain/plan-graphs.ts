import fc from 'fast-check';
import type { PlanNode } from '../../src/domain/plan-dag';

/** Children that use only children made before them, then shuffled: every acyclic graph can come out. */
export const acyclic = fc
  .array(fc.array(fc.nat(), { maxLength: 5 }), { minLength: 1, maxLength: 40 })
  .map((rows) =>
    rows.map((row, index) => ({
      name: `f${index}`,
      uses: index === 0 ? [] : row.map((target) => `f${target % index}`),
    })),
  )
  .chain((children) => fc.shuffledSubarray(children, { minLength: children.length }));

/** An acyclic graph and one more edge, from a child to one of those that need it. */
export const withBackEdge = acyclic
  .filter((children) => children.some(({ uses }) => uses.length > 0))
  .chain((children) => {
    const user = children.find(({ uses }) => uses.length > 0) as PlanNode;
    const needed = [...reachable(children, user.name)];
    return fc.constantFrom(...needed).map((target) => ({
      target,
      children: children.map((child) =>
        child.name === target ? { ...child, uses: [...child.uses, user.name] } : child,
      ),
    }));
  });

/** `length` children, each of which uses the next. */
export const chain = (length: number): readonly PlanNode[] =>
  Array.from({ length }, (_, index) => ({
    name: `f${index}`,
    uses: index === length - 1 ? [] : [`f${index + 1}`],
  }));

function reachable(children: readonly PlanNode[], from: string): ReadonlySet<string> {
  const uses = new Map(children.map((child) => [child.name, child.uses]));
  const found = new Set<string>();
  const open = [from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const use of uses.get(name) ?? []) {
      if (!found.has(use)) open.push(use);
      found.add(use);
    }
  }
  return found;
}
