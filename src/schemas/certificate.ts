import { z } from 'zod';
import { Hash } from './hash';
import { SwarmSummary } from './verification';
import { RedFlag } from './vote';

const Checks = z.strictObject({ passed: z.int().nonnegative(), failed: z.int().nonnegative() });

/** What ran the user's acceptance tests. */
const AcceptanceHost = z.strictObject({
  /** 'Node 20.11.0 under bubblewrap'. */
  name: z.string(),
  /** Why something simpler took the place of the language's own test runner; absent where nothing did. */
  instead: z.string().exactOptional(),
});

/** What running the result's own checks found. */
export const Report = z.strictObject({
  examples: Checks,
  tests: Checks,
  properties: Checks,
  acceptance: Checks,
  /** One line for each failed check: what was expected, what was found. */
  failures: z.array(z.string()),
  /** Absent where there were no acceptance tests, and in runs of before it was noted. */
  acceptanceHost: AcceptanceHost.exactOptional(),
});
export type Report = z.infer<typeof Report>;

/** Pairs of votes of one election that both went against its winner, and how many of them named the same candidate. */
export const ErrorPairs = z.strictObject({
  pairs: z.int().nonnegative(),
  agreeing: z.int().nonnegative(),
});
export type ErrorPairs = z.infer<typeof ErrorPairs>;

/** What the samples of one source came to. */
export const SourceCounts = z.strictObject({
  votes: z.int().nonnegative(),
  votesForWinner: z.int().nonnegative(),
  redFlags: z.int().nonnegative(),
  /** Of pairs within the source; absent where there are none. */
  agreement: ErrorPairs.exactOptional(),
});
export type SourceCounts = z.infer<typeof SourceCounts>;

/** What each source's samples came to; a source that gave none is absent. */
export const ElectionSources = z.strictObject({
  base: SourceCounts.exactOptional(),
  varied: SourceCounts.exactOptional(),
  other: SourceCounts.exactOptional(),
  /** Of pairs whose votes came from two sources; absent where there are none. */
  across: ErrorPairs.exactOptional(),
});
export type ElectionSources = z.infer<typeof ElectionSources>;

/** A call on which two candidates did different things, and what the contract says of it. */
export const JudgedDifference = z.strictObject({
  call: z.string(),
  /** Of the candidate that had more votes, then of the other. */
  outcomes: z.tuple([z.string(), z.string()]).readonly(),
  /** Which outcome discriminators elected, or that the contract does not say; null: they were undecided. */
  verdict: z.enum(['first', 'second', 'unsaid']).nullable(),
});
export type JudgedDifference = z.infer<typeof JudgedDifference>;

/** Where the contract leaves open what is right. */
export const Ambiguity = JudgedDifference.omit({ verdict: true }).extend({ task: z.string() });
export type Ambiguity = z.infer<typeof Ambiguity>;

/** How far an elected code was vouched for by calls whose result nobody took from it. */
export const CodeConfirmation = z.strictObject({
  /** Doubtful calls of the code that verifiers were asked about. */
  calls: z.int().nonnegative(),
  /** Those on which they stated what the code returns. */
  confirmed: z.int().nonnegative(),
  /** Winners before it that were turned away, because they agreed on another result. */
  refuted: z.int().nonnegative(),
  /** False of a winner about which verifiers were not asked any more, after so many that were turned away. */
  isTried: z.boolean(),
  /** Mutants of the code that do otherwise on any call that was tried, and how many of them stated or confirmed calls tell apart. */
  mutants: z.int().nonnegative(),
  vouched: z.int().nonnegative(),
  /** Other votes and the witness, of those that were held against the code, that do otherwise where no call chosen to decide was confirmed; absent: none. */
  apart: z.int().positive().exactOptional(),
  /**
   * Code in another language that was held against it: on how many calls both returned data, and on how many of these other
   * data; absent where there was none.
   */
  witness: z
    .strictObject({ calls: z.int().nonnegative(), apart: z.int().nonnegative() })
    .exactOptional(),
});
export type CodeConfirmation = z.infer<typeof CodeConfirmation>;

/** A part that may be wrong though it passed all that was asked of it. */
export const UncertainPart = z.strictObject({ task: z.string(), reason: z.string() });
export type UncertainPart = z.infer<typeof UncertainPart>;

