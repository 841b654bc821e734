import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSystemClock } from '../../electron/adapters/clock-system.ts';
import { digestOf } from '../../electron/adapters/digester-node.ts';
import { bucketKey, type BucketKey } from '../../electron/engine/model/bucket-key.ts';
import type { Generation } from '../../electron/engine/ports/bucket.ts';
import { ChunkColumns } from '../../electron/engine/store/chunk-columns.ts';
import type { ContainerId } from '../../electron/engine/ports/container-store.ts';
import { clone } from '../../electron/engine/sync/clone.ts';
import { decodeIndexPage, encodeIndexPage, PageRefusal } from '../../electron/engine/sync/index-page.ts';
import { pull } from '../../electron/engine/sync/pull.ts';
import { push } from '../../electron/engine/sync/push.ts';
import { createBucketInMemory, type BucketInMemory } from '../fakes/bucket-memory.ts';
import { digester } from '../fakes/digester-node.ts';
import { createHastyClock } from '../fakes/clock-hasty.ts';
import { work } from './memory-world.ts';
import { begin, createClient, findings, follow, save, versionOf, type Client } from './sync-world.ts';

let bucket: BucketInMemory;
let ada: Client;
let bob: Client;

beforeEach(async () => {
  bucket = createBucketInMemory();
  ada = await createClient('ada', bucket);
  bob = await createClient('bob', bucket, { clock: createHastyClock() });
  for (let i = 0; i < 60; i++) ada.world.tree.write(`${work}/f${i}`, `contents ${i}`);
  await begin(ada);
  await push(ada.core, 'work');
});

const versionOf0 = bucketKey('artifacts/work/versions/v0.json');

function replace(key: BucketKey, bytes: Uint8Array): void {
  const lying = bucket.contents.get(key)!;
  bucket.contents.set(key, { entry: { ...lying.entry, size: bytes.length, generation: `${lying.entry.generation}t` as Generation }, bytes });
}

function rewrite(key: BucketKey, change: (document: Record<string, unknown>) => unknown): void {
  const document = JSON.parse(new TextDecoder().decode(bucket.contents.get(key)!.bytes)) as Record<string, unknown>;
  replace(key, new TextEncoder().encode(JSON.stringify(change(document) ?? document)));
}

function keysBelow(prefix: string): BucketKey[] {
  return [...bucket.contents.keys()].filter((key) => key.startsWith(prefix));
}

/** A clone is refused, and nothing of what was refused is here. */
async function refused(code = 'bucket.damaged'): Promise<void> {
  await expect(clone(bob.core, bob.remote, 'work')).rejects.toMatchObject({ code });
  const artifact = bob.core.catalog.artifactByName('work');
  if (artifact !== null) expect(bob.core.catalog.versions(artifact.id)).toEqual([]);
  expect([...bob.core.catalog.chunks()]).toEqual([]);
  expect(await findings(bob)).toEqual([]);
}

