import { Failure } from '../../electron/engine/model/failure.ts';
import type { Bucket } from '../../electron/engine/ports/bucket.ts';

/** What becomes of a call: it goes well; it never reaches the bucket; it does, and its answer is lost. */
export type Fate = 'well' | 'lost-before' | 'lost-after';

/** A way to a bucket on which calls get lost. `fate` is asked for each call, in their order. */
export function createUnreliableBucket(bucket: Bucket, fate: (call: string) => Fate): Bucket {
  const lost = (): Failure => new Failure('bucket.offline', 'The bucket cannot be reached: the test says so.', { address: bucket.address });
  async function through<T>(call: string, act: () => Promise<T>): Promise<T> {
    const decided = fate(call);
    if (decided === 'lost-before') throw lost();
    const answer = await act();
    if (decided === 'lost-after') throw lost();
    return answer;
  }
  return {
    address: bucket.address,
    head: (key, request) => through('head', () => bucket.head(key, request)),
    read: (key, request) => through('read', () => bucket.read(key, request)),
    stream: (key, request) => through('stream', () => bucket.stream(key, request)),
    put: (key, content, condition, request) => through('put', () => bucket.put(key, content, condition, request)),
    putLarge: (key, content, condition, request) => through('putLarge', () => bucket.putLarge(key, content, condition, request)),
    abandon: (token, request) => through('abandon', () => bucket.abandon(token, request)),
    delete: (key, request) => through('delete', () => bucket.delete(key, request)),
    list: async function* list(prefix, request) {
      await through('list', async () => undefined);
      yield* bucket.list(prefix, request);
    },
    children: async function* children(prefix, request) {
      await through('children', async () => undefined);
      yield* bucket.children(prefix, request);
    },
  };
}
