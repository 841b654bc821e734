import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReferenceSource } from '../../../electron/engine/ports/reference-source.ts';
import { GcsServer } from '../../fakes/gcs-server.ts';
import { failureOf, listAll, openSource, readAll } from './reading.ts';

describe('a reference into a bucket of Cloud Storage', () => {
  let server: GcsServer;
  let source: ReferenceSource;
  const nothing = new URLSearchParams();

  beforeEach(async () => {
    server = await GcsServer.start();
    source = openSource({ gcs: { endpoint: server.endpoint, credentials: { kind: 'anonymous' } }, silence: 300 });
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await server.stop();
  });

  it('has generation and sums for its identity', async () => {
    const objects = server.createBucket('team');
    const { generation } = objects.put(nothing, 'animals/cat', Buffer.from('meow'), {});
    const [found] = await listAll(source, 'gs://team/animals');
    // The sums of "meow", by other tools.
    const identity = { generation: String(generation), md5: '4a4be40c96ac6314e91d93f38043a634', crc32c: 'bbceaab2' };
    expect(found).toEqual({ uri: 'gs://team/animals/cat', name: 'cat', size: 4, identity });
    expect((await readAll(source, 'gs://team/animals/cat', { identity: { crc32c: String(found?.identity['crc32c']) }, size: 4 })).toString()).toBe('meow');
  });

  it('comes as it is stored, also when it is stored compressed', async () => {
    const stored = gzipSync('meow '.repeat(1_000));
    server.createBucket('team').put(nothing, 'cats', stored, { contentEncoding: 'gzip' });
    const { present } = await source.stat('gs://team/cats', { permitted: [] });
    const recorded = present as NonNullable<typeof present>;
    expect(recorded.size).toBe(stored.length);
    expect((await readAll(source, 'gs://team/cats', recorded)).equals(stored)).toBe(true);
    expect((await readAll(source, 'gs://team/cats', { ...recorded, range: { offset: 5, length: 10 } })).equals(stored.subarray(5, 15))).toBe(true);
  });

  it('composed of others has no MD5 and is proven all the same', async () => {
    const objects = server.createBucket('team');
    objects.put(nothing, 'a', Buffer.from('me'), {});
    objects.put(nothing, 'b', Buffer.from('ow'), {});
    objects.compose(nothing, 'cat', [{ name: 'a' }, { name: 'b' }], {});
    const { present } = await source.stat('gs://team/cat', { permitted: [] });
    expect(present?.identity['md5']).toBeUndefined();
    expect((await readAll(source, 'gs://team/cat', present as NonNullable<typeof present>)).toString()).toBe('meow');
    server.faults.add('read', { kind: 'wrong-bytes' });
    expect(await failureOf(readAll(source, 'gs://team/cat', present as NonNullable<typeof present>))).toMatchObject({ code: 'reference.changed' });
  });

  it('goes on where the connection broke, within its generation', async () => {
    const objects = server.createBucket('team', { versioning: true });
    const content = Buffer.from(Array.from({ length: 50_000 }, (_, i) => `line ${i}\n`).join(''));
    objects.put(nothing, 'long', content, {});
    const { present } = await source.stat('gs://team/long', { permitted: [] });
    server.faults.add('read', { kind: 'cut-body' }, { times: 3 });
    objects.put(nothing, 'long', Buffer.alloc(content.length, 'x'), {});
    expect((await readAll(source, 'gs://team/long', present as NonNullable<typeof present>)).equals(content)).toBe(true);
    expect(server.seen.filter(({ operation }) => operation === 'read').length).toBeGreaterThan(1);
  });

  it('is asked again, page by page, over a bad network', async () => {
    const small = openSource({ gcs: { endpoint: server.endpoint, credentials: { kind: 'anonymous' }, pageSize: 5 }, silence: 300 });
    const objects = server.createBucket('team');
    for (let i = 10; i < 40; i++) objects.put(nothing, `animals/${i}`, Buffer.from('x'), {});
    server.faults.add('list', { kind: 'reset' }, { skip: 2 });
    server.faults.add('list', { kind: 'status', status: 503 }, { skip: 3, times: 2 });
    expect((await listAll(small, 'gs://team/animals')).map(({ name }) => name)).toEqual(Array.from({ length: 30 }, (_, i) => String(i + 10)));
    server.faults.add('list', { kind: 'status', status: 503 }, { skip: 2, times: 99 });
    expect(await failureOf(listAll(small, 'gs://team/animals'))).toMatchObject({ code: 'reference.unavailable' });
  });

  it('is read by nobody in particular where there are no credentials', async () => {
    vi.stubEnv('HOME', '/nonexistent');
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '');
    vi.stubEnv('METADATA_SERVER_DETECTION', 'none');
    server.createBucket('team').put(nothing, 'cat', Buffer.from('meow'), {});
    const withoutKeys = openSource({ gcs: { endpoint: server.endpoint } });
    expect((await readAll(withoutKeys, 'gs://team/cat')).toString()).toBe('meow');
    expect(await listAll(withoutKeys, 'gs://team')).toHaveLength(1);
  });

  it('goes to an emulator that the environment names', async () => {
    server.createBucket('team').put(nothing, 'cat', Buffer.from('meow'), {});
    const emulated = openSource({ environment: { STORAGE_EMULATOR_HOST: server.endpoint.replace('http://', '') } });
    expect((await readAll(emulated, 'gs://team/cat')).toString()).toBe('meow');
  });

  it('that is refused says why', async () => {
    server.createBucket('team').put(nothing, 'cat', Buffer.from('meow'), {});
    expect(await failureOf(listAll(source, 'gs://nowhere'))).toMatchObject({ code: 'reference.missing' });
    server.permissions.delete('storage.objects.get');
    expect(await failureOf(source.stat('gs://team/cat', { permitted: [] }))).toMatchObject({ code: 'reference.denied' });
    expect(await failureOf(readAll(source, 'gs://team/cat'))).toMatchObject({ code: 'reference.denied' });
    server.permissions.delete('storage.objects.list');
    expect(await failureOf(listAll(source, 'gs://team'))).toMatchObject({ code: 'reference.denied' });
  });
});
