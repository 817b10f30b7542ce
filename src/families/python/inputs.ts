import { createHash } from 'node:crypto';
import type { Contract } from '../../schemas/contract';
import { givenCalls } from '../given-calls';
import { rememberLatest } from '../latest';
import { hintsOfContract } from './contract-hints';
import { callGuest, outputOf, type PythonHost } from './guest-program';

/** Calls to one contract, unless its own examples, cases and probes are more. */
const TOTAL = 48;
/** Generated calls, however many are given. */
const FEWEST_GENERATED = 16;
/** Edge cases among them; more would drown the plausible ones. */
const MOST_EDGES = 10;

/** Importing Hypothesis takes half a second of this; a slow machine needs more. */
const LIMITS = { timeMs: 20_000, memoryBytes: 512 * 2 ** 20, outputBytes: 2 ** 22 };

/** What a function's calls are made from. */
export type Callable = Pick<Contract, 'name' | 'signature' | 'types'>;

/** Makes the calls on which answers are compared; the same for the same contract on any machine. */
export interface InputMaker {
  /** Source texts of calls: the examples' and cases' first, then the probes, then edge cases, then generated ones. */
  readonly inputsOf: (contract: Contract) => Promise<readonly string[]>;
  /** Up to `count` calls of a function, with values recombined from those of the `known` calls, and some that `mentioned` codes hold. */
  readonly generateCalls: (
    callable: Callable,
    known: readonly string[],
    wanted: {
      readonly count: number;
      readonly edges: number;
      readonly mentioned?: readonly string[];
    },
  ) => Promise<readonly string[]>;
}

/** Every answer of an election asks for the same inputs: they are made once. */
export function createInputMaker(host: PythonHost): InputMaker {
  const generateCalls: InputMaker['generateCalls'] = async (callable, known, wanted) => {
    const request = generateRequest(callable, known);
    const result = await callGuest(host.sandbox, {
      module: 'generate',
      argument: { ...request, ...wanted },
      libraries: await host.hypothesis(),
      limits: LIMITS,
    });
    return JSON.parse(outputOf(result, `Making calls of ${callable.name}`)) as readonly string[];
  };
  const make = async (contract: Contract): Promise<readonly string[]> => {
    const given = givenCalls(contract);
    const count = Math.max(TOTAL, given.length + FEWEST_GENERATED);
    const generated = await generateCalls(contract, given, { count, edges: MOST_EDGES });
    return [...new Set([...given, ...generated])].slice(0, count);
  };
  const slots = rememberLatest(64, (): { calls?: Promise<readonly string[]> } => ({}));
  return {
    inputsOf: async (contract) => {
      const slot = slots(JSON.stringify(contract));
      slot.calls ??= make(contract);
      try {
        return await slot.calls;
      } catch (error) {
        delete slot.calls; // what was missing may be there the next time
        throw error;
      }
    },
    generateCalls,
  };
}

/** What the guest is told of a function to make values for it. */
export function generateRequest({ name, signature, types }: Callable, known: readonly string[]) {
  const { parameters } = hintsOfContract({ signature, types });
  const seed = createHash('sha256').update(`${name}\n${signature}`).digest().readUInt32BE(0);
  return { name, parameters, known, mentioned: [] as readonly string[], seed };
}
