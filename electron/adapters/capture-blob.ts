import { readSync } from 'node:fs';
import { buildChunkList, type ListedChunk } from '../engine/chunking/chunk-list.ts';
import { createChunker, maximumChunk, type Chunker } from '../engine/chunking/chunker.ts';
import type { BlobReference } from '../engine/model/entry.ts';
import type { Digest } from '../engine/model/digest.ts';
import type { StreamingDigest } from '../engine/ports/digester.ts';
import type { ChunkSink } from './capture-sink.ts';
import { digestOf, digester, startDigest } from './digester-node.ts';

/** What reading a big blob reports to. */
export interface BlobTools {
  /** False: another thread digests the blob as a whole; the answer has some digest instead. */
  readonly digestsWhole: boolean;
  readonly window: BlobWindow;
  readonly sink: ChunkSink;
  /** Told of bytes read; told of negative ones when they turn out not to count. */
  readonly onBytes: (bytes: number) => void;
}

/** The memory that big blobs are read through, used for one after the other. Bytes: one read and one unfinished chunk. */
export interface BlobWindow {
  buffer: Buffer | null;
}

const readLength = 1024 * 1024;
/** Every so many reads it is looked whether the file still rests: reading on would be for nothing. */
const looksEvery = 16;

export function createBlobWindow(): BlobWindow {
  return { buffer: null };
}

/**
 * Reads an open file of `size` bytes from its start, digests it as a whole, cuts it into chunks and keeps them and their
 * list. Memory does not grow with the blob but for the list (about 100 bytes for each 64 KiB). Null: it is not that long, or
 * `stillSame` said no. Yields between reads.
 */
export function* readBlob(fd: number, size: number, stillSame: () => boolean, tools: BlobTools): Generator<number, BlobReference | null> {
  const buffer = (tools.window.buffer ??= Buffer.allocUnsafeSlow(readLength + maximumChunk));
  const cutting: Cutting = { chunker: createChunker(), whole: tools.digestsWhole ? startDigest() : null, chunks: [], sink: tools.sink };
  let read = 0;
  let open = 0;
  let whole = false;
  try {
    for (let turn = 1; read < size; turn++) {
      const got = readSync(fd, buffer, open, Math.min(readLength, size - read), null);
      if (got === 0 || (turn % looksEvery === 0 && !stillSame())) return null;
      read += got;
      cutting.whole?.update(buffer.subarray(open, open + got));
      open = cutChunks(cutting, buffer, open + got, read === size);
      tools.onBytes(got);
      yield 0;
    }
    whole = true;
  } finally {
    if (!whole) tools.onBytes(-read);
  }
  const list = keepList(cutting);
  return { blob: cutting.whole?.finish() ?? (list as Digest), size, list };
}

interface Cutting {
  readonly chunker: Chunker;
  readonly whole: StreamingDigest | null;
  readonly chunks: ListedChunk[];
  readonly sink: ChunkSink;
}

/** Keeps the chunks that end within the first `end` bytes and moves the rest to the buffer's start; returns its length. */
function cutChunks(cutting: Cutting, buffer: Buffer, end: number, final: boolean): number {
  // Where nothing is kept, the digest of the whole is all that is asked for.
  if (cutting.sink.keepsNothing) return 0;
  let start = 0;
  while (start < end) {
    const boundary = cutting.chunker.nextBoundary(buffer, start, end, final);
    if (boundary < 0) break;
    const bytes = buffer.subarray(start, boundary);
    const digest = digestOf(bytes);
    cutting.sink.keep('data', digest, bytes);
    cutting.chunks.push({ digest, length: bytes.length });
    start = boundary;
  }
  if (start > 0) buffer.copyWithin(0, start, end);
  return end - start;
}

function keepList({ chunks, sink }: Cutting): Digest | null {
  if (sink.keepsNothing) return null;
  const { root, nodes } = buildChunkList(chunks, digester);
  for (const [digest, bytes] of nodes) sink.keepList(digest, bytes);
  return root;
}
