/** A command of this same program as a process of its own, run the way this one was run. */
export function ownCommand(...args: readonly string[]): [string, ...string[]] {
  const [, main = ''] = process.argv;
  return [process.execPath, ...process.execArgv, main, ...args];
}
