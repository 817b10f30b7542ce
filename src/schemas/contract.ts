import { z } from 'zod';
import { Json } from './hash';

/** A kind of work, with its own prompts, parser, red flags, equality, verification and assembly. */
export const FamilyName = z.enum(['typescript', 'python']);
export type FamilyName = z.infer<typeof FamilyName>;

/** A kind of work whose steps are known beforehand, each decided from the state that the one before it left. */
export const ChainFamilyName = z.enum(['hanoi']);
export type ChainFamilyName = z.infer<typeof ChainFamilyName>;

/** A name that is an identifier in every language the families speak. */
export const Identifier = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'expected an identifier');
export type Identifier = z.infer<typeof Identifier>;

/** One call with its result, stated by the user or agreed on: binding for every answer. */
export const Example = z.strictObject({
  call: z.string().min(1).max(4_000),
  returns: Json,
});
export type Example = z.infer<typeof Example>;

/** A property: the claim is true whatever values its parameters have. */
export const Law = z.strictObject({
  /** Parameters with their types, as between a signature's parentheses: 'xs: number[], n: number'. */
  forAll: z.string().min(1).max(500),
  /** An expression in the family's language over these parameters and the contract's function. */
  claim: z.string().min(1).max(2_000),
});
export type Law = z.infer<typeof Law>;

/** Most cases and probes that a contract holds. */
export const CONTRACT_LIMITS = { cases: 64, probes: 200 } as const;

/** Calls that one verifier is asked about: more would not fit into one short reply. */
export const MOST_CASES = 12;

/** What a contract tells about another contract it may use: enough to call it, nothing of its code. */
export const Usable = z.strictObject({
  name: Identifier,
  signature: z.string().min(1).max(1_000),
  description: z.string().max(4_000),
});
export type Usable = z.infer<typeof Usable>;

/** What a task must deliver: one exported function with this name and signature. */
export const Contract = Usable.extend({
  /** Declarations in scope for the signature, in the family's language; '' when none are needed. */
  types: z.string().max(20_000),
  /** What whoever calls it is asked for: rules that may concern it too. '' for the entry, and never counted as its size. */
  background: z.string().max(20_000),
  examples: z.array(Example).max(200),
  /** Agreed cases: calls whose result independent microagents agreed on. They bind every answer as examples do. */
  cases: z.array(Example).max(CONTRACT_LIMITS.cases).default([]),
  /** Calls without a stated result: inputs on which answers are compared, never a claim about them. */
  probes: z.array(z.string().max(4_000)).max(CONTRACT_LIMITS.probes),
  uses: z.array(Usable).max(64),
  /** What holds for all inputs; checked by running once the code is elected. */
  laws: z.array(Law).max(50).default([]),
});
export type Contract = z.infer<typeof Contract>;
