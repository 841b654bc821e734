import { goneWhileRead } from '../engine/model/bucket-failure.ts';
import type { BucketKey } from '../engine/model/bucket-key.ts';
import { Failure } from '../engine/model/failure.ts';
import type { Bucket, BucketEntry, BucketStream, LargeContent, ListRequest, PutOutcome, ReadRequest, ResumeToken } from '../engine/ports/bucket.ts';
import { clippedRange, contentOf } from './bucket-bytes.ts';
import { createTries, retried, type RetryOptions } from './retries.ts';

/**
 * A bucket that tries again what may go well a little later, with growing pauses; whoever gets a failure from it has seen it fail for long.
 *
 * - A put that is refused after a try of it went unanswered is compared with what lies there: if these are the very bytes, it was ours that
 *   had happened, and the answer is 'put'. 'refused' then says that they are not there: they may have been, for a moment.
 * - A large put goes on with its token, a list after the last key, a stream after its last byte and within its generation. A stream that was
 *   taken up so is no longer proven as a whole: its reader has the digests.
 * - What comes through in between makes the tries count anew, so a long transfer may meet any number of troubles.
 */
export function createRetryingBucket(inner: Bucket, options: RetryOptions): Bucket {
  return {
    address: inner.address,
    head: (key, request) => retried(options, request?.signal, () => inner.head(key, request)),
    read: (key, request) => retried(options, request.signal, () => inner.read(key, request)),
    stream: (key, request = {}) => openStream(inner, options, key, request),
    put: (key, content, condition, request) =>
      retried(options, request?.signal, async (tries) => {
        const outcome = await inner.put(key, content, condition, request);
        return tries.failed ? ownOutcome(inner, key, contentOf(content), outcome, request?.signal) : outcome;
      }),
    putLarge: (key, content, condition, request = {}) => {
      let token: ResumeToken | undefined = request.resume;
      return retried(options, request.signal, async (tries) => {
        const outcome = await inner.putLarge(key, content, condition, {
          ...request,
          resume: token,
          onResume: (told) => {
            token = told;
            request.onResume?.(told);
          },
          onProgress: gettingOn(tries.gotOn, request.onProgress?.bind(request)),
        });
        return tries.failed ? ownOutcome(inner, key, content, outcome, request.signal) : outcome;
      });
    },
    abandon: (token, request) => retried(options, request?.signal, () => inner.abandon(token, request)),
    delete: (key, request) => retried(options, request?.signal, () => inner.delete(key, request)),
    list: (prefix, request = {}) => listOn(inner, options, prefix, request),
    children: (prefix, request) => childrenOn(inner, options, prefix, request?.signal),
  };
}

/** Only bytes beyond what was there at the beginning of a try are getting on. */
function gettingOn(gotOn: () => void, tell: ((bytes: number) => void) | undefined): (bytes: number) => void {
  let first = true;
  return (bytes) => {
    if (!first) gotOn();
    first = false;
    tell?.(bytes);
  };
}

/** After an unanswered try, 'refused' may mean that it had happened: then what lies there is what we put. */
async function ownOutcome(inner: Bucket, key: BucketKey, content: LargeContent, outcome: PutOutcome, signal: AbortSignal | undefined): Promise<PutOutcome> {
  if (outcome.outcome === 'put' || outcome.present?.size !== content.size) return outcome;
  const { present } = outcome;
  try {
    return (await isSameContent(inner, key, present, content, signal)) ? { outcome: 'put', entry: present } : outcome;
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'bucket.not-found')) throw error;
    // Somebody replaced it meanwhile: whatever we did, it is over.
    return { outcome: 'refused', present: await inner.head(key, { signal }) };
  }
}

async function isSameContent(inner: Bucket, key: BucketKey, entry: BucketEntry, content: LargeContent, signal: AbortSignal | undefined): Promise<boolean> {
  const lying = await inner.stream(key, { generation: entry.generation, signal });
  if (lying === null) return false;
  const own = piecesOnDemand(content);
  try {
    for await (const piece of lying.bytes) {
      const expected = await own.take(piece.length);
      if (expected === null || Buffer.compare(piece, expected) !== 0) return false;
    }
    return true;
  } finally {
    await own.end();
  }
}

/** Reads a content in pieces of asked length. */
function piecesOnDemand(content: LargeContent): { take(length: number): Promise<Uint8Array | null>; end(): Promise<void> } {
  const pieces = content.open(0, 'prove')[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  return {
    take: async (length) => {
      const taken = new Uint8Array(length);
      for (let filled = 0; filled < length; ) {
        if (rest.length === 0) {
          const next = await pieces.next();
          if (next.done === true) return null;
          rest = next.value;
          continue;
        }
        const part = rest.subarray(0, length - filled);
        taken.set(part, filled);
        filled += part.length;
        rest = rest.subarray(part.length);
      }
      return taken;
    },
    end: async () => void (await pieces.return?.()),
  };
}

async function openStream(inner: Bucket, options: RetryOptions, key: BucketKey, request: ReadRequest): Promise<BucketStream | null> {
  const stream = await retried(options, request.signal, () => inner.stream(key, request));
  return stream && { entry: stream.entry, bytes: bytesOn(inner, options, key, request, stream) };
}

async function* bytesOn(inner: Bucket, options: RetryOptions, key: BucketKey, request: ReadRequest, first: BucketStream): AsyncGenerator<Uint8Array> {
  const { offset, length } = clippedRange(first.entry.size, request.range);
  const { generation } = first.entry;
  const tries = createTries(options);
  let stream: BucketStream | null = first;
  for (let given = 0; ; ) {
    try {
      stream ??= await inner.stream(key, { ...request, generation, range: { offset: offset + given, length: length - given } });
      if (stream === null) throw goneWhileRead(inner.address, key);
      for await (const piece of stream.bytes) {
        given += piece.length;
        tries.gotOn();
        yield piece;
      }
      return;
    } catch (error) {
      // Wrong bytes show when they are given away already.
      if (given > 0 && error instanceof Failure && error.code === 'bucket.wrong-bytes') throw error;
      await tries.again(error, request.signal);
      stream = null;
    }
  }
}

async function* listOn(inner: Bucket, options: RetryOptions, prefix: string, request: ListRequest): AsyncGenerator<BucketEntry> {
  const tries = createTries(options);
  for (let { after } = request; ; ) {
    try {
      for await (const entry of inner.list(prefix, { ...request, after })) {
        after = entry.key;
        tries.gotOn();
        yield entry;
      }
      return;
    } catch (error) {
      await tries.again(error, request.signal);
    }
  }
}

async function* childrenOn(inner: Bucket, options: RetryOptions, prefix: string, signal: AbortSignal | undefined): AsyncGenerator<string> {
  const tries = createTries(options);
  for (const given = new Set<string>(); ; ) {
    try {
      for await (const name of inner.children(prefix, { signal })) {
        if (given.has(name)) continue;
        given.add(name);
        tries.gotOn();
        yield name;
      }
      return;
    } catch (error) {
      await tries.again(error, signal);
    }
  }
}
