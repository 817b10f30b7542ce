import { z } from 'zod';
import { OracleNoise } from './oracle';

/** What a microagent is asked to be. */
export const Role = z.enum(['sizer', 'decomposer', 'discriminator', 'executor', 'verifier']);
export type Role = z.infer<typeof Role>;

/** One configured model: where it is, what it costs, how fast it may be asked, and for which roles. */
export const ModelProfile = z.strictObject({
  /** The model's name as its provider knows it. */
  name: z.string().min(1),
  /** Base address of an OpenAI-protocol endpoint, up to and including /v1. */
  baseUrl: z.url(),
  /** Name of the environment variable that holds the key, null for none; the key itself is never configured or stored. */
  apiKeyEnv: z.string().min(1).nullable().default('OPENAI_API_KEY'),
  /** US dollars per million tokens. */
  price: z
    .strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() })
    .default({ input: 0, output: 0 }),
  limits: z
    .strictObject({
      requestsPerMinute: z.number().positive().optional(),
      tokensPerMinute: z.number().positive().optional(),
      /** Requests under way at once in one worker process. */
      concurrency: z.int().positive().default(16),
    })
    .default({ concurrency: 16 }),
  temperature: z
    .strictObject({ min: z.number().min(0).max(2), max: z.number().min(0).max(2) })
    .refine(({ min, max }) => min <= max, 'temperature.min must not exceed temperature.max')
    .default({ min: 0, max: 0.6 }),
  /**
   * Answers that one request can bring, by the protocol's `n`: the prompt of several is then paid for once. Absent: 8
   * from OpenAI, which is known to heed it, and 1 from others, some of which refuse it.
   */
  samplesPerRequest: z.int().min(1).max(128).exactOptional(),
  /** Present: this process answers itself, with an oracle for the Towers of Hanoi, and nothing is sent to the endpoint. */
  oracle: OracleNoise.exactOptional(),
  roles: z
    .array(Role)
    .min(1)
    .default([...Role.options]),
});
export type ModelProfile = z.infer<typeof ModelProfile>;

/** Tokens and money of one or more paid calls. */
export const Usage = z.strictObject({
  calls: z.int().nonnegative(),
  promptTokens: z.int().nonnegative(),
  completionTokens: z.int().nonnegative(),
  costUsd: z.number().nonnegative(),
});
export type Usage = z.infer<typeof Usage>;
