import { z } from 'zod';
import { Contract, Example, FamilyName, MOST_CASES } from './contract';
import { Hash } from './hash';

/** Longest call and longest outcome that discriminators are asked about, in characters: records carry them (I5). */
export const MOST_SHOWN = 400;

/** What code does on one call of its contract, as `Family.observe` tells it: 'returned [1,2]', 'threw RangeError'. */
const Outcome = z.string().min(1).max(MOST_SHOWN);

/** What an election is about, as stored; a microagent's prompt is made from this and nothing else. */
export const Subject = z.discriminatedUnion('kind', [
  /** Is the contract small enough for one microagent? Candidates: 'leaf' and 'split'. */
  z.strictObject({ kind: z.literal('size'), family: FamilyName, contract: Contract }),
  /** How is the contract decomposed? Candidates: hashes of plans. */
  z.strictObject({
    kind: z.literal('plan'),
    family: FamilyName,
    contract: Contract,
    /** Why earlier decompositions of this contract failed, newest last. */
    failures: z.array(z.string().max(1_000)).max(8),
  }),
  /** Which of these plans? Candidates: their hashes. */
  z.strictObject({
    kind: z.literal('choice'),
    family: FamilyName,
    contract: Contract,
    plans: z.array(Hash).min(2).max(16),
  }),
  /** The code of one function. Candidates: hashes of behaviours. */
  z.strictObject({
    kind: z.literal('code'),
    family: FamilyName,
    contract: Contract,
    /** The finished parts the code may call, by hash. */
    parts: z.array(Hash).max(64),
    /** What discriminators found right on calls, where no case can say it; it binds every answer as cases do. */
    rulings: z
      .array(z.strictObject({ call: Example.shape.call, outcome: Outcome }))
      .max(16)
      .exactOptional(),
  }),
  /** On this call two answers do different things: which is right? Candidates: 'first', 'second' and 'unsaid'. */
  z.strictObject({
    kind: z.literal('difference'),
    family: FamilyName,
    contract: Contract,
    call: z.string().min(1).max(MOST_SHOWN),
    outcomes: z.tuple([Outcome, Outcome]).readonly(),
  }),
  /** Which calls would show an error in an answer? */
  z.strictObject({
    kind: z.literal('inputs'),
    family: FamilyName,
    contract: Contract,
    /** Calls wanted at the most. */
    count: z.int().min(1).max(MOST_CASES),
  }),
  /** What do these calls return? */
  z.strictObject({
    kind: z.literal('results'),
    family: FamilyName,
    contract: Contract,
    calls: z.array(Example.shape.call).min(1).max(MOST_CASES),
  }),
]);
export type Subject = z.infer<typeof Subject>;

/** A finished task: its contract, the elected text byte for byte, and the parts it calls. */
export const Part = z.strictObject({
  contract: Contract,
  code: z.string(),
  parts: z.array(Hash).max(64),
  /** Path of the task that it fulfils; absent in parts from before parts were verified. */
  task: z.string().exactOptional(),
  /** Codes ({ text }) of the candidates that came after it in its election, most votes first. */
  runnersUp: z.array(Hash).max(2).default([]),
});
export type Part = z.infer<typeof Part>;
