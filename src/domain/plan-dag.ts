/** A plan's child as far as its order is concerned: what it is called, and the siblings it uses. */
export interface PlanNode {
  readonly name: string;
  readonly uses: readonly string[];
}

/** Why a set of children is no plan. */
export type PlanFault =
  | { readonly kind: 'empty' }
  | { readonly kind: 'duplicate-name'; readonly name: string }
  | { readonly kind: 'unknown-use'; readonly name: string; readonly use: string }
  | { readonly kind: 'self-use'; readonly name: string }
  /** `path` names at least two children; each uses the next, and the last uses the first. */
  | { readonly kind: 'cycle'; readonly path: readonly string[] };

/** Thrown by `topologicalOrder` and `waves` when children that no one validated have no order. */
export class PlanHasNoOrder extends Error {
  readonly faults: readonly PlanFault[];

  constructor(faults: readonly PlanFault[]) {
    super(
      `found a plan without an order (${faults.map(describePlanFault).join('; ')}), ` +
        'expected one that validatePlan accepts; refuse it before it is elected',
    );
    this.name = 'PlanHasNoOrder';
    this.faults = faults;
  }
}

/**
 * Finds what is wrong with a plan, in linear time; an empty list means that every child can be built after those it
 * uses. Every fault of names is reported, but of cycles only one: mending it may mend the others.
 */
export function validatePlan(children: readonly PlanNode[]): readonly PlanFault[] {
  if (children.length === 0) return [{ kind: 'empty' }];
  const faults = nameFaults(children);
  const { cycle } = walk(children);
  return cycle === undefined ? faults : [...faults, { kind: 'cycle', path: cycle }];
}

/** Says in one line what is wrong and where, for a red flag's detail or a decomposer's next prompt. */
export function describePlanFault(fault: PlanFault): string {
  switch (fault.kind) {
    case 'empty':
      return 'the plan has no children';
    case 'duplicate-name':
      return `${fault.name} is defined more than once`;
    case 'unknown-use':
      return `${fault.name} uses ${fault.use}, which the plan does not define`;
    case 'self-use':
      return `${fault.name} uses itself`;
    case 'cycle':
      return `${[...fault.path, fault.path[0]].join(' uses ')}: a cycle`;
  }
}

/**
 * Orders the children so that each comes after all it uses; a plan that already is in such an order stays as it is.
 * @throws PlanHasNoOrder
 */
export function topologicalOrder<Node extends PlanNode>(
  children: readonly Node[],
): readonly Node[] {
  const faults = validatePlan(children);
  if (faults.length > 0) throw new PlanHasNoOrder(faults);
  return walk(children).order;
}

/**
 * Groups the children into the fewest waves such that each child uses only children of earlier waves.
 * @throws PlanHasNoOrder
 */
export function waves<Node extends PlanNode>(
  children: readonly Node[],
): readonly (readonly Node[])[] {
  const waveOf = new Map<string, number>();
  const groups: Node[][] = [];
  for (const child of topologicalOrder(children)) {
    const wave = child.uses.reduce(
      (latest, use) => Math.max(latest, (waveOf.get(use) ?? 0) + 1),
      0,
    );
    waveOf.set(child.name, wave);
    (groups[wave] ??= []).push(child);
  }
  return groups;
}

/** The children, in the plan's order, that are not settled themselves while all they use is. */
export function readySet<Node extends PlanNode>(
  children: readonly Node[],
  settled: ReadonlySet<string>,
): readonly Node[] {
  return children.filter(
    ({ name, uses }) => !settled.has(name) && uses.every((use) => settled.has(use)),
  );
}

function nameFaults(children: readonly PlanNode[]): readonly PlanFault[] {
  const once = new Set<string>();
  const more = new Set<string>();
  for (const { name } of children) (once.has(name) ? more : once).add(name);
  return [
    ...[...more].map((name) => ({ kind: 'duplicate-name', name }) as const),
    ...children.flatMap(({ name, uses }) =>
      [...new Set(uses)]
        .filter((use) => use === name || !once.has(use))
        .map((use): PlanFault =>
          use === name ? { kind: 'self-use', name } : { kind: 'unknown-use', name, use },
        ),
    ),
  ];
}

/** Depth first, each child after what it uses; uses of itself and of unknown names have faults of their own. */
function walk<Node extends PlanNode>(
  children: readonly Node[],
): { readonly order: readonly Node[]; readonly cycle?: readonly string[] } {
  const byName = new Map(children.map((child) => [child.name, child]));
  const done = new Map<string, Node>();
  for (const root of byName.values()) {
    const cycle = descend(root, { byName, done });
    if (cycle !== undefined) return { order: [...done.values()], cycle };
  }
  return { order: [...done.values()] };
}

/**
 * Adds to `done` what `root` needs and then `root` itself, or returns the cycle that forbids it. Keeps a stack of its
 * own: a chain of 10,000 children would overflow the engine's.
 */
function descend<Node extends PlanNode>(
  root: Node,
  {
    byName,
    done,
  }: { readonly byName: ReadonlyMap<string, Node>; readonly done: Map<string, Node> },
): readonly string[] | undefined {
  const depthOf = new Map<string, number>();
  const path: { readonly node: Node; readonly uses: Iterator<Node> }[] = [];
  const enter = (node: Node): void => {
    if (done.has(node.name)) return;
    depthOf.set(node.name, path.length);
    path.push({ node, uses: siblings(node, byName) });
  };
  enter(root);
  for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
    const next = visit.uses.next();
    if (next.done === true) {
      done.set(visit.node.name, visit.node);
      depthOf.delete(visit.node.name);
      path.pop();
    } else {
      const depth = depthOf.get(next.value.name);
      if (depth !== undefined) return path.slice(depth).map(({ node }) => node.name);
      enter(next.value);
    }
  }
  return undefined;
}

function* siblings<Node extends PlanNode>(
  { name, uses }: Node,
  byName: ReadonlyMap<string, Node>,
): Generator<Node> {
  for (const use of uses) {
    const sibling = use === name ? undefined : byName.get(use);
    if (sibling !== undefined) yield sibling;
  }
}
