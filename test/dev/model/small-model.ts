import { createHash } from 'node:crypto';
import type { ModelFile } from '../../../src/dev/model/local-model';

/** A model file of a few bytes in two parts. */
export const PARTS = ['first ', 'second'] as const;

export const smallModel: ModelFile = {
  name: 'small',
  fileName: 'small.gguf',
  bytes: PARTS.join('').length,
  sha256: createHash('sha256').update(PARTS.join('')).digest('hex'),
  huggingFace: 'hf:someone/small/small.gguf',
  parts: PARTS.map((_, index) => ({ package: `some-model-part${index + 1}`, version: '0.2.0' })),
};
