import { describe, expect, it } from 'vitest';
import { deleteVersions } from '../../electron/engine/delete/delete-versions.ts';
import { containerKey } from '../../electron/engine/sync/bucket-keys.ts';
import { clone } from '../../electron/engine/sync/clone.ts';
import { giveUpTransfers } from '../../electron/engine/sync/give-up-transfers.ts';
import { push } from '../../electron/engine/sync/push.ts';
import { pull } from '../../electron/engine/sync/pull.ts';
import type { Bucket, ContentPurpose } from '../../electron/engine/ports/bucket.ts';
import { createBucketInMemory } from '../fakes/bucket-memory.ts';
import { createUnreliableBucket } from '../fakes/bucket-unreliable.ts';
import { work } from './memory-world.ts';
import { begin, contentOf, createClient, findings, save, versionOf, type Client } from './sync-world.ts';

/** A bucket that counts what is asked of it and what is sent to it. */
function counting(bucket: Bucket): { readonly bucket: Bucket; readonly calls: string[]; sent: number; readonly cutAt: (bytes: number | null) => void } {
  let left: number | null = null;
  const counter = {
    calls: [] as string[],
    sent: 0,
    cutAt: (bytes: number | null) => void (left = bytes),
    bucket: createUnreliableBucket(
      {
        ...bucket,
        put: (key, content, condition, request) => {
          counter.sent += content.length;
          return bucket.put(key, content, condition, request);
        },
        putLarge: (key, content, condition, request) => {
          async function* open(offset: number, purpose: ContentPurpose): AsyncGenerator<Uint8Array> {
            for await (const piece of content.open(offset, purpose)) {
              for (let at = 0; at < piece.length; at += 65_536) {
                const part = piece.subarray(at, at + 65_536);
                if (left !== null && (left -= part.length) < 0) throw new Error('the cable was pulled');
                counter.sent += part.length;
                yield part;
              }
            }
          }
          return bucket.putLarge(key, { size: content.size, open }, condition, request);
        },
      },
      (call) => {
        counter.calls.push(call);
        return 'well';
      },
    ),
  };
  return counter;
}

async function pushed(client: Client): Promise<unknown> {
  return push(client.core, 'work').then(
    () => null,
    (error: unknown) => error,
  );
}

describe('a push that broke off', () => {
  it('goes on where it was, after a restart too, and sends nothing twice', async () => {
    const bucket = createBucketInMemory();
    const way = counting(bucket);
    const ada = await createClient('ada', way.bucket);
    for (let i = 0; i < 8; i++) ada.world.tree.write(`${work}/f${i}`, String(i).repeat(200_000));
    await begin(ada);
    for (let cut = 0; cut < 5; cut++) {
      way.cutAt(300_000);
      expect(await pushed(ada)).toMatchObject({ message: 'the cable was pulled' });
      await ada.restart();
      const open = [...bucket.contents.keys()].filter((key) => key.startsWith('index/') || key.includes('/versions/'));
      expect(open).toEqual([]);
    }
    way.cutAt(null);
    expect(await pushed(ada)).toBeNull();
    expect(bucket.unfinished.size).toBe(0);
    expect(way.sent).toBeLessThan(1_600_000 * 1.05);
    const bob = await createClient('bob', bucket);
    await clone(bob.core, bob.remote, 'work');
    expect(await contentOf(bob, 'v0')).toMatchObject({ f3: '3'.repeat(200_000) });
  });

  it('gives up what it had begun for versions that are gone by then', async () => {
    const bucket = createBucketInMemory();
    const way = counting(bucket);
    const ada = await createClient('ada', way.bucket);
    ada.world.tree.write(`${work}/f`, 'small');
    await begin(ada);
    await push(ada.core, 'work');
    ada.world.tree.write(`${work}/f`, 'x'.repeat(250_000));
    await save(ada);
    way.cutAt(100_000);
    await pushed(ada);
    expect(ada.outgoing.list()).not.toEqual([]);
    way.cutAt(null);
    await deleteVersions(ada.core, ada.engine.live, { targets: [{ artifact: 'work', references: ['v1'] }], deleteAliases: false, now: true });
    ada.world.tree.write(`${work}/f`, 'other');
    await save(ada);
    expect(await push(ada.core, 'work')).toMatchObject({ pushed: [2] });
    expect(ada.outgoing.list()).toEqual([]);
    expect(bucket.unfinished.size).toBe(0);
    expect(ada.core.catalog.transfers(ada.remote)).toEqual([]);
  });

  it('is given up when its remote is removed: its packs go from this disk, and the bucket forgets what came', async () => {
    const bucket = createBucketInMemory();
    const way = counting(bucket);
    const ada = await createClient('ada', way.bucket);
    ada.world.tree.write(`${work}/f`, 'x'.repeat(250_000));
    await begin(ada);
    way.cutAt(100_000);
    await pushed(ada);
    expect(bucket.unfinished.size).toBe(1);
    await giveUpTransfers(ada.core, ada.core.catalog.remote(ada.remote)!);
    expect(bucket.unfinished.size).toBe(0);
    expect(ada.outgoing.list()).toEqual([]);
    expect(ada.core.catalog.transfers(ada.remote)).toEqual([]);
  });

  it('can be cancelled at any call, and leaves nothing wrong', async () => {
    for (let call = 1; call < 40; call++) {
      const bucket = createBucketInMemory();
      let calls = 0;
      const holder: { ada: Client | null } = { ada: null };
      const way = createUnreliableBucket(bucket, () => {
        if (++calls === call) holder.ada?.core.activities.cancelAll();
        return 'well';
      });
      const ada = await createClient('ada', way);
      holder.ada = ada;
      ada.world.tree.write(`${work}/a`, 'a');
      await begin(ada);
      const error = await pushed(ada);
      if (error === null && calls < call) break;
      if (error !== null) expect(error).toMatchObject({ code: 'operation.cancelled' });
      calls = 1_000;
      expect(await pushed(ada)).toBeNull();
      const bob = await createClient('bob', bucket);
      await clone(bob.core, bob.remote, 'work');
      expect(await contentOf(bob, 'v0')).toEqual({ a: 'a' });
      expect(await findings(ada)).toEqual([]);
    }
  });
});

