import { relative } from 'node:path';
import type { RunStatus } from '../../workflows/messages';
import type { RunHandle } from '../run-handle';
import { hasEnded } from '../run-status';
import { resultLines } from '../view/result-lines';
import { statusLines } from '../view/status-lines';
import type { CommandContext, Session } from './context';
import { EXIT, type ExitCode, exitCodeOf } from './exit-code';
import { followRun } from './follow-run';

export interface Following {
  readonly context: CommandContext;
  readonly session: Session;
  readonly handle: RunHandle;
  /** Absolute path of the folder for the result. */
  readonly out: string;
}

/** Follows a run until it ends, pauses or waits; then writes its result, or says how to go on. */
export async function followToEnd(following: Following): Promise<ExitCode> {
  const { context, session, handle } = following;
  const { interrupted } = context;
  const { stackLost } = session;
  const status = await followRun(handle, context.output, AbortSignal.any([interrupted, stackLost]));
  if (status === undefined && !interrupted.aborted) stackLost.throwIfAborted();
  if (status === undefined) return tellInterrupted(following);
  return hasEnded(status.state) ? tellEnd(following, status) : tellHalt(following, status);
}

function tellInterrupted({ context, session, handle: { run } }: Following): ExitCode {
  const { output } = context;
  output.note(
    session.ownsStack
      ? `Interrupted: run ${run} keeps all it has. Go on with it:  millwright resume ${run}`
      : `No longer following run ${run}, which goes on. Watch it:  millwright watch ${run}`,
  );
  output.json({ run, status: 'running', out: null, certificate: null });
  return EXIT.interrupted;
}

function tellHalt({ context, handle: { run } }: Following, status: RunStatus): ExitCode {
  const { output } = context;
  output.result(statusLines(status, Date.now()));
  output.note(adviceFor(status));
  output.json({ run, status: status.state, out: null, certificate: null });
  return exitCodeOf(status.state);
}

/** What makes a run that stands still go on. */
function adviceFor({ run, state, pause }: RunStatus): string {
  if (state === 'waiting') return `Look at its plan:  millwright tree ${run}`;
  if (pause?.code === 'budget')
    return `Go on with more:  millwright budget ${run} --add-usd 5 --add-calls 1000`;
  return `Once that is mended:  millwright resume ${run}`;
}

async function tellEnd(
  { context, session, handle, out }: Following,
  status: RunStatus,
): Promise<ExitCode> {
  const { output, cwd } = context;
  const certificate = await handle.certificate();
  if (certificate === null) output.result(statusLines(status, Date.now()));
  else {
    await session.millwright.fetchResult(certificate, out);
    output.result(resultLines(certificate, relative(cwd, out) || '.'));
    if (status.failure !== null) output.note(`Why it ${status.state}: ${status.failure}`);
  }
  const written = certificate === null ? null : out;
  output.json({ run: handle.run, status: status.state, out: written, certificate });
  return exitCodeOf(status.state);
}
