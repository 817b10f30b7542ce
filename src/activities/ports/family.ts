import type { PlainContract } from '../../domain/plain-contract';
import type { Report } from '../../schemas/certificate';
import type { Contract, Example, FamilyName } from '../../schemas/contract';
import type { Json } from '../../schemas/hash';
import type { Plan, ProposedPlan } from '../../schemas/plan';
import type { Spec, TextFile } from '../../schemas/spec';
import type { PartVerification } from '../../schemas/verification';
import type { Examination } from '../../schemas/vote';

/** What prompts must know about a family's language. */
export interface Language {
  readonly name: string;
  /** Info string of its Markdown code fence. */
  readonly fence: string;
  /** Code of a function with this signature whose body is left to be written. */
  readonly stub: (signature: string) => string;
  /** Code that declares a function with this signature without writing it. */
  readonly declaration: (signature: string) => string;
  /** The text as comment lines. */
  readonly comment: (text: string) => string;
  /** A value as the language writes it. */
  readonly literal: (value: Json) => string;
  /** How the example of a plan is written. */
  readonly plan: {
    readonly signature: (
      proposed: Pick<ProposedPlan['functions'][number], 'name' | 'parameters' | 'returns'>,
    ) => string;
    readonly list: (item: string) => string;
    readonly number: string;
    readonly text: string;
  };
  /** What an answer may not hold, as a list for 'no …'. */
  readonly restrictions: string;
}

/** A part with everything it calls, loaded from the store, callees first. */
export interface LoadedPart {
  readonly contract: Contract;
  readonly code: string;
}

/** What code did on some calls: one text a call, equal for equal behaviour and for nothing else. */
export type Observed =
  | { readonly status: 'observed'; readonly outcomes: readonly string[] }
  | Extract<Examination, { status: 'flagged' }>;

/** A call on which two codes behave differently, and what each does on it. */
export interface Difference {
  readonly call: string;
  readonly outcomes: readonly [string, string];
}

/** A code, and all that it calls, callees first. */
interface PlacedCode extends LoadedPart {
  readonly parts: readonly LoadedPart[];
}

/** A call on which nothing that is stated would have shown a mistake of the code, and what the code returns there. */
interface DoubtfulCall extends Example {
  /** How many mutants, which keep every stated call, it tells apart that no other of the calls chosen before it does. */
  readonly tells: number;
  /** The same of other answers. Both are 0 for a call that is special otherwise. */
  readonly tellsAnswers: number;
}

/** A contract that says the same in a family's language, and how calls of its function with plain arguments are written. */
export interface Counterpart {
  readonly contract: Contract;
  readonly callOf: (args: readonly Json[]) => string;
}

/**
 * Tells what other code returns on calls, each by its arguments: undefined where it returns nothing that JSON says, or the
 * arguments mean something else in its language; an undefined call is none.
 */
export type Witness = (
  calls: readonly (readonly Json[] | undefined)[],
) => Promise<readonly (Json | undefined)[]>;

/** What doubtful calls are wanted of a code. */
export interface DoubtsWanted {
  /** Other answers to its contract that passed their examination. */
  readonly answers: readonly string[];
  /** Code in another language to a counterpart of its contract; absent: there is none. */
  readonly witness?: Witness | undefined;
  /** Calls wanted at most. */
  readonly most: number;
  /** Calls that are not wanted. */
  readonly known: readonly string[];
}

/** How far what is stated of a code reaches. */
export interface Doubts {
  /** The shortest first: those that tell apart other answers that keep every stated call were chosen before those that tell apart mutants. */
  readonly calls: readonly DoubtfulCall[];
  /**
   * Other answers that keep every stated call, and do otherwise than the code on a call that was tried: not in the last digits of
   * a fraction alone, nor where both throw, since nobody could say which is right.
   */
  readonly answersApart: number;
  /** How many calls the witness returned data on as the code did, and on how many of them other data; it counts among the answers. */
  readonly witness?: { readonly calls: number; readonly apart: number };
  /** Mutants of the code that do otherwise than it does on any call that was tried. */
  readonly mutants: number;
  /** How many of these contradict a stated call. */
  readonly vouched: number;
}

/** An elected or assembled part, and what is known of its election. */
export interface PartRequest extends PlacedCode {
  /** Codes of the candidates that came after it in its election, most votes first. */
  readonly runnersUp: readonly string[];
}

