import { cancellationSignal } from '@temporalio/activity';
import { CONTRACT_LIMITS, type FamilyName } from '../schemas/contract';
import type { Hash } from '../schemas/hash';
import type { Subject } from '../schemas/subject';
import { type Answered, casesAgreedOn } from './cases-agreed-on';
import type { Ruled } from './differences';
import { nameOf, ProposedInputs } from './examine-cases';
import { whileHeartbeating } from './heartbeat';
import type { Doubts, Family } from './ports/family';
import type { Store } from './ports/store';
import { loadCode, loadCodeSubject, loadParts } from './subjects';
import { type WitnessCode, witnessOf } from './witness';

/** What is in doubt of an elected code, as a workflow knows it. */
export interface FoundDoubts extends Pick<Doubts, 'mutants' | 'vouched' | 'witness'> {
  /** Other answers that are told apart from it; absent in results from before answers were held against a code. */
  readonly answersApart?: number;
  /** What verifiers are to be asked; null where there is nothing to ask, or they have agreed on too few cases before. */
  readonly question: DoubtfulResults | null;
}

/** The question for the results of doubtful calls. */
export interface DoubtfulResults {
  readonly subject: Hash;
  /** The calls by hash. */
  readonly inputs: Hash;
  /** For each call the name of what the code returns, and how many mutants and other answers it tells apart, the latter absent as above. */
  readonly calls: readonly {
    readonly returned: string;
    readonly tells: number;
    readonly tellsAnswers?: number;
  }[];
}

export interface ConfirmDependencies {
  readonly store: Store;
  readonly families: Readonly<Record<FamilyName, Family>>;
}

export const createConfirm = ({ store, families }: ConfirmDependencies) => ({
  /** The calls of an elected code that nobody has vouched for; null where the family cannot tell. */
  async findDoubts(input: {
    /** Of the code's election. */
    readonly subject: Hash;
    readonly code: Hash;
    /** Other answers of the election that passed their examination, of which the first ones are held against the code; absent: none are. */
    readonly answers?: readonly Hash[];
    /** Code in another language that is held against it, too; absent: there is none. */
    readonly witness?: WitnessCode;
    readonly most: number;
    /** Cases of the contract without which nothing is asked. */
    readonly leastCases: number;
    /** Calls that verifiers were asked about before, by hash. */
    readonly asked: readonly Hash[];
  }): Promise<FoundDoubts | null> {
    const { family, contract, ...subject } = await loadCodeSubject(store, input.subject);
    const code = await loadCode(store, input.code);
    const parts = await loadParts(store, subject.parts);
    const others = (input.answers ?? []).slice(0, MOST_ANSWERS);
    const answers = await Promise.all(others.map((answer) => loadCode(store, answer)));
    const known = [
      ...(await callsOf(store, input.asked)),
      ...(subject.rulings ?? []).map(({ call }) => call),
    ];
    const witness = input.witness && (await witnessOf(input.witness, { store, families }));
    const wanted = { answers, witness, most: input.most, known };
    const doubts = await whileHeartbeating(() =>
      families[family].doubtfulCalls({ code, contract, parts }, wanted, cancellationSignal()),
    );
    if (doubts === null) return null;
    const { calls: doubtful, ...counts } = doubts;
    if (doubtful.length === 0 || contract.cases.length < input.leastCases)
      return { ...counts, question: null };
    const calls = doubtful.map(({ call }) => call);
    const asked: Subject = { kind: 'results', family, contract, calls };
    return {
      ...counts,
      question: {
        subject: await store.put(asked),
        inputs: await store.put({ calls }),
        calls: doubtful.map(({ returns, tells, tellsAnswers }) => ({
          returned: nameOf(returns),
          tells,
          tellsAnswers,
        })),
      },
    };
  },

  /** The subject of the code's election with the calls that were agreed on as cases of its contract. */
  async adoptConfirmed(input: Answered & { readonly subject: Hash }): Promise<Ruled> {
    const subject = await loadCodeSubject(store, input.subject);
    const { contract } = subject;
    const agreed = await casesAgreedOn(store, input);
    const cases = [...contract.cases, ...agreed.cases].slice(0, CONTRACT_LIMITS.cases);
    const next: Subject = { ...subject, contract: { ...contract, cases } };
    return { subject: await store.put(next), contract: await store.put(next.contract) };
  },
});

/** Looking for a call that tells one apart takes a tenth of a second, in Python some seconds. */
const MOST_ANSWERS = 6;

async function callsOf(store: Store, asked: readonly Hash[]): Promise<readonly string[]> {
  const known = await Promise.all(asked.map((inputs) => store.get(inputs)));
  return known.flatMap((inputs) => ProposedInputs.parse(inputs).calls);
}
