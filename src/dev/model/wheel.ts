import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';

/**
 * Yields the bytes of those members of a zip archive (which a wheel is) whose path matches, in the order of their
 * paths. Throws when the archive is cut off. Checksums are left to whoever knows the whole.
 */
export async function* readMembers(path: string, wanted: RegExp): AsyncGenerator<Buffer> {
  for (const member of await findMembers(path, wanted)) {
    const { start, compressedBytes, isDeflated } = member;
    const raw = createReadStream(path, { start, end: start + compressedBytes - 1 });
    const bytes = isDeflated ? raw.pipe(createInflateRaw()) : raw;
    raw.once('error', (error) => bytes.destroy(error));
    yield* bytes as AsyncIterable<Buffer>;
  }
}

interface Member {
  readonly path: string;
  readonly start: number;
  readonly compressedBytes: number;
  readonly isDeflated: boolean;
}

/** Sizes of the format's fixed parts; its names for them: end of central directory, central and local header. */
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const END_SIGNATURE = Buffer.from('PK\x05\x06');

async function findMembers(path: string, wanted: RegExp): Promise<readonly Member[]> {
  const file = await open(path);
  try {
    const directory = await readDirectory(file, path);
    const members: Member[] = [];
    for (const entry of entriesOf(directory)) {
      if (!wanted.test(entry.path)) continue;
      const local = await readAt(file, entry.offset, LOCAL_BYTES);
      const start = entry.offset + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
      members.push({ ...entry, start });
    }
    return members.sort((a, b) => (a.path < b.path ? -1 : 1));
  } finally {
    await file.close();
  }
}

async function readDirectory(file: FileHandle, path: string): Promise<Buffer> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - END_BYTES), Math.min(size, END_BYTES));
  if (!tail.subarray(0, 4).equals(END_SIGNATURE)) {
    throw new Error(
      `${path} is not a whole archive: its last ${END_BYTES} bytes are no directory end`,
    );
  }
  return readAt(file, tail.readUInt32LE(16), tail.readUInt32LE(12));
}

function* entriesOf(directory: Buffer) {
  for (let at = 0; at + CENTRAL_BYTES <= directory.length;) {
    const nameBytes = directory.readUInt16LE(at + 28);
    yield {
      path: directory.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes),
      offset: directory.readUInt32LE(at + 42),
      compressedBytes: directory.readUInt32LE(at + 20),
      isDeflated: directory.readUInt16LE(at + 10) === 8,
    };
    at +=
      CENTRAL_BYTES + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new Error('the archive is cut off');
  return buffer;
}
