import type { MarginLimits } from '../../domain/adaptive-margin';
import type { ElectionRules } from '../../domain/election';
import type { ChainPosition } from '../../schemas/chain';
import type { ChainFamilyName } from '../../schemas/contract';
import type { Hash } from '../../schemas/hash';

/** What the activity of one chunk is told. */
export interface ChunkInput {
  readonly run: string;
  /** Number of this chunk in its run; with the run it names every call of it for ever. */
  readonly chunk: number;
  readonly family: ChainFamilyName;
  readonly model: ChainModel;
  readonly rules: ElectionRules;
  /** Where given, margins follow the votes; what they have taught is in the position. */
  readonly adaptive?: MarginLimits;
  readonly from: ChainPosition;
  /** Steps of the whole chain. */
  readonly steps: number;
  readonly previous: Hash | null;
  /** Calls it may make. */
  readonly maxCalls: number;
  readonly seed: number;
}

/** Who is asked for a step, and how. */
interface ChainModel {
  /** Name of the configured model. */
  readonly name: string;
  /** The first sample of a step is asked at the one temperature, all others at the other. */
  readonly temperature: { readonly first: number; readonly later: number };
  /** Answers that one request can bring. */
  readonly samplesPerRequest: number;
}
