import type { Difference } from '../../activities/ports/family';
import { givenCalls } from '../given-calls';
import { callGuest } from './guest-program';
import { generateRequest, type InputMaker } from './inputs';
import { type ObserveRequest, subjectOf } from './observe-calls';

/** Two codes of one contract to be told apart. */
export interface TellApartRequest extends Omit<ObserveRequest, 'code'> {
  readonly codes: readonly [string, string];
  readonly inputs: InputMaker;
}

/** Calls tried beyond those of the election. */
const FURTHER_CALLS = 300;
/** Seconds of the processor's time for one call; who takes longer is taken for stuck. */
const CALL_SECONDS = 0.1;
const LIMITS = { timeMs: 40_000, memoryBytes: 512 * 2 ** 20, outputBytes: 2 ** 20 };

/**
 * The shortest call, as far as Hypothesis shrinks, on which two codes that have passed their examination do different
 * things; null when they agree on the calls of their election and on many more, or the search came to no end.
 */
export async function tellApart(request: TellApartRequest): Promise<Difference | null> {
  const { codes, contract, parts, host, inputs, signal } = request;
  const subjects = codes.map((code, i) => subjectOf({ code, contract, parts }, `program_${i}`));
  const result = await callGuest(host.sandbox, {
    module: 'tell_apart',
    argument: {
      ...generateRequest(contract, givenCalls(contract)),
      mentioned: codes,
      subjects: subjects.map(({ told }) => told),
      calls: await inputs.inputsOf(contract),
      count: FURTHER_CALLS,
      callSeconds: CALL_SECONDS,
    },
    modules: Object.assign({}, ...subjects.map(({ modules }) => modules)) as Readonly<
      Record<string, string>
    >,
    libraries: await host.hypothesis(),
    limits: LIMITS,
    signal,
  });
  return result.status === 'returned' ? (JSON.parse(result.output) as Difference | null) : null;
}
