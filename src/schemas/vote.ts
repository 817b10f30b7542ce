import { z } from 'zod';

/** Why an answer was thrown away before it could become a vote. */
export const RedFlag = z.enum([
  'too-long', // cut off by the token limit, or longer than a leaf may be
  'refused', // the model declined, or returned nothing
  'malformed', // no code, no JSON, or JSON of another shape than asked for
  'does-not-compile', // the language's own checker rejects it against the contract
  'forbidden', // touches what it may not: globals, prototypes, the process, files, the network
  'throws-on-load', // fails before any call
  'out-of-limits', // ran out of time, memory or stack
  'not-deterministic', // two runs on the same input differed
  'contradicts-example', // returns something else than the contract states
  'contradicts-case', // does something else than independent microagents agreed on
  'illegal-step', // a step the rules forbid, or a state that does not follow from it
  'invalid-plan', // a plan with a cycle, an unknown name, a clash, or no progress
]);
export type RedFlag = z.infer<typeof RedFlag>;

/** Where an election stands after the latest vote. */
export type Verdict =
  | { readonly status: 'undecided'; readonly lead: number }
  | { readonly status: 'elected'; readonly winner: string; readonly lead: number };

/** What an examination found: which candidate the answer is, or why it may not vote. */
export type Examination =
  | {
      readonly status: 'vote';
      readonly candidate: string;
      /** Length of its normal form, where equal answers differ in that: the shortest stands for their candidate. */
      readonly size?: number;
    }
  | { readonly status: 'flagged'; readonly redFlag: RedFlag; readonly detail: string };

/** Which way of asking an answer came from: the role's base prompt, a varied prompt, or another model or temperature. */
export const Source = z.enum(['base', 'varied', 'other']);
export type Source = z.infer<typeof Source>;
