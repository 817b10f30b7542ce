import { openClock } from '../../../src/adapters/quickjs/clock';

/** A clock of 100 ms, and the hands of time. */
function clockOf100() {
  let nowMs = 5_000;
  const clock = openClock(100, () => nowMs);
  /** Looks so often, each time so many milliseconds later; tells at which look it was late, from 1. */
  const lookEvery = (ms: number, times: number): number | undefined => {
    for (let look = 1; look <= times; look += 1) {
      nowMs += ms;
      if (clock.late()) return look;
    }
    return undefined;
  };
  return { clock, lookEvery };
}

describe('openClock', () => {
  it('stands until it is started', () => {
    const { clock, lookEvery } = clockOf100();
    expect(lookEvery(10, 1_000)).toBeUndefined();
    clock.start();
    expect(lookEvery(10, 1_000)).toBe(11);
  });

  it('counts what passes while the program runs, however often it looks', () => {
    const { clock, lookEvery } = clockOf100();
    clock.start();
    expect(lookEvery(0.25, 1_000)).toBe(401);
  });

  it('counts a third of a time in which the program waits for a processor, and all that it runs after it', () => {
    const { clock, lookEvery } = clockOf100();
    clock.start();
    expect(lookEvery(180, 1)).toBeUndefined();
    expect(lookEvery(10, 1_000)).toBe(5);
  });

  it('ends a program whose steps are so slow that it seldom looks after three times its time', () => {
    const { clock, lookEvery } = clockOf100();
    clock.start();
    expect(lookEvery(90, 1_000)).toBe(4);
  });
});
