import type { Progress, Step, StepState } from './progress';

/** Where progress is written, and how. */
export interface ProgressLinesOptions {
  /** Receives text with its line breaks; usually writes to stderr. */
  readonly write: (text: string) => void;
  /** True on a terminal: running steps are redrawn in place. Otherwise one line per change and one every 15 s. */
  readonly live: boolean;
  /** Width of the terminal in characters; a longer line would break the redrawing. Default 80. */
  readonly columns?: () => number | undefined;
}

/** Writes every step as one line with its elapsed time; ended steps stay, running ones are kept up to date. */
export function createProgressLines(options: ProgressLinesOptions): Progress {
  const screen = options.live ? liveScreen(options) : plainScreen(options.write);
  return {
    step(title) {
      return startStep(title, screen);
    },
  };
}

/** Progress on this process's stderr: live on a terminal, plain lines elsewhere. */
export function progressOnStderr(): Progress {
  const { stderr } = process;
  return createProgressLines({
    write: (text) => stderr.write(text),
    live: stderr.isTTY && process.env['CI'] === undefined,
    columns: () => stderr.columns,
  });
}

const REDRAW_MS = 200;
const REMIND_MS = 15_000;

interface Running {
  readonly title: string;
  readonly startedAt: number;
  state: StepState;
}

interface Screen {
  began(step: Running): void;
  changed(step: Running, noteIsNew: boolean): void;
  ended(step: Running, line: string): void;
}

function startStep(title: string, screen: Screen): Step {
  const step: Running = { title, startedAt: Date.now(), state: {} };
  screen.began(step);
  return {
    update(state) {
      const noteIsNew = state.note !== undefined && state.note !== step.state.note;
      step.state = { ...step.state, ...state };
      screen.changed(step, noteIsNew);
    },
    done(result) {
      screen.ended(
        step,
        `✓ ${title}${result === undefined ? '' : `: ${result}`} (${elapsed(step)})`,
      );
    },
    failed(reason) {
      screen.ended(step, `✗ ${title}: ${reason} (${elapsed(step)})`);
    },
  };
}

function plainScreen(write: (text: string) => void): Screen {
  const reminders = new Map<Running, NodeJS.Timeout>();
  const say = (step: Running) => {
    write(`  ${lineOf(step)}\n`);
  };
  return {
    began(step) {
      const timer = setInterval(() => {
        say(step);
      }, REMIND_MS);
      reminders.set(step, timer.unref());
    },
    changed(step, noteIsNew) {
      if (noteIsNew) say(step);
    },
    ended(step, line) {
      clearInterval(reminders.get(step));
      reminders.delete(step);
      write(`${line}\n`);
    },
  };
}

function liveScreen({ write, columns }: ProgressLinesOptions): Screen {
  const running = new Set<Running>();
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;
  const draw = (ended = '') => {
    const up = drawn > 0 ? `\x1b[${drawn}A` : '';
    const width = (columns?.() ?? 80) - 1;
    const lines = [...running].map((step) => `${`  ${lineOf(step)}`.slice(0, width)}\n`);
    drawn = lines.length;
    write(`${up}\x1b[J${ended}${lines.join('')}`);
  };
  return {
    began(step) {
      running.add(step);
      timer ??= setInterval(draw, REDRAW_MS).unref();
      draw();
    },
    changed() {
      // The timer draws it: bytes change far more often than an eye can follow.
    },
    ended(step, line) {
      running.delete(step);
      draw(`${line}\n`);
      if (running.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    },
  };
}

function lineOf(step: Running): string {
  const { note, count, bytes, totalBytes } = step.state;
  const details = [note, count, amount(bytes, totalBytes), elapsed(step)].filter(
    (part) => part !== undefined,
  );
  return `${step.title} … ${details.join(', ')}`;
}

function amount(bytes: number | undefined, totalBytes: number | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  const megabytes = (bytes / 1e6).toFixed(0);
  if (totalBytes === undefined) return `${megabytes} MB`;
  const percent = Math.floor((100 * bytes) / Math.max(1, totalBytes));
  return `${megabytes} of ${(totalBytes / 1e6).toFixed(0)} MB (${percent} %)`;
}

function elapsed(step: Running): string {
  const seconds = (Date.now() - step.startedAt) / 1000;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
