import { tooBig } from '../engine/model/bucket-failure.ts';
import { Failure } from '../engine/model/failure.ts';
import type { Bucket, BucketEntry, BucketStream, ByteRange, ContentPurpose, LargeContent, ReadRequest } from '../engine/ports/bucket.ts';
import type { BucketKey } from '../engine/model/bucket-key.ts';

/** Where a range lies in a content of `size` bytes: what of it there is. */
export function clippedRange(size: number, range: ByteRange | undefined): ByteRange {
  if (range === undefined) return { offset: 0, length: size };
  const offset = Math.min(range.offset, size);
  return { offset, length: Math.min(range.length, size - offset) };
}

/** So often somebody may replace a content while it is read. */
const mostReplaced = 20;

/** `Bucket.read` made of `Bucket.stream`: all bytes at once, at most `limit`, of one generation. What a bucket says of sizes is not believed for more than that. */
export async function readAtOnce(
  bucket: Pick<Bucket, 'address' | 'stream'>,
  key: BucketKey,
  request: ReadRequest & { readonly limit: number },
): Promise<{ readonly entry: BucketEntry; readonly bytes: Uint8Array } | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      const stream = await bucket.stream(key, request);
      return stream && { entry: stream.entry, bytes: await gathered(bucket.address, key, stream, request) };
    } catch (error) {
      if (!(error instanceof Failure && error.code === 'bucket.not-found') || attempt === mostReplaced) throw error;
    }
  }
}

async function gathered(address: string, key: BucketKey, stream: BucketStream, request: ReadRequest & { readonly limit: number }): Promise<Uint8Array> {
  const expected = clippedRange(stream.entry.size, request.range).length;
  let bytes = new Uint8Array(Math.min(expected, request.limit));
  let length = 0;
  // The loop is left by throwing, which returns the stream and frees its connection.
  for await (const piece of stream.bytes) {
    if (length + piece.length > request.limit || expected > request.limit) throw tooBig(address, key, request.limit);
    if (length + piece.length > bytes.length) bytes = grown(bytes, length + piece.length);
    bytes.set(piece, length);
    length += piece.length;
  }
  return bytes.subarray(0, length);
}

function grown(bytes: Uint8Array<ArrayBuffer>, needed: number): Uint8Array<ArrayBuffer> {
  const bigger = new Uint8Array(Math.max(needed, 2 * bytes.length));
  bigger.set(bytes);
  return bigger;
}

/** A large content that lies in memory. */
export function contentOf(bytes: Uint8Array): LargeContent {
  return {
    size: bytes.length,
    open: async function* open(offset) {
      if (offset < bytes.length) yield bytes.subarray(offset);
    },
  };
}

/** A large content had another number of bytes than it said: a defect of whoever gave it, or its file changed meanwhile. */
export function wrongSize(content: LargeContent, given: number): RangeError {
  return new RangeError(`a content of ${content.size} bytes gave ${given}`);
}

/**
 * The bytes of a content from `offset` on in blocks of exactly `blockSize`, the last one shorter. Throws a RangeError when they are fewer or more than
 * the content's size, before the last block is given.
 */
export async function* blocksOf(content: LargeContent, offset: number, blockSize: number, purpose: ContentPurpose = 'send'): AsyncGenerator<Uint8Array> {
  const block = new Uint8Array(Math.min(blockSize, content.size - offset));
  let filled = 0;
  let given = offset;
  for await (const piece of content.open(offset, purpose)) {
    if (given + filled + piece.length > content.size) throw wrongSize(content, given + filled + piece.length);
    for (let at = 0; at < piece.length; ) {
      const taken = Math.min(piece.length - at, block.length - filled);
      block.set(piece.subarray(at, at + taken), filled);
      at += taken;
      filled += taken;
      // The last block waits until it is certain that nothing follows.
      if (filled === blockSize && given + filled < content.size) {
        yield block;
        given += filled;
        filled = 0;
      }
    }
  }
  if (given + filled !== content.size) throw wrongSize(content, given + filled);
  if (filled > 0) yield block.subarray(0, filled);
}
