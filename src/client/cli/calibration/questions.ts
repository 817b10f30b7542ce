import type { Prompt } from '../../../activities/ports/language-model';
import type { ProbedSubject } from '../../../domain/calibration';
import type { Reply } from '../../../domain/chain';

/** One request of a calibration. */
export interface Question {
  /** Which of the subjects it is about, from 0. */
  readonly subject: number;
  readonly prompt: Prompt;
  readonly temperature: number;
  readonly seed: number;
  /** Answers wanted, at least 1. */
  readonly count: number;
  /** Which candidate an answer is, or why it may not vote; `why` says it in words. */
  readonly examine: (text: string) => Promise<Reply & { readonly why?: string }>;
}

/** Everything that a model is asked in order to measure it for a spec. */
export interface Questionnaire {
  readonly kind: 'step' | 'code';
  /** The subjects in words. */
  readonly about: string;
  /** The right candidate of each subject, null where nobody knows it. */
  readonly right: readonly ProbedSubject['right'][];
  readonly questions: readonly Question[];
}