describe('a version in a bucket is refused', () => {
  const cases: readonly [string, (version: Record<string, unknown>, document: Record<string, unknown>) => unknown][] = [
    ['when it is of another index', (version) => void (version['index'] = 3)],
    ['when its sums are wrong', (version) => void (version['bytes'] = 1)],
    ['when it counts other entries', (version) => void (version['files'] = 59)],
    ['when its content is another than it says', (version) => void (version['digest'] = 'a'.repeat(64))],
    ['when its root is in no index', (version) => void (version['root'] = 'a'.repeat(64))],
    ['when its root is no digest', (version) => void (version['root'] = '../../etc/passwd')],
    ['when its metadata is not finite', (version) => void (version['metadata'] = { deep: JSON.parse('['.repeat(40) + ']'.repeat(40)) })],
    ['when a tag is none', (version) => void (version['tags'] = [''])],
    ['when its time is no number', (version) => void (version['createdAt'] = 'now')],
    ['when who pushed it is nobody', (_, document) => void (document['by'] = { actor: 'x'.repeat(2_000), client: 'c', at: 1 })],
    ['when its id is no id', (_, document) => void (document['uid'] = '../x')],
    ['when it is no document', () => []],
  ];
  for (const [when, change] of cases) {
    it(when, async () => {
      rewrite(versionOf0, (document) => change(document['version'] as Record<string, unknown>, document));
      await refused();
    });
  }

  it('when its root is a chunk of another kind', async () => {
    const data = [...ada.core.catalog.chunks()].find(({ kind }) => kind === 'data')!;
    rewrite(versionOf0, (document) => void ((document['version'] as Record<string, unknown>)['root'] = data.digest));
    await refused();
  });

  it('when a newer Strata wrote it', async () => {
    rewrite(versionOf0, (document) => ({ ...document, format: 2 }));
    await refused('bucket.newer-format');
  });

  it('when nodes of its manifest have other bytes, or are gone', async () => {
    const node = [...ada.core.catalog.chunks()].find(({ kind }) => kind === 'manifest')!;
    const place = ada.core.catalog.bucketPlaces(ada.remote, [node.digest])[0]!;
    const key = bucketKey(`containers/${place.container.slice(0, 2)}/${place.container}`);
    const bytes = bucket.contents.get(key)!.bytes.slice();
    bytes[place.frameOffset + 20] = (bytes[place.frameOffset + 20] as number) ^ 1;
    replace(key, bytes);
    await refused();
    bucket.contents.delete(key);
    await expect(pull(bob.core, 'work')).rejects.toMatchObject({ code: 'bucket.damaged' });
  });

  it('and what came before it stays, and what comes once it is mended', async () => {
    await clone(bob.core, bob.remote, 'work');
    ada.world.tree.write(`${work}/f1`, 'changed');
    await save(ada);
    await push(ada.core, 'work');
    const key = bucketKey('artifacts/work/versions/v1.json');
    const { bytes } = bucket.contents.get(key)!;
    rewrite(key, (document) => void ((document['version'] as Record<string, unknown>)['bytes'] = 0));
    await expect(pull(bob.core, 'work')).rejects.toMatchObject({ code: 'bucket.damaged' });
    expect(versionOf(bob, 'latest').index).toBe(0);
    expect(await findings(bob)).toEqual([]);
    replace(key, bytes);
    expect(await pull(bob.core, 'work')).toMatchObject({ pulled: [1] });
  });
});

describe('a bucket is refused', () => {
  it('when a newer Strata made it', async () => {
    rewrite(bucketKey('format.json'), (document) => ({ ...document, format: 9 }));
    await refused('bucket.newer-format');
    await expect(push(ada.core, 'work')).rejects.toMatchObject({ code: 'bucket.newer-format' });
  });

  it('when it is another one than before, or was emptied', async () => {
    rewrite(bucketKey('format.json'), (document) => ({ ...document, id: 'another' }));
    await expect(push(ada.core, 'work')).rejects.toMatchObject({ code: 'bucket.replaced' });
    bucket.contents.clear();
    await expect(push(ada.core, 'work')).rejects.toMatchObject({ code: 'bucket.replaced' });
    expect(bucket.contents.size).toBe(0);
  });

  it('when nothing of Strata lies there', async () => {
    bucket.contents.clear();
    await refused('bucket.not-found');
  });

  it('when another artifact has the name, here or there', async () => {
    bob.world.tree.write(`${work}/mine`, 'mine');
    await begin(bob);
    await expect(push(bob.core, 'work')).rejects.toMatchObject({ code: 'artifact.name-taken' });
    await expect(clone(bob.core, bob.remote, 'work')).rejects.toMatchObject({ code: 'artifact.name-taken' });
    await expect(clone(bob.core, bob.remote, 'other')).rejects.toMatchObject({ code: 'artifact.not-found' });
  });
});

