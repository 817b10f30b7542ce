import type { Answered, RunHandle } from '../run-handle';
import type { CommandContext } from './context';
import { control } from './control';
import type { ExitCode } from './exit-code';

interface Answer {
  readonly run: string;
  readonly send: (handle: RunHandle) => Promise<Answered>;
  /** What the user is told once it is delivered, up to the question that it answers. */
  readonly told: string;
}

/** Answers the question of a run that is shown now, and says which that was: the next may be shown by the time one reads it. */
export function answer(context: CommandContext, { run, send, told }: Answer): Promise<ExitCode> {
  let asked: string | undefined;
  return control(context, {
    run,
    message: async (handle) => {
      const { delivery, question } = await send(handle);
      asked = question;
      return delivery;
    },
    told: () =>
      asked === undefined
        ? `${told}. It shows no question now: this answers the first that it has, if it has one.`
        : `${told}. That answers: "${asked}"`,
    mayStart: true,
  });
}
