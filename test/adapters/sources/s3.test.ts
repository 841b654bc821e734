import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReferenceSource } from '../../../electron/engine/ports/reference-source.ts';
import { S3Refusal } from '../../fakes/s3-objects.ts';
import { S3Server } from '../../fakes/s3-server.ts';
import { failureOf, listAll, openSource, readAll } from './reading.ts';

const keys = { AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: 'hunter2' };

describe('a reference into a bucket of S3', () => {
  let server: S3Server;
  const open = (environment: Record<string, string> = keys): ReferenceSource => openSource({ environment: { AWS_ENDPOINT_URL_S3: server.endpoint, ...environment } });
  const look = async (source: ReferenceSource, uri = 's3://team/animals'): Promise<unknown> => failureOf(listAll(source, uri));

  beforeEach(async () => {
    server = await S3Server.start();
    server.accounts.push({ accessKeyId: 'AKIATEST', secretAccessKey: 'hunter2' });
  });
  afterEach(async () => server.stop());

  it('is signed for the region that the bucket tells, which is asked for once', async () => {
    server.createBucket('team', { region: 'ap-southeast-2' }).put('animals/cat', Buffer.from('meow'));
    const source = open();
    expect(await listAll(source, 's3://team/animals')).toHaveLength(1);
    const before = server.seen.length;
    expect((await readAll(source, 's3://team/animals/cat')).toString()).toBe('meow');
    expect(server.seen.length).toBe(before + 1);
    expect(server.seen.at(-1)?.headers.authorization).toContain('/ap-southeast-2/s3/aws4_request');
  });

  it('is read by everybody from a public bucket', async () => {
    server.accounts.length = 0;
    server.createBucket('team').put('animals/cat', Buffer.from('meow'));
    expect((await readAll(open({}), 's3://team/animals/cat')).toString()).toBe('meow');
    expect(server.seen.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  it('that is refused says why, and never with a key', async () => {
    server.createBucket('team').put('animals/cat', Buffer.from('meow'));
    const told = [
      [open({}), 'lets nobody in without keys'],
      [open({ ...keys, AWS_ACCESS_KEY_ID: 'AKIAOTHER' }), 'does not accept the keys'],
      [open({ ...keys, AWS_SECRET_ACCESS_KEY: 'hunter3' }), 'does not accept the keys'],
    ] as const;
    for (const [source, words] of told) expect(await look(source)).toMatchObject({ code: 'reference.denied', message: expect.stringContaining(words) as string });
    server.permissions.delete('list');
    server.permissions.delete('versions');
    const failure = await failureOf(listAll(open(), 's3://team/animals'));
    expect(failure).toMatchObject({ code: 'reference.denied' });
    expect(JSON.stringify([failure.message, failure.data])).not.toMatch(/hunter|AKIA/);
    server.skew = 3_600_000;
    expect(await look(open())).toMatchObject({ code: 'reference.denied', message: expect.stringContaining('clock') as string });
  });

  it('to a bucket that is not there is missing, and is never taken for a missing object', async () => {
    expect(await look(open(), 's3://nowhere')).toMatchObject({ code: 'reference.missing' });
    expect(await failureOf(open().stat('s3://nowhere/cat', { permitted: [] }))).toMatchObject({ code: 'reference.missing' });
  });

  it('lists what is there now also where versions are not told', async () => {
    server.pageSize = 3;
    const bucket = server.createBucket('team', { versioning: true });
    for (let i = 0; i < 10; i++) bucket.put(`animals/${i}`, Buffer.from('x'));
    bucket.put('animals/3', Buffer.from('newer'));
    bucket.delete('animals/4');
    const withVersions = await listAll(open(), 's3://team/animals');
    server.permissions.delete('versions');
    const without = await listAll(open(), 's3://team/animals');
    for (const found of [withVersions, without]) expect(found.map(({ name, size }) => `${name}:${size}`)).toEqual(['0:1', '1:1', '2:1', '3:5', '5:1', '6:1', '7:1', '8:1', '9:1']);
    expect(withVersions.every(({ identity }) => identity['versionId'] !== undefined)).toBe(true);
    expect(without.every(({ identity }) => identity['versionId'] === undefined && identity['etag'] !== undefined)).toBe(true);
  });

  it('never takes half a list for a whole one', async () => {
    server.pageSize = 3;
    const bucket = server.createBucket('team');
    for (let i = 0; i < 10; i++) bucket.put(`animals/${i}`, Buffer.from('x'));
    for (const at of [100, 200, 300, 400, 500]) {
      server.cutsPagesAt = at;
      expect(await look(open())).toMatchObject({ code: 'reference.offline' });
    }
    server.cutsPagesAt = Infinity;
    server.losesMarkers = true;
    expect(await look(open())).toMatchObject({ code: 'reference.offline', message: expect.stringContaining('broke off') as string });
  });

  it('comes through a service that asks for patience', async () => {
    server.createBucket('team').put('animals/cat', Buffer.from('meow'));
    const busy = (): S3Refusal => new S3Refusal(503, 'SlowDown');
    server.refusals.push(busy(), busy(), busy());
    expect(await listAll(open(), 's3://team/animals')).toHaveLength(1);
    server.refusals.push(busy(), busy());
    expect((await readAll(open(), 's3://team/animals/cat')).toString()).toBe('meow');
    server.refusals.push(...Array.from({ length: 12 }, busy));
    expect(await look(open())).toMatchObject({ code: 'reference.unavailable' });
  });

  it('knows a recorded version that a rule of the bucket has taken away', async () => {
    const bucket = server.createBucket('team', { versioning: true });
    bucket.put('cat', Buffer.from('meow'));
    const source = open();
    const { present } = await source.stat('s3://team/cat', { permitted: [] });
    const recorded = present as NonNullable<typeof present>;
    bucket.put('cat', Buffer.from('purr'));
    expect((await readAll(source, 's3://team/cat', recorded)).toString()).toBe('meow');
    bucket.expire('cat');
    expect(await source.stat('s3://team/cat', { permitted: [], identity: recorded.identity })).toMatchObject({ present: { size: 4 }, isKept: false });
    expect(await failureOf(readAll(source, 's3://team/cat', recorded))).toMatchObject({ code: 'reference.changed' });
    bucket.put('cat', Buffer.from('meow'));
    expect(await failureOf(readAll(source, 's3://team/cat', { ...recorded, range: { offset: 9, length: 1 } }))).toMatchObject({ code: 'reference.changed' });
  });

  it('reads what was put in several parts, whose ETag is no digest', async () => {
    server.createBucket('team').put('big', Buffer.alloc(100_000, 'x'), { parts: 3 });
    const source = open();
    const { present } = await source.stat('s3://team/big', { permitted: [] });
    expect(present?.identity).toEqual({ etag: expect.stringMatching(/-3"$/) as string });
    expect(await readAll(source, 's3://team/big', present as NonNullable<typeof present>)).toHaveLength(100_000);
  });

  it('with a name that no address can have is told, not confused with another', async () => {
    server.createBucket('team').put('a/../b', Buffer.from('x'));
    expect((await listAll(open(), 's3://team')).map(({ uri }) => uri)).toEqual(['s3://team/a/../b']);
    expect(await failureOf(readAll(open(), 's3://team/a/../b'))).toMatchObject({ code: 'reference.unsupported' });
    expect(server.seen.some(({ path }) => path === '/team/b')).toBe(false);
  });
});
