import fc from 'fast-check';
import {
  describePlanFault,
  PlanHasNoOrder,
  type PlanNode,
  readySet,
  topologicalOrder,
  validatePlan,
  waves,
} from '../../src/domain/plan-dag';
import { acyclic, chain, withBackEdge } from './plan-graphs';

describe('validatePlan', () => {
  it('accepts every acyclic graph', () => {
    fc.assert(
      fc.property(acyclic, (children) => {
        expect(validatePlan(children)).toEqual([]);
      }),
    );
  });

  it('refuses every graph with a back edge, and the cycle it reports is one of the graph', () => {
    fc.assert(
      fc.property(withBackEdge, ({ children }) => {
        const [fault, ...rest] = validatePlan(children);
        expect(rest).toEqual([]);
        if (fault?.kind !== 'cycle') throw new Error('expected a cycle');
        const { path } = fault;
        expect(new Set(path).size).toBe(path.length);
        expect(path.length).toBeGreaterThan(1);
        path.forEach((name, index) => {
          const used = path[(index + 1) % path.length];
          expect(children.find((child) => child.name === name)?.uses).toContain(used);
        });
      }),
    );
  });

  it.each<[string, readonly PlanNode[], readonly object[], string]>([
    ['no children at all', [], [{ kind: 'empty' }], 'the plan has no children'],
    [
      'one name twice',
      [
        { name: 'a', uses: [] },
        { name: 'a', uses: [] },
        { name: 'a', uses: [] },
      ],
      [{ kind: 'duplicate-name', name: 'a' }],
      'a is defined more than once',
    ],
    [
      'a use of no child',
      [{ name: 'a', uses: ['toString', 'toString'] }],
      [{ kind: 'unknown-use', name: 'a', use: 'toString' }],
      'a uses toString, which the plan does not define',
    ],
    [
      'a child that uses itself',
      [{ name: 'a', uses: ['a'] }],
      [{ kind: 'self-use', name: 'a' }],
      'a uses itself',
    ],
    [
      'two children that use each other',
      [
        { name: 'a', uses: ['b'] },
        { name: 'b', uses: ['a'] },
      ],
      [{ kind: 'cycle', path: ['a', 'b'] }],
      'a uses b uses a: a cycle',
    ],
  ])('refuses %s', (_, children, faults, text) => {
    const found = validatePlan(children);
    expect(found).toEqual(faults);
    expect(found.map(describePlanFault)).toEqual([text]);
  });

  it('reports all faults of names beside a cycle', () => {
    const children = [
      { name: 'a', uses: ['a', 'nobody', 'b'] },
      { name: 'b', uses: ['a'] },
      { name: 'b', uses: ['a'] },
    ];
    expect(validatePlan(children).map(({ kind }) => kind)).toEqual([
      'duplicate-name',
      'self-use',
      'unknown-use',
      'cycle',
    ]);
  });

  it('follows a chain of 10,000 children, open or closed', () => {
    const open = chain(10_000);
    expect(validatePlan(open)).toEqual([]);
    const closed = open.map((child) =>
      child.name === 'f9999' ? { ...child, uses: ['f0'] } : child,
    );
    expect(validatePlan(closed)).toEqual([{ kind: 'cycle', path: open.map(({ name }) => name) }]);
  });
});

describe('topologicalOrder', () => {
  it('puts every child after all it uses, and loses none', () => {
    fc.assert(
      fc.property(acyclic, (children) => {
        const order = topologicalOrder(children);
        const seen = new Set<string>();
        for (const { name, uses } of order) {
          expect([...uses].filter((use) => !seen.has(use))).toEqual([]);
          seen.add(name);
        }
        expect([...seen].sort()).toEqual(children.map(({ name }) => name).sort());
      }),
    );
  });

  it('leaves a plan as it is that is in order already', () => {
    fc.assert(
      fc.property(acyclic, (children) => {
        const order = topologicalOrder(children);
        expect(topologicalOrder(order)).toEqual(order);
      }),
    );
  });

  it('throws PlanHasNoOrder with the faults when there is no order', () => {
    const children = [{ name: 'a', uses: ['b'] }];
    expect(() => topologicalOrder(children)).toThrow(PlanHasNoOrder);
    expect(() => topologicalOrder(children)).toThrow(/a uses b, which the plan does not define/);
  });
});

describe('waves', () => {
  it('partitions the children, each into the first wave that everything it uses precedes', () => {
    fc.assert(
      fc.property(acyclic, (children) => {
        const groups = waves(children);
        expect(
          groups
            .flat()
            .map(({ name }) => name)
            .sort(),
        ).toEqual(children.map(({ name }) => name).sort());
        const waveOf = new Map(
          groups.flatMap((group, wave) => group.map(({ name }) => [name, wave] as const)),
        );
        for (const { name, uses } of children) {
          const latest = uses.map((use) => waveOf.get(use) ?? NaN);
          expect(waveOf.get(name)).toBe(Math.max(-1, ...latest) + 1);
        }
      }),
    );
  });

  it('gives a chain of 10,000 children one wave each', () => {
    const groups = waves(chain(10_000));
    expect(groups).toHaveLength(10_000);
    expect(groups[0]?.[0]?.name).toBe('f9999');
  });
});

describe('readySet', () => {
  it('advances to the end of every acyclic graph, and then is empty', () => {
    fc.assert(
      fc.property(acyclic, fc.nat(), (children, choice) => {
        const settled = new Set<string>();
        while (settled.size < children.length) {
          const ready = readySet(children, settled);
          const next = ready[choice % Math.max(1, ready.length)];
          if (next === undefined) throw new Error(`nothing ready after ${settled.size} children`);
          expect(next.uses.every((use) => settled.has(use))).toBe(true);
          settled.add(next.name);
        }
        expect(readySet(children, settled)).toEqual([]);
      }),
    );
  });

  it('keeps the order of the plan', () => {
    const children = [
      { name: 'top', uses: ['left', 'right'] },
      { name: 'right', uses: [] },
      { name: 'left', uses: [] },
    ];
    expect(readySet(children, new Set()).map(({ name }) => name)).toEqual(['right', 'left']);
    expect(readySet(children, new Set(['left', 'right'])).map(({ name }) => name)).toEqual(['top']);
  });
});
