import type { ChainFamily } from '../../src/activities/ports/chain-family';

/** A chain that counts: the right answer to n is n + 1, and anything but a number is flagged. */
export const countingChain: ChainFamily = {
  name: 'hanoi',
  resultFile: 'numbers.jsonl',
  temperature: { first: 0, later: 0.1 },
  stepCount: ({ disks }) => disks,
  initialState: () => 0,
  prompt: (state) => ({ system: 'Count on.', user: JSON.stringify(state), maxTokens: 10 }),
  readAnswer: (reply) =>
    /^\d+$/.test(reply)
      ? { status: 'vote', candidate: reply }
      : { status: 'flagged', redFlag: 'malformed', detail: `found "${reply}"` },
  advance: (_state, candidate) => ({ state: Number(candidate), output: Number(candidate) }),
  probe: (_spec, step) => ({ state: step, right: String(step + 1) }),
  openCheck: ({ disks }) => {
    let last = 0;
    let fault: string | null = null;
    return {
      next: (output) => {
        last += 1;
        if (output !== last) fault ??= `step ${last}: found ${JSON.stringify(output)}`;
        return fault;
      },
      finish: () => fault ?? (last === disks ? null : `found ${last} steps`),
    };
  },
};
