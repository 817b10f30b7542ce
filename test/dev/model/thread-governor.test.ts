import { createThreadGovernor, workIn } from '../../../src/dev/model/thread-governor';

/** Threads after one second in which this process and all others worked for so many seconds. */
function threadsBeside(others: number, { cores = 2, own = 1 } = {}): number {
  const readings = [
    { wallMs: 0, ownMs: 0, busyMs: 0 },
    { wallMs: 1_000, ownMs: own * 1_000, busyMs: (own + others) * 1_000 },
  ];
  const governor = createThreadGovernor(cores, () => readings.shift() ?? fail());
  return governor.threads();
}

function fail(): never {
  throw new Error('read once too often');
}

describe('createThreadGovernor', () => {
  it.each([
    [0, 2],
    [0.4, 2],
    [0.6, 1],
    [1, 1],
    [5, 1],
  ])('beside %d busy cores of 2 computes with %d', (others, threads) => {
    expect(threadsBeside(others)).toBe(threads);
  });

  it('gives way by as many threads as others use cores', () => {
    expect(threadsBeside(3, { cores: 8, own: 5 })).toBe(5);
  });

  it('never takes more threads than cores, whatever the clocks say', () => {
    expect(threadsBeside(-1)).toBe(2);
  });

  it('keeps its mind until enough time has passed to know better', () => {
    const readings = [
      { wallMs: 0, ownMs: 0, busyMs: 0 },
      { wallMs: 20, ownMs: 0, busyMs: 40 },
      { wallMs: 1_000, ownMs: 0, busyMs: 2_000 },
    ];
    const governor = createThreadGovernor(2, () => readings.shift() ?? fail());
    expect([governor.threads(), governor.threads()]).toEqual([2, 1]);
  });

  it('reads the processors of this machine', () => {
    expect([1, 2]).toContain(createThreadGovernor(2).threads());
  });
});

describe('workIn', () => {
  const times = { user: 5, sys: 2, irq: 1, nice: 90 };

  it('leaves out what gives way to this process', () => {
    expect(workIn(times, false)).toBe(8);
  });

  it('counts the nice where this process is nice itself', () => {
    expect(workIn(times, true)).toBe(98);
  });
});
