import { z } from 'zod';
import { Hash } from './hash';

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

/** The verification of a part as it is kept, with the part it is about. */
export const PartReport = PartVerification.extend({ part: Hash });
export type PartReport = z.infer<typeof PartReport>;

/** What the verifiers said of all parts of a result together; none was against any of them with success. */
export const SwarmSummary = z.strictObject({
  parts: z.int().nonnegative(),
  agreed: z.int().nonnegative(),
  disagreed: z.int().nonnegative(),
  abstained: z.int().nonnegative(),
  /** Laws that were checked on generated values, and held. */
  laws: z.int().nonnegative(),
  /** Parts whose inputs tell little: most mutants of their code behaved on them as the code does. */
  weakInputs: z.array(InputWeight.extend({ task: z.string() })),
});
export type SwarmSummary = z.infer<typeof SwarmSummary>;
