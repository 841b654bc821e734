import type { Bucket, BucketStream } from '../engine/ports/bucket.ts';

/**
 * A bucket that tells each time when something came through to or from it. Whoever begins to transfer contents has just met the bucket, so that counts as
 * reached too: transfers are waited for, however long a piece takes.
 */
export function createReachedBucket(inner: Bucket, reached: () => void): Bucket {
  async function telling<T>(answer: Promise<T>): Promise<T> {
    const value = await answer;
    reached();
    return value;
  }
  async function* passing<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
    for await (const item of items) {
      reached();
      yield item;
    }
  }
  const open = (stream: BucketStream | null): BucketStream | null => stream && { ...stream, bytes: passing(stream.bytes) };
  return {
    address: inner.address,
    head: (...given) => telling(inner.head(...given)),
    read: (...given) => telling(inner.read(...given)),
    stream: async (...given) => {
      reached();
      return open(await telling(inner.stream(...given)));
    },
    put: (...given) => telling(inner.put(...given)),
    putLarge: (key, content, condition, request) => {
      reached();
      return telling(
        inner.putLarge(key, content, condition, {
          ...request,
          onProgress: (bytes) => {
            if (bytes > 0) reached();
            request?.onProgress?.(bytes);
          },
        }),
      );
    },
    abandon: (...given) => telling(inner.abandon(...given)),
    delete: (...given) => telling(inner.delete(...given)),
    list: (...given) => passing(inner.list(...given)),
    children: (...given) => passing(inner.children(...given)),
  };
}
