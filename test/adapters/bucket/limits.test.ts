import { beforeEach, describe, expect, it } from 'vitest';
import { contentOf } from '../../../electron/adapters/bucket-bytes.ts';
import { createThrottledBucket } from '../../../electron/adapters/bucket-throttled.ts';
import { createRateLimit, type RateLimit } from '../../../electron/adapters/rate-limit.ts';
import { bucketKey } from '../../../electron/engine/model/bucket-key.ts';
import { createBucketInMemory } from '../../fakes/bucket-memory.ts';
import { createHandClock, type HandClock } from '../../fakes/clock-memory.ts';

const never = undefined;
/** Lets everything happen that waits for nothing but its turn. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
};

describe('a limit of bytes per second', () => {
  let clock: HandClock;
  let passed: string[];
  const take = (limit: RateLimit, bytes: number, name: string): void => void limit.take(bytes, never).then(() => passed.push(name));

  beforeEach(() => {
    clock = createHandClock();
    passed = [];
  });

  it('lets pass in turn, as fast as it says', async () => {
    const limit = createRateLimit(clock, 1_000);
    for (const name of ['a', 'b', 'c']) take(limit, 1_000, name);
    await settle();
    expect(passed).toEqual(['a']);
    clock.advance(990);
    await settle();
    expect(passed).toEqual(['a']);
    clock.advance(10);
    await settle();
    expect(passed).toEqual(['a', 'b']);
    clock.advance(1_000);
    await settle();
    expect(passed).toEqual(['a', 'b', 'c']);
  });

  it('stops nobody when there is none', async () => {
    const limit = createRateLimit(clock, null);
    for (let i = 0; i < 100; i++) take(limit, 1_000_000_000, `${i}`);
    await settle();
    expect(passed).toHaveLength(100);
    expect(clock.waiting).toBe(0);
  });

  it('can be changed while somebody waits', async () => {
    const limit = createRateLimit(clock, 10);
    for (const name of ['a', 'b', 'c', 'd']) take(limit, 10_000, name);
    await settle();
    clock.advance(10_000);
    limit.bytesPerSecond = 10_000;
    clock.advance(1_000);
    await settle();
    expect(passed).toEqual(['a', 'b']);
    limit.bytesPerSecond = null;
    await settle();
    expect(passed).toEqual(['a', 'b', 'c', 'd']);
  });

  it('does not save up what was not used', async () => {
    const limit = createRateLimit(clock, 1_000);
    clock.advance(3_600_000);
    for (const name of ['a', 'b', 'c']) take(limit, 1_000, name);
    await settle();
    expect(passed).toEqual(['a']);
    clock.advance(750);
    await settle();
    expect(passed).toEqual(['a', 'b']);
  });

  it('lets whoever gives up go, and nobody pays for him', async () => {
    const limit = createRateLimit(clock, 1_000);
    const controller = new AbortController();
    take(limit, 1_000, 'a');
    const leaving = limit.take(50_000, controller.signal);
    leaving.catch(() => undefined);
    take(limit, 1_000, 'b');
    controller.abort(new Error('enough'));
    await expect(leaving).rejects.toThrow('enough');
    clock.advance(1_000);
    await settle();
    expect(passed).toEqual(['a', 'b']);
  });
});

describe('a limited bucket', () => {
  it('slows what is sent and what is read, over all calls together, and not what is digested here', async () => {
    const clock = createHandClock();
    const limits = { up: createRateLimit(clock, 100_000), down: createRateLimit(clock, 100_000) };
    const bucket = createThrottledBucket(createBucketInMemory(), limits);
    const began = clock.now();
    /** Moves the clock only when everybody waits for it. */
    const timed = async (work: Promise<unknown>): Promise<number> => {
      const start = clock.now();
      let over = false;
      void work.finally(() => (over = true));
      while (!over) {
        await settle();
        if (!over) clock.advance(10);
      }
      await work;
      return (clock.now() - start) / 1000;
    };
    const content = new Uint8Array(500_000);
    const put = (name: string): Promise<unknown> => bucket.putLarge(bucketKey(name), contentOf(content), { kind: 'absent' });
    expect(await timed(Promise.all([put('a'), put('b')]))).toBeGreaterThan(9);
    const read = (name: string): Promise<unknown> => bucket.read(bucketKey(name), { limit: 500_000 });
    expect(await timed(Promise.all([read('a'), read('b')]))).toBeGreaterThan(9);
    expect((clock.now() - began) / 1000).toBeLessThan(22);
    const proof = timed((async () => {
      const seen: string[] = [];
      const spied = createThrottledBucket({ ...createBucketInMemory(), putLarge: async (_, given) => {
        for await (const piece of given.open(0, 'prove')) seen.push(String(piece.length));
        return { outcome: 'refused', present: null };
      } }, limits); // prettier-ignore
      await spied.putLarge(bucketKey('c'), contentOf(content), { kind: 'absent' });
      expect(seen).toEqual(['500000']);
    })());
    expect(await proof).toBe(0);
  });
});
