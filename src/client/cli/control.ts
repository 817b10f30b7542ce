import { join } from 'node:path';
import type { Delivery } from '../root-workflow';
import type { RunHandle } from '../run-handle';
import { followToEnd } from './conclude';
import type { CommandContext, Session } from './context';
import { EXIT, type ExitCode } from './exit-code';

export interface Control {
  readonly run: string;
  /** What is said to the run; may be repeated without harm. */
  readonly message: (handle: RunHandle, session: Session) => Promise<Delivery>;
  /** One line for the user once it is delivered. */
  readonly told: string | (() => string);
  /** Whether it is worth starting a stack for it. */
  readonly mayStart: boolean;
}

/**
 * Says something to a run. Where servers and workers are up, that is all; a stack that had to be started for it is
 * kept, and the run followed, until the run ends or halts, since without its workers the run could not heed the message.
 */
export async function control(
  context: CommandContext,
  { run, message, told, mayStart }: Control,
): Promise<ExitCode> {
  const session = await context.heavy.openSession({ mayStart });
  try {
    const handle = await session.millwright.attach(run);
    const delivery = await message(handle, session);
    if (delivery === 'too-late') {
      context.output.note(`Run ${run} has ended already; nothing was changed.`);
      return EXIT.done;
    }
    const line = typeof told === 'string' ? told : told();
    context.output.note(session.ownsStack ? line : `${line} Follow it: millwright watch ${run}`);
    if (!session.ownsStack) return EXIT.done;
    const { out = join(context.cwd, 'out', run) } = await handle.memo();
    return await followToEnd({ context, session, handle, out });
  } finally {
    await session.close();
  }
}
