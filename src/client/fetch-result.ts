import { z } from 'zod';
import type { Store } from '../activities/ports';
import { renderCertificate } from '../domain/certificate';
import type { Certificate } from '../schemas/certificate';
import { TextFile } from '../schemas/spec';
import { BrokenArtifact } from './errors';
import { CERTIFICATE_JSON, writeOutFolder } from './out-folder';

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

const Artifact = z.object({ files: z.array(TextFile) });

async function filesOf(store: Store, hash: string): Promise<readonly TextFile[]> {
  const read = Artifact.safeParse(await store.get(hash));
  if (read.success) return read.data.files;
  throw new BrokenArtifact(`found a result that cannot be read at ${hash}`, { cause: read.error });
}
