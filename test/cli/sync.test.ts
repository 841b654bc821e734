import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { GcsServer } from '../fakes/gcs-server.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { createDesk } from './desk.ts';

/** Does not compress. */
const noise = Buffer.concat(Array.from({ length: 10_000 }, (_, i) => createHash('sha256').update(String(i)).digest())).subarray(0, 300_000);

/** Two people and what they share. The first has three versions of "animals". */
async function createTeam(url: string, ...more: string[]) {
  const [mira, noor] = [createDesk(), createDesk()];
  mkdirSync(mira.at('animals', 'wild'), { recursive: true });
  writeFileSync(mira.at('animals', 'cat.txt'), 'meow');
  writeFileSync(mira.at('animals', 'wild', 'noise.bin'), noise);
  await mira.done('track', 'track', 'animals');
  writeFileSync(mira.at('animals', 'dog.txt'), 'woof');
  await mira.done('snapshot', 'snapshot', 'animals', '-m', 'a dog came');
  rmSync(mira.at('animals', 'cat.txt'));
  await mira.done('snapshot', 'snapshot', 'animals');
  await mira.done('remoteAdd', 'remote', 'add', 'team', url, ...more);
  await noor.done('remoteAdd', 'remote', 'add', 'ours', url, ...more);
  return { mira, noor };
}

const filesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(folder, file), readFileSync(file, 'latin1')] as const)
      .toSorted(),
  );

const none = { versions: 0, containers: 0, refs: [] };

