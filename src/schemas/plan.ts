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
        /** Parameters with their types, as they stand between a signature's parentheses. */
        parameters: z.string().max(200),
        returns: z.string().min(1).max(100),
        purpose: z.string().min(1).max(400),
        uses: z.array(Identifier).max(8),
      }),
    )
    .min(1)
    .max(12),
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
