import { goneWhileRead, wrongBytes } from '../engine/model/bucket-failure.ts';
import type { BucketKey } from '../engine/model/bucket-key.ts';
import type { BucketEntry, BucketStream, ReadRequest } from '../engine/ports/bucket.ts';
import { clippedRange } from './bucket-bytes.ts';
import { findFile, foundIn, openPlainFile, type FoundFile } from './bucket-folder-entry.ts';

const pieceSize = 256 * 1024;

/** The bytes of a file that lies under a key; null when there is none, or one of another generation than was asked for. */
export async function streamFile(file: string, key: BucketKey, request: ReadRequest, address: string): Promise<BucketStream | null> {
  const found = await findFile(file, key);
  if (found === null || (request.generation ?? found.entry.generation) !== found.entry.generation) return null;
  const bytes = found.content === null ? piecesOf(file, key, found.entry, request, address) : atOnce(found, request);
  return { entry: found.entry, bytes };
}

async function* atOnce(found: FoundFile, request: ReadRequest): AsyncGenerator<Uint8Array> {
  const { offset, length } = clippedRange(found.entry.size, request.range);
  request.signal?.throwIfAborted();
  if (length > 0) yield (found.content as Uint8Array).subarray(offset, offset + length);
}

/** The file is opened when the first piece is wanted, so that a stream that nobody reads holds nothing. */
async function* piecesOf(file: string, key: BucketKey, entry: BucketEntry, request: ReadRequest, address: string): AsyncGenerator<Uint8Array> {
  const handle = await openPlainFile(file);
  if (handle === null) throw goneWhileRead(address, key);
  try {
    if ((await foundIn(handle, key))?.entry.generation !== entry.generation) throw goneWhileRead(address, key);
    const { offset, length } = clippedRange(entry.size, request.range);
    for (let at = offset; at < offset + length; ) {
      request.signal?.throwIfAborted();
      const piece = new Uint8Array(Math.min(pieceSize, offset + length - at));
      const { bytesRead } = await handle.read(piece, 0, piece.length, at);
      if (bytesRead === 0) throw wrongBytes(address, key);
      at += bytesRead;
      request.signal?.throwIfAborted();
      yield piece.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
