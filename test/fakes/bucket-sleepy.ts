import type { Bucket } from '../../electron/engine/ports/bucket.ts';
import type { ShiftedClock } from './clock-shifted.ts';

const hour = 60 * 60_000;

/**
 * A way to a bucket of a computer that falls asleep: for so many hours before a request goes out, and for so many before its answer is seen. Time goes on for
 * everybody.
 */
export function createSleepyBucket(bucket: Bucket, clock: ShiftedClock, sleeps: () => readonly [before: number, after: number]): Bucket {
  async function through<T>(act: () => Promise<T>): Promise<T> {
    const [before, after] = sleeps();
    clock.shift += before * hour;
    const answer = await act();
    clock.shift += after * hour;
    return answer;
  }
  return {
    ...bucket,
    head: (key, request) => through(() => bucket.head(key, request)),
    read: (key, request) => through(() => bucket.read(key, request)),
    stream: (key, request) => through(() => bucket.stream(key, request)),
    put: (key, content, condition, request) => through(() => bucket.put(key, content, condition, request)),
    putLarge: (key, content, condition, request) => through(() => bucket.putLarge(key, content, condition, request)),
    delete: (key, request) => through(() => bucket.delete(key, request)),
    list: async function* list(prefix, request) {
      await through(async () => undefined);
      yield* bucket.list(prefix, request);
    },
  };
}
