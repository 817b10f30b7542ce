import { cancellationSignal } from '@temporalio/activity';
import { z } from 'zod';
import type { Contract, FamilyName } from '../schemas/contract';
import type { Hash } from '../schemas/hash';
import type { Part } from '../schemas/subject';
import { answeredId, AskOutput } from './ask';
import { whileHeartbeating } from './heartbeat';
import type { Family, LoadedPart } from './ports/family';
import type { Store } from './ports/store';
import { loadContract, loadParts } from './subjects';

export interface PresumeCodeDependencies {
  readonly store: Store;
  readonly families: Readonly<Record<FamilyName, Family>>;
}

/** An election on code that uses other parts, and that has ended without a winner. */
export interface UndecidedElection {
  readonly family: FamilyName;
  readonly contract: Hash;
  readonly parts: readonly Hash[];
  /** Its workflow id. */
  readonly election: string;
  /** Answers that it had. */
  readonly answers: number;
  readonly task: string;
}

export const createPresumeCode = ({ store, families }: PresumeCodeDependencies) => ({
  /**
   * The part that most answers of an undecided election describe, by their behaviour and whatever the contract states of results:
   * with a callee at fault all right answers contradict it. It is what blame is looked for in, and never a result. Null
   * when no answer can be run.
   */
  async presumeCode(input: UndecidedElection): Promise<Hash | null> {
    const family = families[input.family];
    const [contract, parts, codes] = await Promise.all([
      loadContract(store, input.contract),
      loadParts(store, input.parts),
      codesOf(input, { store, family }),
    ]);
    const code = await whileHeartbeating(() => mostCommon(codes, { contract, parts, family }));
    if (code === null) return null;
    const part: Part = {
      contract,
      code,
      parts: [...input.parts],
      task: input.task,
      runnersUp: [],
    };
    return store.put(part);
  },
});

const Answer = z.strictObject({ text: z.string() });

/** The codes that its microagents wrote, in the order in which they were asked. */
async function codesOf(
  { election, answers }: UndecidedElection,
  { store, family }: { readonly store: Store; readonly family: Family },
): Promise<readonly string[]> {
  const codes = await Promise.all(
    Array.from({ length: answers }, async (_, index) => {
      const known = await store.find(answeredId(`${election}:${index}`));
      if (known === undefined) return [];
      const { text } = Answer.parse(await store.get(AskOutput.parse(known).answer));
      return family.readCode(text) ?? [];
    }),
  );
  return codes.flat();
}

async function mostCommon(
  codes: readonly string[],
  asked: {
    readonly contract: Contract;
    readonly parts: readonly LoadedPart[];
    readonly family: Family;
  },
): Promise<string | null> {
  const { family, parts } = asked;
  const contract = withoutResults(asked.contract);
  const alike = new Map<string, string[]>();
  for (const code of codes) {
    const examined = await family.examineCode(code, contract, parts, cancellationSignal());
    if (examined.status === 'flagged') continue;
    const { candidate } = examined;
    alike.set(candidate, [...(alike.get(candidate) ?? []), code]);
  }
  const [most = []] = [...alike.values()].sort((a, b) => b.length - a.length);
  return most[0] ?? null;
}

/** The stated calls are inputs like others. */
function withoutResults({ examples, cases, ...contract }: Contract): Contract {
  const calls = [...examples, ...cases].map(({ call }) => call);
  const probes = [...new Set([...calls, ...contract.probes])].slice(0, 200);
  return { ...contract, examples: [], cases: [], probes };
}
