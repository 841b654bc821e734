import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { prepareBucketFolder } from '../../../electron/adapters/bucket-folder.ts';
import { createBucketOpener } from '../../../electron/adapters/bucket-opener-node.ts';
import { bucketKey } from '../../../electron/engine/model/bucket-key.ts';
import type { RemoteAccess } from '../../../electron/engine/model/remote-access.ts';
import type { Remote, RemoteId } from '../../../electron/engine/model/remote.ts';
import { createHastyClock } from '../../fakes/clock-hasty.ts';
import { GcsServer } from '../../fakes/gcs-server.ts';
import { createSecretsInMemory } from '../../fakes/secrets-memory.ts';
import { temporaryFolder } from '../../host/temporary-folder.ts';

const remoteAt = (address: string): Remote => ({ id: 1 as RemoteId, name: 'team', address, bucket: null });

function openerWith(access: Partial<RemoteAccess>) {
  const secrets = createSecretsInMemory();
  const kept = { current: { endpoint: null, credentials: { kind: 'none' }, bytesPerSecond: null, writable: true, seal: null, ...access } satisfies RemoteAccess as RemoteAccess };
  const clock = createHastyClock();
  return { secrets, kept, clock, opener: createBucketOpener({ clock, random: () => 0.5, secrets, accessOf: () => kept.current }) };
}

describe('Opening a remote', () => {
  test('of Cloud Storage gives the same bucket each time, which tries again what may go well', async () => {
    const server = await GcsServer.start();
    onTestFinished(() => server.stop());
    server.createBucket('team');
    const { opener } = openerWith({ endpoint: server.endpoint });
    const bucket = await opener.open(remoteAt('gs://team/strata'));
    expect(await opener.open(remoteAt('gs://team/strata'))).toBe(bucket);
    server.faults.add('any', { kind: 'status', status: 503 });
    expect(await bucket.put(bucketKey('a'), new Uint8Array([1]), { kind: 'absent' })).toMatchObject({ outcome: 'put' });
    opener.forget(1 as RemoteId);
    expect(await opener.open(remoteAt('gs://team/strata'))).not.toBe(bucket);
  });

  test('in a folder lets what is open follow another limit', async () => {
    const folder = path.join(temporaryFolder(), 'nas');
    await prepareBucketFolder(folder);
    const { opener, kept, clock } = openerWith({ bytesPerSecond: 1_000 });
    const bucket = await opener.open(remoteAt(pathToFileURL(folder).href));
    const taken = async (key: string): Promise<number> => {
      const before = clock.now();
      await bucket.put(bucketKey(key), new Uint8Array(4_000), { kind: 'absent' });
      await bucket.put(bucketKey(`${key}2`), new Uint8Array(1), { kind: 'absent' });
      return clock.now() - before;
    };
    expect(await taken('slow')).toBeGreaterThan(3_000);
    kept.current = { ...kept.current, bytesPerSecond: null };
    opener.relimit(1 as RemoteId);
    expect(await taken('fast')).toBe(0);
  });

  test('that was not reached lately is given up soon; one that was is waited for', async () => {
    const folder = path.join(temporaryFolder(), 'nas');
    await prepareBucketFolder(folder);
    const { opener, clock } = openerWith({});
    const waits: number[] = [];
    const untilGivenUp = async (): Promise<number> => {
      const before = clock.now();
      await expect(bucket.head(bucketKey('a'))).rejects.toMatchObject({ code: 'bucket.offline' });
      return clock.now() - before;
    };
    const bucket = await opener.open(remoteAt(pathToFileURL(folder).href));
    await bucket.put(bucketKey('a'), new Uint8Array([1]), { kind: 'absent' });
    renameSync(folder, `${folder}-away`);
    waits.push(await untilGivenUp());
    await new Promise<void>((resolve) => void clock.after(2_001, resolve));
    waits.push(await untilGivenUp());
    expect(waits[0]).toBeGreaterThan(20_000);
    expect(waits[1]).toBeLessThan(3_000);
    const large = { size: 1, open: async function* open() { yield new Uint8Array([1]); } };
    const before = clock.now();
    await expect(bucket.putLarge(bucketKey('b'), large, { kind: 'absent' })).rejects.toMatchObject({ code: 'bucket.offline' });
    expect(clock.now() - before).toBeGreaterThan(20_000);
    renameSync(`${folder}-away`, folder);
    expect(await bucket.head(bucketKey('a'))).not.toBeNull();
  });

  test('finds a key in the key store or in its file, and says where it is missing', async () => {
    const { opener, kept, secrets } = openerWith({ credentials: { kind: 'kept-key', name: 'remote-key:1' } });
    const open = () => opener.open(remoteAt('gs://team'));
    await expect(open()).rejects.toMatchObject({ code: 'bucket.no-credentials', message: expect.stringContaining('only the running app opens') });
    await secrets.set('remote-key:1', '{}');
    const first = await open();
    expect([first.address, await open()]).toEqual(['gs://team', first]);
    await secrets.set('remote-key:1', '{"type":"another"}');
    expect(await open()).not.toBe(first);
    await secrets.remove('remote-key:1');
    await expect(open()).rejects.toMatchObject({ code: 'bucket.no-credentials' });
    const file = path.join(temporaryFolder(), 'key.json');
    kept.current = { ...kept.current, credentials: { kind: 'key-file', path: file } };
    await expect(open()).rejects.toMatchObject({ code: 'bucket.no-credentials', message: `The key file ${file} is not there any more, or never was. Put it back, or choose another one.` });
    writeFileSync(file, 'x'.repeat(70_000));
    await expect(open()).rejects.toMatchObject({ code: 'bucket.wrong-key' });
    rmSync(file);
    mkdirSync(file);
    await expect(open()).rejects.toMatchObject({ code: 'bucket.no-credentials', message: expect.stringContaining('is a folder') });
  });
});