describe('what a push costs', () => {
  it('is few requests and few bytes when one file of many changed', async () => {
    const way = counting(createBucketInMemory());
    const ada = await createClient('ada', way.bucket);
    for (let i = 0; i < 2_000; i++) ada.world.tree.write(`${work}/d${i % 40}/f${i}`, `content ${i}`);
    await begin(ada);
    await push(ada.core, 'work');
    ada.world.tree.write(`${work}/d3/f3`, 'changed');
    await save(ada);
    way.calls.length = 0;
    way.sent = 0;
    await push(ada.core, 'work');
    expect(way.calls.length).toBeLessThanOrEqual(12);
    expect(way.sent).toBeLessThan(40_000);
    way.calls.length = 0;
    await pull(ada.core, 'work');
    expect(way.calls.length).toBeLessThanOrEqual(6);
  });
});

describe('contents that are fetched', () => {
  async function clonedBy(tamper: (bucket: ReturnType<typeof createBucketInMemory>, ada: Client) => void) {
    const bucket = createBucketInMemory();
    const ada = await createClient('ada', bucket);
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) ada.world.tree.write(`${work}/${name}`, `contents of ${name}`);
    await begin(ada);
    await push(ada.core, 'work');
    const bob = await createClient('bob', bucket);
    await clone(bob.core, bob.remote, 'work');
    tamper(bucket, ada);
    return { bucket, ada, bob };
  }

  it('are told when the bucket has other bytes: which paths of which version; all others come', async () => {
    const { bob } = await clonedBy((bucket, ada) => {
      const { digest } = [...ada.core.catalog.chunks()].find(({ kind, length }) => kind === 'data' && length === 'contents of b'.length)!;
      const place = ada.core.catalog.bucketPlaces(ada.remote, [digest])[0]!;
      const bytes = bucket.contents.get(containerKey(place.container))!.bytes;
      bytes[place.frameOffset + 1 + place.offset] = 0;
    });
    const error = await contentOf(bob, 'v0').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'bucket.wrong-bytes', data: { version: 'work:v0', chunks: 1 } });
    expect((error as { data: { paths: string[] } }).data.paths).toHaveLength(1);
    expect([...bob.core.catalog.chunks()].filter(({ kind, location }) => kind === 'data' && location === null)).toHaveLength(1);
  });

  it('are told when their container is gone', async () => {
    const { bob } = await clonedBy((bucket) => {
      for (const key of bucket.contents.keys()) if (key.startsWith('containers/')) bucket.contents.delete(key);
    });
    await expect(contentOf(bob, 'v0')).rejects.toMatchObject({ code: 'bucket.wrong-bytes', data: { chunks: 6 } });
  });

  it('need no bucket when everything is here', async () => {
    const { ada } = await clonedBy((bucket) => bucket.contents.clear());
    expect(await contentOf(ada, 'v0')).toMatchObject({ a: 'contents of a' });
    expect(versionOf(ada, 'v0').index).toBe(0);
  });
});
