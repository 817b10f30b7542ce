/** The clock's first reading in each world, milliseconds since 1970: no calendar field is the same in both. */
const CLOCKS = [Date.UTC(2024, 0, 1), Date.UTC(2031, 6, 16, 13, 37, 42, 123)] as const;

/** Minutes that local time is behind UTC in each world, as Date.prototype.getTimezoneOffset has it. */
const TIMEZONE_OFFSETS = [0, -330] as const;

/** Makes what the sandboxed code sees of local time depend on the world alone, not on the machine. */
export function timezoneOffset(world: 0 | 1): number {
  return TIMEZONE_OFFSETS[world];
}

/**
 * Source of the script that runs before any other code: sets clock and random numbers, takes away what makes code
 * from text and what depends on the garbage collector, and gives localeCompare the order it has in Node (QuickJS
 * knows no locales). Its value is a function from any thrown value to a line of at most 500 characters.
 */
export function worldScript(world: 0 | 1): string {
  return `(${PRELUDE})(${String(CLOCKS[world])}, ${String(world + 1)}, globalThis.hostLocaleCompare)`;
}

// Text and not a function of this file: it is compiled by QuickJS and must not depend on how Node's code was built.
const PRELUDE = String.raw`(now, step, hostLocaleCompare) => {
  'use strict';
  const { construct, apply, defineProperty, getPrototypeOf } = Reflect;
  const { stringify } = JSON;
  const { slice } = String.prototype;
  const hide = (target, key, value) =>
    defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });

  const RealDate = Date;
  // Another step in each world: with one step in both, what calls see could agree by chance.
  const tick = () => (now += step);
  function WorldDate(...args) {
    if (new.target === undefined) return String(new RealDate(tick()));
    return construct(RealDate, args.length === 0 ? [tick()] : args, new.target);
  }
  hide(WorldDate, 'name', 'Date');
  hide(WorldDate, 'length', 7);
  hide(WorldDate, 'now', () => tick());
  hide(WorldDate, 'UTC', RealDate.UTC);
  hide(WorldDate, 'parse', RealDate.parse);
  WorldDate.prototype = RealDate.prototype;
  hide(RealDate.prototype, 'constructor', WorldDate);
  hide(globalThis, 'Date', WorldDate);

  // mulberry32
  let seed = step;
  hide(Math, 'random', () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  });

  hide(String.prototype, 'localeCompare', function localeCompare(that, locales, options) {
    return hostLocaleCompare(String(this), String(that), stringify([locales ?? 'en', options ?? {}]));
  });

  function NoFunction() {
    throw new TypeError('code cannot be made from text here');
  }
  for (const f of [function () {}, async () => {}, function* () {}, async function* () {}])
    hide(getPrototypeOf(f), 'constructor', NoFunction);
  hide(NoFunction, 'name', 'Function');
  NoFunction.prototype = getPrototypeOf(NoFunction);
  hide(globalThis, 'Function', NoFunction);
  for (const name of ['eval', 'hostLocaleCompare', 'SharedArrayBuffer', 'Atomics', 'WeakRef', 'FinalizationRegistry', 'performance'])
    delete globalThis[name];

  return (thrown) => {
    try {
      if (typeof thrown !== 'object' || thrown === null) return apply(slice, 'threw ' + String(thrown), [0, 500]);
      return apply(slice, apply(slice, thrown.name, [0, 100]) + ': ' + apply(slice, thrown.message, [0, 400]), [0, 500]);
    } catch {
      return 'an error that cannot be shown';
    }
  };
}`;
