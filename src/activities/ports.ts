import type { Finish } from '../domain/unread-reply';
import type { Report } from '../schemas/certificate';
import type { ChainFamilyName, Contract, Example, FamilyName } from '../schemas/contract';
import type { Hash, Json } from '../schemas/hash';
import type { Plan, ProposedPlan } from '../schemas/plan';
import type { ChainSpec, Spec, TextFile } from '../schemas/spec';
import type { PartVerification } from '../schemas/verification';
import type { Examination, RedFlag } from '../schemas/vote';

/** One message list for one microagent: minimal context, no memory. */
export interface Prompt {
  readonly system: string;
  readonly user: string;
  /** JSON schema the reply must satisfy; absent for free text. */
  readonly schema?: { readonly name: string; readonly json: Json };
  /** Longest reply, in tokens, that is still an answer and not a ramble. */
  readonly maxTokens: number;
}

export interface CompletionRequest extends Prompt {
  /** Name of the configured model profile. */
  readonly model: string;
  readonly temperature: number;
  /** Unsigned 31-bit seed; the same request with the same seed may give the same text, never must. */
  readonly seed: number;
}

export interface Completion {
  readonly text: string;
  /** 'length': cut off by maxTokens. */
  readonly finish: Finish;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costUsd: number;
  /** True when the provider left a count out, and ours is an estimate, rather above than below the truth. */
  readonly usageEstimated?: boolean;
}

/** One request for several answers to the same prompt, which is paid for once. */
export interface SampleRequest extends CompletionRequest {
  /** Answers wanted, at least 1. */
  readonly count: number;
}

/** The answers to one request, and what they cost together. */
export interface Samples extends Omit<Completion, 'text' | 'finish'> {
  /** At least one; fewer than wanted where the provider gives no more. */
  readonly answers: readonly [Sample, ...Sample[]];
}

type Sample = Pick<Completion, 'text' | 'finish'>;

/** All a microagent needs from a model provider. */
export interface LanguageModel {
  /**
   * Sends one request, exactly once: no retry of its own.
   * @throws ApplicationFailure (see adapters/provider-failure.ts) when the provider did not answer.
   */
  complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion>;
}

/** A provider whose requests can bring several answers. */
export interface SamplingModel {
  /** As `complete`: exactly one request. */
  sample(request: SampleRequest, signal: AbortSignal): Promise<Samples>;
}

/** Where this machine keeps what an activity notes, so that it outlives the process. */
export interface Journals {
  /** The journal of that name, which need not exist yet. */
  open(id: string): Journal;
}

/** Entries in order, numbered from 1; each is kept once `append` has returned, whatever then becomes of the process. */
export interface Journal {
  /**
   * What was noted after the first `known` entries; afterwards the journal's length is at least `known`. One that is
   * shorter is outdated, since another machine has gone on, and is emptied.
   */
  openAfter(known: number): readonly Json[];
  append(entry: Json): void;
  length(): number;
  /** Removes it; it may be removed already. */
  remove(): void;
}

/** Append-only and content-addressed: every write may be repeated without harm. */
export interface Store {
  /** Keeps `artifact` under the hash of its canonical JSON. */
  put(artifact: Json): Promise<Hash>;
  /** @throws ArtifactMissing when no artifact has that hash. */
  get(hash: Hash): Promise<Json>;
  /** Writes `value` under `id` unless something stands there; returns what stands there afterwards. */
  record(id: string, value: Json): Promise<Json>;
  find(id: string): Promise<Json | undefined>;
}

/** Runs model-written code where it can reach nothing. */
export interface Sandbox {
  run(program: SandboxProgram, signal?: AbortSignal): Promise<SandboxResult>;
}

/** A sandbox that rests on what is installed on this machine. */
export interface HostSandbox extends Sandbox {
  /**
   * Makes sure that programs can be run, and says what runs them ('Python 3.11.2 under bubblewrap').
   * @throws ApplicationFailure which says what is missing and how to install it; so does `run`.
   */
  check(signal?: AbortSignal): Promise<string>;
}

