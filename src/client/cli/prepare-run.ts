import { join, resolve } from 'node:path';
import { checkOutFolder } from '../out-folder';
import { faultOfRunId, newRunId } from '../run-id';
import { describeFaults } from '../spec/fault';
import { readSpecFile, type SpecFile } from '../spec-file';
import { UsageError } from './usage-error';

export interface RunRequest {
  /** As the user typed it. */
  readonly file: string;
  /** Absolute path of the folder to which `file` and `out` are relative. */
  readonly cwd: string;
  readonly id: string | undefined;
  readonly out: string | undefined;
}

/** A run that can be started: its spec is sound, its id can be one, and its result will have a place. */
export interface PreparedRun extends SpecFile {
  readonly run: string;
  /** Absolute paths. */
  readonly specFile: string;
  readonly out: string;
}

/**
 * Checks everything that can be wrong before anything is started or spent.
 * @throws UsageError for a faulty spec or id.
 * @throws OutFolderTaken when something else stands where the result will be written.
 */
export async function prepareRun({ file, cwd, id, out }: RunRequest): Promise<PreparedRun> {
  const faultyId = id === undefined ? undefined : faultOfRunId(id);
  if (faultyId !== undefined) throw new UsageError(faultyId);
  const specFile = resolve(cwd, file);
  const read = await readSpecFile(specFile);
  if ('faults' in read) throw new UsageError(describeFaults({ ...read, file }));
  const run = id ?? newRunId(read.spec.name);
  const folder = resolve(cwd, out ?? join('out', run));
  await checkOutFolder(folder);
  return { ...read, run, specFile, out: folder };
}