/** One call across a part's boundary, seen while a check ran that fails. */
export interface TracedCall {
  /** Which of the parts was called, by its place among them. */
  readonly part: number;
  /** The call as source text; null when its arguments are more than data. */
  readonly call: string | null;
  /** What it returned; absent when it threw, or returned more than JSON can say. */
  readonly returned?: Json;
}

/** A kind of work: everything that depends on the language of the result. */
export interface Family {
  readonly name: FamilyName;
  readonly language: Language;
  /** One message per fault in the spec that only the language can see (an example that contradicts the signature …). */
  checkSpec(spec: Spec): readonly string[];
  /**
   * Makes sure, before anything is spent on a spec, that this machine has all that its answers and tests run in, or (null) what
   * answers alone do.
   * @throws ApplicationFailure which says what is missing and how to install it.
   */
  prepare(spec: Spec | null, signal?: AbortSignal): Promise<void>;
  /**
   * Why `call` is no well-typed call of the contract's function with data alone as arguments, or why its result cannot
   * be `returns`, where that is given; null when nothing is wrong.
   */
  checkCall(contract: Contract, call: string, returns?: Json): string | null;
  /** The contract as any language could have it; null where its types have no counterparts, a parameter may be left out, or it calls other parts. */
  inPlainTerms(contract: Contract): PlainContract | null;
  /** The same contract in this family's language; null where that cannot say it. */
  fromPlainTerms(plain: PlainContract): Counterpart | null;
  /** Reads a decomposer's reply to `contract`; a flagged examination says why it is no plan. */
  readPlan(
    reply: string,
    contract: Contract,
  ): { readonly plan: Plan } | Extract<Examination, { status: 'flagged' }>;
  /** The same for plans with equal names, signatures and uses, whatever their wording: they are one candidate. */
  planFingerprint(plan: Plan): string;
  /** Cuts the code out of an executor's reply, byte for byte as the microagent wrote it; undefined when there is none. */
  readCode(reply: string): string | undefined;
  /** Decides which candidate `code` is by its behaviour, or flags it. */
  examineCode(
    code: string,
    contract: Contract,
    parts: readonly LoadedPart[],
    signal?: AbortSignal,
  ): Promise<Examination>;
  /** Runs code that has passed its examination on these calls of its contract's function. */
  observe(
    code: string,
    contract: Contract,
    parts: readonly LoadedPart[],
    calls: readonly string[],
    signal?: AbortSignal,
  ): Promise<Observed>;
  /**
   * Looks on many more calls than an examination for one on which two codes that passed theirs differ, and shrinks it:
   * the same codes always give the same call. Null when none was found, which does not say that there is none.
   */
  tellApart(
    codes: readonly [string, string],
    contract: Contract,
    parts: readonly LoadedPart[],
    signal?: AbortSignal,
  ): Promise<Difference | null>;
  /**
   * At most `most` calls, with results that JSON says exactly, on which code may be wrong though it keeps all stated calls:
   * other answers to its contract do otherwise there, or mutants of it that keep them too, or no stated call is special in that
   * way. The same for the same code and answers. Null where nothing could be tried.
   */
  doubtfulCalls(
    code: PlacedCode,
    wanted: DoubtsWanted,
    signal?: AbortSignal,
  ): Promise<Doubts | null>;
  /** The value that an outcome (of `observe`, or of a difference) says was returned; undefined where JSON cannot say it. */
  valueReturned(outcome: string): Json | undefined;
  /**
   * Has the swarm of verifiers judge a part with the real parts it calls; never throws for what the code does. At least
   * one verifier of the deterministic kind judges every part.
   */
  verifyPart(request: PartRequest, signal?: AbortSignal): Promise<PartVerification>;
  /**
   * Runs the checks that fail once more (those of the last part's contract, or the package's tests where a spec is
   * given) and tells the calls of parts that they made, in order; null where the family cannot tell.
   */
  traceFailure(
    parts: readonly LoadedPart[],
    spec: Spec | null,
    signal?: AbortSignal,
  ): Promise<readonly TracedCall[] | null>;
  /** The finished package: sources, compiled modules, types, tests, README; the top part comes last in `parts`. */
  assemble(spec: Spec, parts: readonly LoadedPart[]): readonly TextFile[];
  /** Runs the package's own tests and the acceptance tests in the sandbox. */
  verify(
    files: readonly TextFile[],
    acceptance: readonly TextFile[],
    signal?: AbortSignal,
  ): Promise<Report>;
}
