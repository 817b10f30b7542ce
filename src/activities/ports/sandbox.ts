/** Runs model-written code where it can reach nothing. */
export interface Sandbox {
  run(program: SandboxProgram, signal?: AbortSignal): Promise<SandboxResult>;
}

/** A sandbox that rests on what is installed on this machine. */
export interface HostSandbox extends Sandbox {
  /**
   * Makes sure that programs can be run, and says what runs them ('Python 3.11.2 under bubblewrap').
   * @throws ApplicationFailure which says what is missing and how to install it; so does `run`.
   */
  check(signal?: AbortSignal): Promise<string>;
}

export interface SandboxProgram {
  /**
   * Modules by path ('src/a.js', 'src/a.py'), in the language of the sandbox; they may import each other, and of the host
   * nothing but what is named here.
   */
  readonly modules: Readonly<Record<string, string>>;
  /** The module that is run; its `main()` is called and the text it returns is the output. */
  readonly entry: string;
  /** Archives on this machine that the modules may import from; absolute paths, by default none. */
  readonly libraries?: readonly string[];
  readonly limits: SandboxLimits;
  /** Sets what the code sees of chance, clock and place; two different worlds show what depends on them. */
  readonly world: 0 | 1;
}

export interface SandboxLimits {
  /**
   * Milliseconds that the program runs, as nearly as the sandbox can tell them from those in which it waits for a processor;
   * by the wall's clock it ends after little more than three times as long, whatever it does.
   */
  readonly timeMs: number;
  readonly memoryBytes: number;
  /** Longest output in characters. */
  readonly outputBytes: number;
}

export type SandboxResult =
  | { readonly status: 'returned'; readonly output: string }
  | { readonly status: 'threw'; readonly error: string; readonly loading: boolean }
  | { readonly status: 'out-of-limits'; readonly limit: 'time' | 'memory' | 'stack' | 'output' };
