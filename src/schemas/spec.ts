import { z } from 'zod';
import { ChainFamilyName, Contract, FamilyName, MOST_CASES } from './contract';

/** What a run may spend before it pauses; raising it continues the run. */
export const Budget = z.strictObject({
  /** US dollars. */
  usd: z.number().nonnegative(),
  /** Paid model calls. */
  calls: z.int().nonnegative(),
  /** Hours since the run's start. */
  hours: z.number().positive(),
});
export type Budget = z.infer<typeof Budget>;

/** One text file, its path relative to the folder it belongs to, with forward slashes. */
export const TextFile = z.strictObject({ path: z.string().min(1).max(400), text: z.string() });
export type TextFile = z.infer<typeof TextFile>;

/** What every spec may say, whatever its family. */
const Common = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,62}$/, 'expected lowercase letters, digits and hyphens'),
  /** Fixed k; without it k follows from the target. */
  margin: z.int().min(1).max(50).optional(),
  /** Wanted probability, in (0, 1), that every elected answer is right. */
  target: z.number().gt(0).lt(1).optional(),
  budget: Budget.partial().optional(),
});

/** A spec of software, read and checked: the header as data, the prose as the entry's description. */
export const Spec = Common.extend({
  family: FamilyName,
  /** The one function the user asked for; its description is the spec's prose. */
  entry: Contract,
  /** Run at the end, never shown to a microagent. */
  acceptance: z.array(TextFile).max(100),
  /** How many levels of splitting are allowed below the entry; 0 builds it as one leaf. */
  maxDepth: z.int().min(0).max(12).optional(),
  /** Test inputs of each contract that verifiers are asked about before its code is elected; 0 asks nobody. */
  cases: z.int().min(0).max(MOST_CASES).optional(),
  /** Parts elected anew for one whole that fails its checks, before the user is asked; 0: none. */
  repairs: z.int().min(0).max(20).optional(),
});
export type Spec = z.infer<typeof Spec>;

/** A spec of a chain, read and checked; its prose is for the reader, and changes nothing. */
export const ChainSpec = Common.extend({
  family: ChainFamilyName,
  /** Disks of the tower; 2^disks − 1 steps. */
  disks: z.int().min(1).max(30),
});
export type ChainSpec = z.infer<typeof ChainSpec>;

/** What the user wrote, whatever its family. */
export type AnySpec = Spec | ChainSpec;
