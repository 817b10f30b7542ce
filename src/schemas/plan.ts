import { z } from 'zod';
import { Contract, Identifier } from './contract';

/**
 * What a decomposer returns. The same schema makes the prompt's JSON schema and parses the reply, so that a
 * renamed field cannot switch decomposition off unnoticed.
 */
export const ProposedPlan = z.strictObject({
  functions: z
    .array(
      z.strictObject({
        name: Identifier,
        signature: z.string().min(1).max(300),
        purpose: z.string().min(1).max(600),
        uses: z.array(Identifier).max(16),
      }),
    )
    .min(1)
    .max(16),
});
export type ProposedPlan = z.infer<typeof ProposedPlan>;

/** A decomposition that has passed every check: children in an order where each uses only earlier ones. */
export const Plan = z.strictObject({
  children: z
    .array(z.strictObject({ contract: Contract, uses: z.array(Identifier).max(64) }))
    .min(1)
    .max(64),
});
export type Plan = z.infer<typeof Plan>;
