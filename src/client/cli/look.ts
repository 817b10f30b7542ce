import type { RunHandle } from '../run-handle';
import type { CommandContext } from './context';

/** Asks one run one thing; starts nothing, changes nothing. */
export async function look<T>(
  context: CommandContext,
  run: string,
  question: (handle: RunHandle) => Promise<T>,
): Promise<T> {
  const session = await context.heavy.openSession({ mayStart: false });
  try {
    return await question(await session.millwright.attach(run));
  } finally {
    await session.close();
  }
}
