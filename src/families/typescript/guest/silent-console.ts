const say = (): void => {
  // What tests print goes nowhere.
};

/** The console of tests in the small sandbox: what they print on it goes nowhere. */
export const silentConsole = {
  assert: say,
  debug: say,
  dir: say,
  error: say,
  group: say,
  groupCollapsed: say,
  groupEnd: say,
  info: say,
  log: say,
  table: say,
  time: say,
  timeEnd: say,
  trace: say,
  warn: say,
};

/** Gives the console to an engine that has none. */
export function giveConsole(): void {
  if (!('console' in globalThis))
    Reflect.defineProperty(globalThis, 'console', { value: silentConsole });
}
