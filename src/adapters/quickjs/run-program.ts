import {
  newQuickJSWASMModule,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSWASMModule,
} from 'quickjs-emscripten';
import type { SandboxProgram, SandboxResult } from '../../activities/ports/sandbox';
import { type Clock, openClock } from './clock';
import { timezoneOffset, worldScript } from './world';

/** Bytes of guest stack: some 5,000 frames, about half of Node's; the thread's own stack must be 30 times as large. */
const STACK_BYTES = 1_000_000;

/** Pending jobs run between two looks at the clock. */
const JOB_BATCH = 1_000;

/**
 * Runs `program` in a fresh QuickJS runtime on this thread; whatever the guest code does, it ends as a result or never. Its
 * time begins with its own code, when `started` is called: on a busy machine making ready for it takes as long as some run.
 */
export async function runProgram(
  program: SandboxProgram,
  started: () => void,
): Promise<SandboxResult> {
  engine ??= await newQuickJSWASMModule();
  // Local time inside QuickJS comes from this thread's Date; nothing else on the thread looks at it.
  Date.prototype.getTimezoneOffset = () => timezoneOffset(program.world);
  const clock = openClock(program.limits.timeMs);
  try {
    const runtime = engine.newRuntime();
    runtime.setMemoryLimit(program.limits.memoryBytes);
    runtime.setMaxStackSize(STACK_BYTES);
    runtime.setInterruptHandler(clock.late);
    serveModules(runtime, program.modules);
    const result = runIn(runtime, program, {
      ...clock,
      start: () => {
        started();
        clock.start();
      },
    });
    if (result.status === 'returned') runtime.dispose();
    else engine = undefined;
    return result;
  } catch (error) {
    // The WebAssembly instance itself gave up (its stack, its memory): nothing in it can be trusted any more.
    engine = undefined;
    if (error instanceof RangeError) return { status: 'out-of-limits', limit: 'stack' };
    if (error instanceof Error && error.name === 'RuntimeError')
      return { status: 'out-of-limits', limit: 'memory' };
    throw error;
  }
}

/** Kept between runs that ended well; after any other it is thrown away whole, with all that run had allocated. */
let engine: QuickJSWASMModule | undefined;

function serveModules(runtime: QuickJSRuntime, modules: SandboxProgram['modules']): void {
  runtime.setModuleLoader(
    (name) =>
      Object.hasOwn(modules, name)
        ? (modules[name] ?? '')
        : { error: new Error(`there is no module '${name}' in the sandbox`) },
    (from, specifier) =>
      specifier.startsWith('.')
        ? new URL(specifier, `sandbox:///${from}`).pathname.slice(1)
        : specifier,
  );
}

function runIn(
  runtime: QuickJSRuntime,
  { modules, entry, limits, world }: SandboxProgram,
  { start, late }: Clock,
): SandboxResult {
  const context = runtime.newContext();
  giveLocaleCompare(context);
  const describe = context.unwrapResult(context.evalCode(worldScript(world), 'world.js'));
  const refuse = (reason: Unsettled, loading: boolean): SandboxResult => {
    if (reason.status === 'never' || late()) return { status: 'out-of-limits', limit: 'time' };
    const described = context.callFunction(describe, context.undefined, reason.error);
    if (described.error) return { status: 'out-of-limits', limit: late() ? 'time' : 'memory' };
    const text = context.getString(described.value);
    return limitNamedBy(text) ?? { status: 'threw', error: text, loading };
  };

  const source = modules[entry] ?? '';
  start();
  const loaded = settle(context, context.evalCode(source, entry, { type: 'module' }), late);
  if (loaded.status !== 'done') return refuse(loaded, true);
  const main = context.getProp(loaded.value, 'main');
  const returned = settle(context, context.callFunction(main, context.undefined), late);
  if (returned.status !== 'done') return refuse(returned, false);
  // Async code can catch an interruption and go on.
  if (late()) return { status: 'out-of-limits', limit: 'time' };
  if (context.typeof(returned.value) !== 'string') {
    const error = context.newError(`main() of '${entry}' did not return a string`);
    return refuse({ status: 'failed', error }, false);
  }
  const output = context.getString(returned.value);
  for (const owned of [returned.value, main, loaded.value, describe, context]) owned.dispose();
  return Buffer.byteLength(output) > limits.outputBytes
    ? { status: 'out-of-limits', limit: 'output' }
    : { status: 'returned', output };
}

type Unsettled =
  { readonly status: 'failed'; readonly error: QuickJSHandle } | { readonly status: 'never' };
type Settled = Unsettled | { readonly status: 'done'; readonly value: QuickJSHandle };

/** Runs pending jobs until the promise in `result` is settled, or time is up, or nothing is left that could settle it. */
function settle(
  context: QuickJSContext,
  result: ReturnType<QuickJSContext['evalCode']>,
  late: () => boolean,
): Settled {
  if (result.error) return { status: 'failed', error: result.error };
  const { value } = result;
  for (;;) {
    const state = context.getPromiseState(value);
    if (state.type !== 'pending') {
      if (state.type === 'fulfilled' && state.notAPromise) return { status: 'done', value };
      value.dispose();
      return state.type === 'fulfilled'
        ? { status: 'done', value: state.value }
        : { status: 'failed', error: state.error };
    }
    if (late() || !context.runtime.hasPendingJob()) return { status: 'never' };
    const ran = context.runtime.executePendingJobs(JOB_BATCH);
    if (ran.error) return { status: 'failed', error: ran.error };
    ran.dispose();
  }
}

/** QuickJS reports its own limits as errors of a class of its own, or throws null when there is no memory for one. */
function limitNamedBy(error: string): SandboxResult | undefined {
  if (error === 'InternalError: stack overflow') return { status: 'out-of-limits', limit: 'stack' };
  if (/^InternalError: (out of memory|string too long)$|^threw null$/.test(error))
    return { status: 'out-of-limits', limit: 'memory' };
  return undefined;
}

/** The one host function: strings in, a number out, of the locale 'en' unless another is named. */
function giveLocaleCompare(context: QuickJSContext): void {
  context
    .newFunction('hostLocaleCompare', (a, b, rest) => {
      const [locales, options] = JSON.parse(context.getString(rest)) as [string, object];
      const order = context.getString(a).localeCompare(context.getString(b), locales, options);
      return context.newNumber(order);
    })
    .consume((compare) => {
      context.setProp(context.global, 'hostLocaleCompare', compare);
    });
}
