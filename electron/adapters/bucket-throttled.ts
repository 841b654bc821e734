import type { Bucket, LargeContent } from '../engine/ports/bucket.ts';
import { readAtOnce } from './bucket-bytes.ts';
import type { RateLimit } from './rate-limit.ts';

/** Bytes that pass together. */
const portion = 64 * 1024;

/**
 * A bucket to and from which only so many bytes go in a second, over all calls together. Contents count; what is said about them does not. The limits may
 * be changed while transfers run. What goes out leaves in the pieces of the bucket below: the limit holds over several of them, not within one.
 */
export function createThrottledBucket(inner: Bucket, { up, down }: { readonly up: RateLimit; readonly down: RateLimit }): Bucket {
  const stream: Bucket['stream'] = async (key, request = {}) => {
    const found = await inner.stream(key, request);
    return found && { entry: found.entry, bytes: paced(found.bytes, down, request.signal) };
  };
  return {
    ...inner,
    stream,
    read: (key, request) => readAtOnce({ address: inner.address, stream }, key, request),
    put: async (key, content, condition, request) => {
      await up.take(content.length, request?.signal);
      return inner.put(key, content, condition, request);
    },
    putLarge: (key, content, condition, request = {}) => inner.putLarge(key, sentSlowly(content, up, request.signal), condition, request),
  };
}

/** Only what is sent is slowed down, not what is digested here. */
function sentSlowly(content: LargeContent, limit: RateLimit, signal: AbortSignal | undefined): LargeContent {
  return {
    size: content.size,
    open: (offset, purpose) => (purpose === 'send' ? paced(content.open(offset, purpose), limit, signal) : content.open(offset, purpose)),
  };
}

async function* paced(bytes: AsyncIterable<Uint8Array>, limit: RateLimit, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    for (let at = 0; at < piece.length; at += portion) {
      const part = piece.subarray(at, at + portion);
      await limit.take(part.length, signal);
      yield part;
    }
  }
}
