import { closeSync, openSync, readSync } from 'node:fs';
import type { Digest } from '../engine/model/digest.ts';
import type { BlobReference } from '../engine/model/entry.ts';
import type { ContainerId } from '../engine/ports/container-store.ts';
import type { FileStamp } from '../engine/ports/capture.ts';
import { readBlob, type BlobTools } from './capture-blob.ts';
import { SinkError, type ChunkSink } from './capture-sink.ts';
import { sourceOf, type OpenClone } from './clone-file.ts';
import type { ClonedChunk } from './clone-format.ts';
import { isWorthClone, leastClone, packedShare } from './clone-guess.ts';

/** A clone of a user's file that was made while its stamp held: it is what the file held then, whatever became of it. */
export interface ClonedFile {
  readonly id: ContainerId;
  /** Where it lies: nobody changes it. */
  readonly path: string;
  readonly stamp: FileStamp;
  readonly racy: boolean;
}

/** A clone that may become a container. */
export interface KeptClone {
  readonly clone: OpenClone;
  /** The share of its bytes that a pack would take. */
  readonly packedShare: number;
}

export interface MadeClone {
  readonly file: ClonedFile;
  /** Null: another thread's, which is only digested here. */
  readonly keep: KeptClone | null;
}

/**
 * Clones an open file for which that may be worth it; null where it is not, or cannot be. `isSame` tells whether the stamp still
 * holds: when it does behind the clone, that is one moment of the file. Otherwise it changed.
 */
export function makeClone(fd: number, path: string, { seen, isSame }: ClonedMoment, sink: ChunkSink): MadeClone | 'changed' | null {
  const { size } = seen.stamp;
  if (sink.keepsNothing || size < leastClone) return null;
  if (!isSame()) return 'changed';
  const share = packedShare(fd, size);
  if (!isWorthClone(size, size, share)) return null;
  const clone = sink.openClone(sourceOf(fd, path), size);
  if (clone === null) return null;
  if (isSame()) return { file: { id: clone.id, path: clone.path, ...seen }, keep: { clone, packedShare: share } };
  clone.discard();
  return 'changed';
}

/** What was seen of a file, and whether that still holds. */
export interface ClonedMoment {
  readonly seen: Pick<ClonedFile, 'stamp' | 'racy'>;
  readonly isSame: () => boolean;
}

/**
 * Reads a clone instead of the file it was made of, as `readBlob` reads a file. Of a clone to keep the chunks are stored once all are
 * read, in it or in packs. Yields between reads. Throws the system's errors.
 */
export function* readClone({ file, keep }: MadeClone, tools: BlobTools): Generator<number, BlobReference> {
  const { size } = file.stamp;
  const fd = openSync(file.path, 'r');
  try {
    const chunks: ClonedChunk[] = [];
    const content = yield* readBlob(fd, size, () => true, keep === null ? tools : { ...tools, sink: collecting(tools.sink, chunks) });
    if (content === null) throw new Error(`the clone ${file.path} is not as long as it was`);
    if (keep !== null) yield* keepChunks(fd, size, chunks, keep, tools.sink);
    return content;
  } finally {
    closeSync(fd);
  }
}

/**
 * Collects chunks instead of storing them: whether the clone is worth keeping shows when all are known. Nothing is claimed
 * until then, so that a clone which cannot be read to its end leaves no other thread without a chunk.
 */
function collecting(sink: ChunkSink, chunks: ClonedChunk[]): ChunkSink {
  let offset = 0;
  return {
    ...sink,
    keep: (_, digest, bytes) => {
      chunks.push({ digest, offset, length: bytes.length, isBeside: false });
      offset += bytes.length;
    },
    keepList: (digest, bytes) => sink.keepList(digest, bytes),
  };
}

/**
 * Keeps the chunks that the store lacks: in the clone when they are most of it, otherwise in packs. A clone's index names the others too:
 * their bytes must not outlive them unseen.
 */
function* keepChunks(fd: number, size: number, chunks: readonly ClonedChunk[], { clone, packedShare }: KeptClone, sink: ChunkSink): Generator<number> {
  const known = new Map<Digest, ClonedChunk>();
  for (const chunk of chunks) if (!known.has(chunk.digest)) known.set(chunk.digest, { ...chunk, isBeside: !sink.claim(chunk.digest) });
  const missing = [...known.values()].filter(({ isBeside }) => !isBeside);
  const newBytes = missing.reduce((sum, { length }) => sum + length, 0);
  if (isWorthClone(size, newBytes, packedShare)) return sink.keepClone(clone, [...known.values()]);
  for (const { digest, offset, length } of missing) {
    sink.store('data', digest, readClaimed(fd, offset, length));
    yield 0;
  }
  clone.discard();
}

/** Reads a chunk that others rely on by now: when that fails, the session does. */
function readClaimed(fd: number, offset: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(length);
  try {
    for (let done = 0; done < length; ) {
      const got = readSync(fd, bytes, done, length - done, offset + done);
      if (got === 0) throw new Error('a clone was cut');
      done += got;
    }
    return bytes;
  } catch (error) {
    throw new SinkError(error);
  }
}
