import { z } from 'zod';
import type { Store } from '../activities/ports/store';
import { renderCertificate } from '../domain/certificate';
import type { Certificate } from '../schemas/certificate';
import { Hash } from '../schemas/hash';
import { TextFile } from '../schemas/spec';
import { BrokenArtifact } from './errors';
import { CERTIFICATE_JSON, type OutFile, writeOutFolder } from './out-folder';

/**
 * Writes an ended run's result to `folder`: the files it built, if it built any, with CERTIFICATE.md and
 * certificate.json. Atomic, and harmless to repeat.
 * @throws OutFolderTaken when something else stands there.
 * @throws BrokenArtifact when the stored result cannot be read or has a path that leaves the folder.
 */
export async function fetchResult(
  store: Store,
  certificate: Certificate,
  folder: string,
): Promise<void> {
  const built = certificate.artifact === null ? [] : await filesOf(store, certificate.artifact);
  await writeOutFolder(folder, [
    ...built,
    { path: 'CERTIFICATE.md', text: renderCertificate(certificate) },
    { path: CERTIFICATE_JSON, text: `${JSON.stringify(certificate, null, 2)}\n` },
  ]);
}

/** A large file is kept in pieces. */
const PiecedFile = z.strictObject({ path: z.string(), pieces: z.array(Hash) });
const Piece = z.strictObject({ text: z.string() });
const Artifact = z.object({ files: z.array(z.union([TextFile, PiecedFile])) });

async function filesOf(store: Store, hash: string): Promise<readonly OutFile[]> {
  const read = Artifact.safeParse(await store.get(hash));
  if (read.success)
    return read.data.files.map((file) =>
      'text' in file ? file : { path: file.path, text: textOf(store, file.pieces) },
    );
  throw new BrokenArtifact(`found a result that cannot be read at ${hash}`, { cause: read.error });
}

/** Piece by piece, so that a result of any size passes through. */
async function* textOf(store: Store, pieces: readonly Hash[]): AsyncGenerator<string> {
  for (const hash of pieces) {
    const piece = Piece.safeParse(await store.get(hash));
    if (!piece.success)
      throw new BrokenArtifact(`found a piece of the result that cannot be read at ${hash}`, {
        cause: piece.error,
      });
    yield piece.data.text;
  }
}
