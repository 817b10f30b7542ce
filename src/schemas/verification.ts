import { z } from 'zod';

/** What one verifier says of a part. */
export const VerifierVerdict = z.strictObject({
  verifier: z.enum([
    'types', // the language's own checker, in its strictest mode
    'cases', // examples and agreed cases
    'laws', // one law of the contract, on generated values
    'differential', // against one runner-up of the part's election
    'integration', // examples and cases, with the real parts it calls
  ]),
  /** 'deterministic': a disagreement is a proof that the part is wrong; 'opinion': it is a reason to doubt it. */
  kind: z.enum(['deterministic', 'opinion']),
  /** 'abstain': it had nothing to judge by. */
  verdict: z.enum(['agree', 'disagree', 'abstain']),
  /** One line: what was judged by, or what was expected and found. */
  detail: z.string(),
  /** The smallest input found on which it disagrees, as an expression in the family's language. */
  counterexample: z.string().exactOptional(),
});
export type VerifierVerdict = z.infer<typeof VerifierVerdict>;

/** How well a part's inputs tell right from wrong: of so many seeded mutants of its code, so many behaved otherwise. */
export const InputWeight = z.strictObject({
  mutants: z.int().nonnegative(),
  killed: z.int().nonnegative(),
});
export type InputWeight = z.infer<typeof InputWeight>;

/** What the verifiers of a part found. */
export const PartVerification = z.strictObject({
  verifiers: z.array(VerifierVerdict),
  /** Null where nothing could be mutated. */
  inputs: InputWeight.nullable(),
});
export type PartVerification = z.infer<typeof PartVerification>;