describe('A team that shares a folder', () => {
  test('deletes a version for everybody, and one on this computer alone', async () => {
    const { mira, noor } = await createTeam(path.join(temporaryFolder(), 'nas'));
    await mira.done('sync', 'push', 'animals');
    await noor.done('clone', 'clone', 'ours', 'animals', '--no-content');
    const removed = await mira.text('rm', 'animals:v1');
    expect(removed).toContain('With the next push it goes from "team" too, for everybody; a day later 0 B are free there.');
    expect(await mira.text('rm', '--here', 'animals:v0')).toContain('It stays in "team".');
    expect(await mira.done('sync', 'push', 'animals')).toMatchObject({ deletions: { put: ['v1'], taken: [], returned: [], artifacts: [] }, swept: { removedBytes: 0 } });
    const pulled = await noor.text('pull', 'animals');
    expect(pulled).toContain('deleted v1 here, as somebody did for everybody');
    expect((await noor.done('log', 'log', 'animals')).versions.map(({ ref }) => ref)).toEqual(['v2', 'v0']);
  });

  test('deletes an artifact for everybody, who keep what they have', async () => {
    const { mira, noor } = await createTeam(path.join(temporaryFolder(), 'nas'));
    await mira.done('sync', 'push', 'animals');
    await noor.done('clone', 'clone', 'ours', 'animals', '--no-content');
    expect(await mira.done('rm', 'rm', 'animals')).toMatchObject({ artifacts: ['animals'], bucket: { remotes: ['team'], freedBytes: 300_008 } });
    expect(await mira.done('sweep', 'remote', 'sweep', 'team')).toMatchObject({ swept: { announcedBytes: 300_008 } });
    expect((await mira.done('remotes', 'remote', 'ls')).remotes).toMatchObject([{ going: { bytes: 300_008 } }]);
    expect((await noor.refused('pull', 'animals')).slice(0, 2)).toEqual([3, 'artifact.deleted-there']);
    expect((await noor.done('log', 'log', 'animals')).versions).toHaveLength(3);
  });

  test('pushes, clones the history alone, and restores it byte for byte', async () => {
    const { mira, noor } = await createTeam(path.join(temporaryFolder(), 'nas'));
    const pushed = await mira.done('sync', 'push', 'animals');
    expect(pushed).toMatchObject({ remote: 'team', pushed: { versions: 3, refs: ['v0', 'v1', 'v2'] }, pulled: { versions: 0 }, renumbered: [], conflicts: [] });
    expect(pushed.pushed.containers).toBeGreaterThan(0);
    expect(pushed.pushed.bytes).toBeGreaterThan(300_000);
    const again = await mira.done('sync', 'push', 'animals');
    expect([again.pushed, again.pulled]).toMatchObject([none, { versions: 0 }]);
    expect(await mira.text('push', 'animals')).toBe('animals and team: nothing new on either side.\n');
    await mira.text('alias', 'add', 'animals:v0', 'first');
    await mira.text('describe', 'animals:v1', 'with a dog');
    expect(await mira.text('push', 'animals')).toBe('animals and team: put "first", put edits of v1.\n');
    expect((await mira.done('remotes', 'remote', 'ls')).remotes).toMatchObject([{ artifacts: ['animals'] }]);

    const cloned = await noor.done('clone', 'clone', 'ours', 'animals', '--no-content');
    expect(cloned).toMatchObject({ remote: 'ours', version: null, restore: null, pulled: { versions: 3, refs: ['v0', 'v1', 'v2'] }, artifact: { name: 'animals', path: null, versions: 3 } });
    expect(cloned.pulled.bytes).toBeLessThan(20_000);
    const versions = async (member: typeof mira) => (await member.done('log', 'log', 'animals')).versions.map(({ ref, digest, description, actor, createdAt }) => ({ ref, digest, description, actor, createdAt }));
    expect(await versions(noor)).toEqual(await versions(mira));
    expect((await noor.done('files', 'files', 'animals:v1')).entries.map(({ path: name, size }) => [name, size])).toEqual([['cat.txt', 4], ['dog.txt', 4], ['wild/noise.bin', 300_000]]);

    await noor.done('restore', 'restore', 'animals:v0', '--to', noor.at('out'));
    expect(filesIn(noor.at('out'))).toEqual({ 'cat.txt': 'meow', 'wild/noise.bin': noise.toString('latin1') });
    expect((await noor.done('verify', 'verify', '--deep')).findings).toEqual([]);
    expect((await mira.done('ops', 'ops', '--limit', '1')).operations).toMatchObject([{ kind: 'push', artifact: 'animals' }]);
  });

  test('clones into a folder that is tracked then; both save offline, and both versions are kept', async () => {
    const { mira, noor } = await createTeam(path.join(temporaryFolder(), 'nas'));
    await mira.done('sync', 'push', 'animals');
    const { artifact, version, restore } = await noor.done('clone', 'clone', 'ours', 'animals', 'pets');
    expect([artifact.path, version?.ref, artifact.versions, restore?.written]).toEqual([noor.at('pets'), 'v2', 3, 2]);
    expect(filesIn(noor.at('pets'))).toEqual(filesIn(mira.at('animals')));

    writeFileSync(mira.at('animals', 'mira.txt'), 'by mira');
    writeFileSync(noor.at('pets', 'noor.txt'), 'by noor');
    for (const member of [mira, noor]) expect((await member.done('snapshot', 'snapshot', 'animals')).version.ref).toBe('v3');
    expect(await mira.done('sync', 'sync', 'animals')).toMatchObject({ pushed: { versions: 1, refs: ['v3'] }, renumbered: [] });
    expect(await noor.text('sync', 'animals')).toMatch(/^animals and ours: pulled 1 version \(v3; .+\), pushed 1 version \(v4; .+\)\.\nYour v3 is v4 now: others had made v3 before\.\n$/);
    expect(await mira.done('sync', 'pull', 'animals')).toMatchObject({ pulled: { versions: 1, refs: ['v4'] }, pushed: none });
    for (const member of [mira, noor]) {
      const { versions } = await member.done('log', 'log', 'animals');
      expect(versions.map(({ ref }) => ref)).toEqual(['v4', 'v3', 'v2', 'v1', 'v0']);
      await member.done('restore', 'restore', 'animals:v3', '--to', member.at('three'));
      await member.done('restore', 'restore', 'animals:v4', '--to', member.at('four'));
      expect(Object.keys(filesIn(member.at('three')))).toEqual(['dog.txt', 'mira.txt', 'wild/noise.bin']);
      expect(Object.keys(filesIn(member.at('four')))).toEqual(['dog.txt', 'noor.txt', 'wild/noise.bin']);
    }
    expect(filesIn(mira.at('animals'))['mira.txt']).toBe('by mira');
  });

  test('tells whom an index went to, as JSON', async () => {
    const { mira, noor } = await createTeam(path.join(temporaryFolder(), 'nas'));
    await mira.done('sync', 'push', 'animals');
    await noor.done('clone', 'clone', 'ours', 'animals', 'pets');
    for (const [member, folder] of [[mira, 'animals'], [noor, 'pets']] as const) {
      writeFileSync(member.at(folder, 'new'), folder);
      await member.done('snapshot', 'snapshot', 'animals');
    }
    await mira.done('sync', 'push', 'animals');
    expect((await noor.done('sync', 'push', 'animals')).renumbered).toEqual([{ from: 'v3', to: 'v4' }]);
  });

  test('is told what stands in the way', async () => {
    const { mira, noor } = await createTeam(path.join(temporaryFolder(), 'nas'));
    expect(await noor.refused('clone', 'ours', 'animals', 'pets')).toEqual([3, 'bucket.not-found', expect.stringContaining('Nothing of Strata lies in the bucket')]);
    expect((await mira.refused('pull', 'animals')).slice(0, 2)).toEqual([4, 'artifact.not-linked']);
    await mira.done('remoteAdd', 'remote', 'add', 'other', path.join(temporaryFolder(), 'nas'));
    expect(await mira.refused('push', 'animals')).toEqual([4, 'artifact.not-linked', '"animals" belongs to no remote yet: say to which it is pushed (team, other).']);
    await mira.done('sync', 'push', 'animals', '--remote', 'team');
    expect((await mira.refused('push', 'animals', '--remote', 'other')).slice(0, 2)).toEqual([4, 'artifact.name-taken']);
    expect((await mira.refused('pull', 'animals', '--remote', 'other')).slice(0, 2)).toEqual([4, 'artifact.not-linked']);
    expect((await mira.refused('push', 'animals', '--remote', 'nobody')).slice(0, 2)).toEqual([3, 'remote.not-found']);
    expect((await noor.refused('clone', 'ours', 'plants', 'pets')).slice(0, 2)).toEqual([3, 'artifact.not-found']);
    mkdirSync(noor.at('pets'));
    writeFileSync(noor.at('pets', 'mine'), 'mine');
    expect(await noor.refused('clone', 'ours', 'animals', 'pets')).toEqual([4, 'restore.conflict', `${noor.at('pets')} is not empty. Choose an empty folder, or one that is not there yet.`]);
    expect((await noor.refused('clone', 'ours', 'animals')).slice(0, 2)).toEqual([2, 'usage']);
    await noor.done('remoteRemove', 'remote', 'rm', 'ours');
    expect(await noor.refused('push', 'pets')).toEqual([3, 'artifact.not-found', expect.any(String)]);
  });
});

