import type { LoadedPart } from '../../activities/ports/family';
import { type ModuleGrammar, type PlacedPart, placePartsIn } from '../place-parts';
import { fileNameOf, moduleSource } from './module-source';
import { readSignature } from './signature';

const GRAMMAR: ModuleGrammar = {
  fileNameOf,
  taken: [],
  separator: '-',
  shapeOf: (signature) => readSignature(signature)?.shape,
  moduleSource: (code, contract, fileOf) => moduleSource(code, contract, fileOf).text,
};

/** Gives each part a module of its own that imports the very parts it may use. */
export function placeParts(parts: readonly LoadedPart[]): readonly PlacedPart[] {
  return placePartsIn(GRAMMAR, parts);
}
