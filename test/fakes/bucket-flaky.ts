import { offline } from '../../electron/engine/model/bucket-failure.ts';
import type { Bucket, BucketStream, LargeContent } from '../../electron/engine/ports/bucket.ts';

/**
 * A bucket behind a bad network: a share of the calls is lost on the way there, and as many answers to puts on the way back; bytes and lists
 * break off as often. `seed` chooses which.
 */
export function createFlakyBucket(inner: Bucket, share: number, seed: number): Bucket {
  let state = seed;
  const strikes = (): boolean => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 < share;
  };
  const failure = (): Error => offline(inner.address, 'the network is bad');

  async function there<T>(work: () => Promise<T>, losesAnswers = false): Promise<T> {
    if (strikes()) throw failure();
    const answer = await work();
    if (losesAnswers && strikes()) throw failure();
    return answer;
  }

  async function* breaking<T>(items: AsyncIterable<T>, some: number): AsyncGenerator<T> {
    let given = 0;
    const breaks = strikes();
    for await (const item of items) {
      yield item;
      if (breaks && ++given === some) throw failure();
    }
  }

  /** What is sent breaks off, as a connection does. */
  const broken = (content: LargeContent): LargeContent => ({
    size: content.size,
    open: (offset, purpose) => breaking(content.open(offset, purpose), 3),
  });
  const brokenStream = (stream: BucketStream | null): BucketStream | null => stream && { ...stream, bytes: breaking(stream.bytes, 1) };

  return {
    address: inner.address,
    head: (...given) => there(() => inner.head(...given)),
    read: (...given) => there(() => inner.read(...given)),
    stream: (...given) => there(async () => brokenStream(await inner.stream(...given))),
    put: (...given) => there(() => inner.put(...given), true),
    putLarge: (key, content, condition, request) => there(() => inner.putLarge(key, broken(content), condition, request), true),
    abandon: (...given) => there(() => inner.abandon(...given)),
    delete: (...given) => there(() => inner.delete(...given)),
    list: (...given) => breaking(inner.list(...given), 2),
    children: (...given) => breaking(inner.children(...given), 1),
  };
}