describe('A team that shares a bucket of Cloud Storage', () => {
  test('pushes, clones and restores; who may only read pulls, and is told that he cannot push', async () => {
    const server = await GcsServer.start();
    onTestFinished(() => server.stop());
    server.createBucket('team');
    const { mira, noor } = await createTeam('gs://team/strata', '--endpoint', server.endpoint);
    server.faults.add('any', { kind: 'status', status: 503 });
    expect(await mira.text('push', 'animals')).toMatch(/The bucket gs:\/\/team\/strata is busy or out of order for the moment \(503\)\. It is tried again later\./);
    server.permissions.delete('storage.objects.create');
    server.permissions.delete('storage.objects.delete');
    expect((await noor.done('remoteCheck', 'remote', 'check', 'ours')).check).toMatchObject({ ok: true, writable: false });
    await noor.done('clone', 'clone', 'ours', 'animals', 'pets');
    expect(filesIn(noor.at('pets'))).toEqual(filesIn(mira.at('animals')));
    expect(await noor.done('sync', 'sync', 'animals')).toMatchObject({ pushed: none, pulled: { versions: 0 } });
    writeFileSync(noor.at('pets', 'new'), 'new');
    await noor.done('snapshot', 'snapshot', 'animals');
    expect(await noor.refused('push', 'animals')).toEqual([
      1,
      'bucket.denied',
      'The bucket gs://team/strata does not let you write to it. Ask whoever looks after it for the permission.',
    ]);
    expect((await mira.done('remotes', 'remote', 'ls')).remotes).toMatchObject([{ writable: true }]);
    await mira.text('describe', 'animals:v0', 'the first');
    expect((await mira.refused('push', 'animals')).slice(0, 2)).toEqual([1, 'bucket.denied']);
    expect((await mira.done('remotes', 'remote', 'ls')).remotes).toMatchObject([{ writable: false }]);
    expect(await mira.text('status', 'animals')).toContain('you may only pull');
    server.permissions.add('storage.objects.create');
    server.permissions.add('storage.objects.delete');
    expect((await mira.done('remoteCheck', 'remote', 'check', 'team')).check).toMatchObject({ writable: true });
    expect((await mira.done('remotes', 'remote', 'ls')).remotes).toMatchObject([{ writable: true }]);
    await mira.done('sync', 'push', 'animals');
  });
});
