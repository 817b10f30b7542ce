import type { Step } from '../progress';
import type { ModelFile } from './local-model';

/** One way to obtain a model file. */
export interface ModelSource {
  /** What is done, as in 'downloading …'. */
  readonly title: string;
  /**
   * Returns the path of a file in `folder` that should be the model; the caller verifies it. What an interrupted
   * attempt left in `folder` is there again for the next one.
   */
  obtain(request: ModelSourceRequest): Promise<string>;
}

export interface ModelSourceRequest {
  readonly model: ModelFile;
  readonly folder: string;
  readonly step: Step;
  readonly signal?: AbortSignal | undefined;
}