describe('an alias in a bucket', () => {
  it('is refused when it is none, or lies where another belongs', async () => {
    const key = bucketKey(`artifacts/work/aliases/${digestOf(new TextEncoder().encode('best')).slice(0, 32)}.json`);
    const document = { format: 1, alias: 'best', index: 0, protected: true, by: { actor: 'eve', client: 'c', at: 1 }, put: 'x' };
    for (const change of [{ alias: 'v3' }, { alias: 'latest' }, { alias: 'other' }, { index: -1 }]) {
      bucket.contents.delete(key);
      await bucket.put(key, new TextEncoder().encode(JSON.stringify({ ...document, ...change })), { kind: 'absent' });
      await expect(pull(ada.core, 'work')).rejects.toMatchObject({ code: 'bucket.damaged' });
    }
    expect(versionOf(ada, 'v0').aliases).toEqual(['latest']);
  });
});

describe('a page of the index', () => {
  const container = 'ab'.repeat(16) as ContainerId;
  const chunk = fc.record({ seed: fc.nat(1_000), kind: fc.constantFrom('data' as const, 'list' as const, 'manifest' as const), frame: fc.nat(3), offset: fc.nat(5_000), length: fc.integer({ min: 1, max: 70_000 }) });

  it('comes back as it was written', () => {
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 20 }), fc.boolean(), (chunks, whole) => {
        const rows = new Map(chunks.map(({ seed, frame, ...same }) => [seed, { ...same, digest: digestOf(Uint8Array.of(seed & 255, seed >> 8)), frameOffset: 16 + 1_000 * frame, frameLength: 900 }]));
        const sealed = { id: container, size: 5_000, chunks: ChunkColumns.of(container, [...rows.values()]) };
        const page = decodeIndexPage(encodeIndexPage({ whole, containers: [sealed] }, digester), digester);
        expect(page.whole).toBe(whole);
        expect(page.containers.map(({ id, size }) => ({ id, size }))).toEqual([{ id: container, size: 5_000 }]);
        const sorted = [...sealed.chunks].toSorted((a, b) => (a.digest < b.digest ? -1 : 1));
        expect([...page.containers[0]!.chunks]).toEqual(sorted);
      }),
    );
  });

  it('is refused when any byte of it is another, or it is cut', () => {
    const rows = [1, 2, 3].map((seed) => ({ digest: digestOf(Uint8Array.of(seed)), kind: 'data' as const, frameOffset: 16, frameLength: 900, offset: seed, length: 7 }));
    const bytes = encodeIndexPage({ whole: true, containers: [{ id: container, size: 5_000, chunks: ChunkColumns.of(container, rows) }] }, digester);
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] as number) ^ 0x11;
      expect(() => decodeIndexPage(changed, digester)).toThrow(PageRefusal);
      expect(() => decodeIndexPage(bytes.slice(0, at), digester)).toThrow(PageRefusal);
    }
  });

  it('that is damaged is passed over, and what it named is told as lacking', async () => {
    const [key] = keysBelow('index/');
    replace(key!, new Uint8Array(40));
    await refused();
    const cleo = await createClient('cleo', bucket, { clock: createHastyClock() });
    await expect(clone(cleo.core, cleo.remote, 'work')).rejects.toMatchObject({ code: 'bucket.damaged' });
  });

  it('is not missed when whoever put it has a clock that is wrong by days', async () => {
    const wrong = await createClient('wrong', bucket, { clock: { ...createSystemClock(), now: () => Date.now() - 30 * 24 * 3_600_000 } });
    await clone(wrong.core, wrong.remote, 'work');
    await clone(bob.core, bob.remote, 'work');
    wrong.world.tree.write(`${work}/late`, 'late');
    await follow(wrong);
    await push(wrong.core, 'work');
    expect(await pull(bob.core, 'work')).toMatchObject({ pulled: [1] });
    expect(await pull(ada.core, 'work')).toMatchObject({ pulled: [1] });
  });
});