export interface SandboxProgram {
  /**
   * Modules by path ('src/a.js', 'src/a.py'), in the language of the sandbox; they may import each other, and of the host
   * nothing but what is named here.
   */
  readonly modules: Readonly<Record<string, string>>;
  /** The module that is run; its `main()` is called and the text it returns is the output. */
  readonly entry: string;
  /** Archives on this machine that the modules may import from; absolute paths, by default none. */
  readonly libraries?: readonly string[];
  readonly limits: SandboxLimits;
  /** Sets what the code sees of chance, clock and place; two different worlds show what depends on them. */
  readonly world: 0 | 1;
}

export interface SandboxLimits {
  /** Milliseconds from the program's start, however long it had to wait for one. */
  readonly timeMs: number;
  readonly memoryBytes: number;
  /** Longest output in characters. */
  readonly outputBytes: number;
}

export type SandboxResult =
  | { readonly status: 'returned'; readonly output: string }
  | { readonly status: 'threw'; readonly error: string; readonly loading: boolean }
  | { readonly status: 'out-of-limits'; readonly limit: 'time' | 'memory' | 'stack' | 'output' };

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
  /** 0 for one that is special otherwise, else how many mutants, which keep every stated call, it tells apart that no other of the calls chosen before it does. */
  readonly tells: number;
  /** The same of other answers. */
  readonly tellsAnswers: number;
}

/** How far what is stated of a code reaches. */
export interface Doubts {
  /** The shortest first: those that tell apart other answers that keep every stated call were chosen before those that tell apart mutants. */
  readonly calls: readonly DoubtfulCall[];
  /** Other answers that keep every stated call, and do otherwise than the code on a call that was tried. */
  readonly answers: number;
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
   * Makes sure, before anything is spent on a spec, that this machine has all that its answers and tests run in.
   * @throws ApplicationFailure which says what is missing and how to install it.
   */
  prepare(spec: Spec, signal?: AbortSignal): Promise<void>;
  /**
   * Why `call` is no well-typed call of the contract's function with data alone as arguments, or why its result cannot
   * be `returns`, where that is given; null when nothing is wrong.
   */
  checkCall(contract: Contract, call: string, returns?: Json): string | null;
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
   * other `answers` to its contract that passed their examination do otherwise there, or mutants of it that keep them too, or
   * no stated call is special in that way. The same for the same code and answers. Null where nothing could be tried.
   */
  doubtfulCalls(
    code: PlacedCode,
    wanted: { readonly answers: readonly string[]; readonly most: number },
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

/** A kind of work whose steps are known beforehand: each step is one subject, its elected answer gives the state of the next. */
export interface ChainFamily {
  readonly name: ChainFamilyName;
  /** Path of the file, one output a line, in the result's folder. */
  readonly resultFile: string;
  /** At which temperature the first sample of a step is asked, and all others. */
  readonly temperature: { readonly first: number; readonly later: number };
  /** Steps from the first state to the goal, for hanoi 2^disks − 1. */
  stepCount(spec: ChainSpec): number;
  /** The state before the first step. */
  initialState(spec: ChainSpec): Json;
  /** What one microagent is told: the state and nothing of how it came about. */
  prompt(state: Json): {
    readonly system: string;
    readonly user: string;
    readonly maxTokens: number;
  };
  /**
   * Reads a reply strictly, repairing nothing. `candidate` is canonical text of move and next state, so that equal
   * answers are equal strings; whether the step is the right one is not asked, only whether the rules allow it.
   */
  readAnswer(
    reply: string,
    state: Json,
  ):
    | { readonly status: 'vote'; readonly candidate: string }
    | { readonly status: 'flagged'; readonly redFlag: RedFlag; readonly detail: string };
  /** The state after an elected candidate, and what the step adds to the result (for hanoi the move [disk, from, to]). */
  advance(state: Json, candidate: string): { readonly state: Json; readonly output: Json };
  /**
   * The state before a step of the right way to the goal, numbered from 0, and the candidate that is right there: for
   * measuring a model beforehand. No election may look at it.
   */
  probe(spec: ChainSpec, step: number): { readonly state: Json; readonly right: string };
  /** A new check of a finished chain. Written apart from everything above, sharing no code with it. */
  openCheck(spec: ChainSpec): ChainCheck;
}

/** Replays the outputs of a chain in their order; memory does not grow with the steps. */
export interface ChainCheck {
  /** The first fault so far, with the number of its step from 1; null while all is right. */
  next(output: Json): string | null;
  /** The first fault of the whole, an early end included; null when the chain does what its spec asks. */
  finish(): string | null;
}