/** How one election ended, with what its votes say about the model's accuracy; or many that ended just alike. */
export const ElectionRecord = z.strictObject({
  task: z.string(),
  kind: z.enum(['size', 'plan', 'code', 'step', 'cases', 'difference']),
  status: z.enum(['elected', 'exhausted']),
  /** The lead that was asked for, in the end. */
  margin: z.int().positive(),
  /** The lead that was asked for at first, where the margin followed the votes; absent where it was fixed. */
  opened: z.int().positive().exactOptional(),
  lead: z.int().nonnegative(),
  votes: z.int().nonnegative(),
  votesForWinner: z.int().nonnegative(),
  redFlags: z.partialRecord(RedFlag, z.int().positive()),
  /** Where its samples came from; absent in elections of chains, and in runs of before there were sources. */
  sources: ElectionSources.exactOptional(),
  /** How many elections ended with these figures, each of them; absent: one. Red flags are those of all together. */
  repeats: z.int().positive().exactOptional(),
  /** The task whose elected code was found to be at fault, so that this election was held; absent elsewhere. */
  replaces: z.string().exactOptional(),
  /** Of kind 'cases': test inputs that were proposed, and those whose result was agreed on. */
  cases: z
    .strictObject({
      proposed: z.int().nonnegative(),
      agreed: z.int().nonnegative(),
      /** Smallest share of the answers on an agreed case that were for its result; 0 without any. */
      share: z.number().min(0).max(1),
    })
    .exactOptional(),
  /** Of kind 'difference': what was judged. */
  difference: JudgedDifference.exactOptional(),
  /** Of kind 'code', with a winner: how it was confirmed; absent where nobody was to be asked, or nothing could be mutated. */
  confirmation: CodeConfirmation.exactOptional(),
});
export type ElectionRecord = z.infer<typeof ElectionRecord>;

/** The run's proof sheet. */
export const Certificate = z.strictObject({
  run: z.string(),
  spec: z.strictObject({ name: z.string(), sha256: Hash }),
  status: z.enum(['done', 'failed', 'cancelled']),
  leaves: z.int().nonnegative(),
  /** Subjects that had to be decided right for the result to be right. */
  steps: z.int().nonnegative(),
  elections: z.strictObject({ elected: z.int().nonnegative(), exhausted: z.int().nonnegative() }),
  margin: z.strictObject({ min: z.int().nonnegative(), max: z.int().nonnegative() }),
  calls: z.int().nonnegative(),
  /** Calls sent whose answer was lost in a crash: perhaps charged by the provider, not in the totals. */
  lostCalls: z.int().nonnegative(),
  votes: z.int().nonnegative(),
  redFlags: z.object({ total: z.int().nonnegative() }).catchall(z.int().nonnegative()),
  promptTokens: z.int().nonnegative(),
  completionTokens: z.int().nonnegative(),
  costUsd: z.number().nonnegative(),
  /** Share of votes that are wrong, by how the elections went and by the winners found to be at fault; 95 % equal-tailed interval. */
  errorRate: z.strictObject({ estimate: z.number(), low: z.number(), high: z.number() }),
  /** The same for each kind of election by itself, with the share of its answers that had a red flag. */
  errorRates: z
    .partialRecord(
      z.enum(['size', 'plan', 'code', 'step']),
      z.strictObject({
        estimate: z.number(),
        low: z.number(),
        high: z.number(),
        flagRate: z.number(),
      }),
    )
    .exactOptional(),
  /** Where the samples came from, of the elections on code that have a winner; absent where none says it. */
  sources: ElectionSources.exactOptional(),
  /** Upper bound, in [0, 1], on the probability that any elected answer is wrong, under the assumptions. */
  failureBound: z.number().min(0).max(1),
  /** Wanted probability that every elected answer is right; absent in certificates of before. */
  target: z.number().gt(0).lt(1).exactOptional(),
  assumptions: z.array(z.string()),
  verification: Report.omit({ failures: true, acceptanceHost: true }),
  acceptanceHost: AcceptanceHost.exactOptional(),
  /** What the verifiers of its parts said; absent where parts were not verified. */
  verifiers: SwarmSummary.exactOptional(),
  /** Calls of which discriminators found that the contract does not say what is right; absent where there are none. */
  ambiguities: z.array(Ambiguity).exactOptional(),
  /** Parts of which calls were left unconfirmed, or too much untold; absent where there are none. */
  uncertain: z.array(UncertainPart).exactOptional(),
  /** Elections held anew because their winner was found to be at fault; absent where none was. */
  repairs: z.int().nonnegative().exactOptional(),
  artifact: Hash.nullable(),
  startedAt: z.iso.datetime(),
  durationMs: z.int().nonnegative(),
  history: z.array(ElectionRecord),
});
export type Certificate = z.infer<typeof Certificate>;
