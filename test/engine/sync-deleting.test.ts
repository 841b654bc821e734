import { describe, expect, it } from 'vitest';
import { createSealedBucket } from '../../electron/adapters/bucket-sealed.ts';
import { newRing } from '../../electron/adapters/seal-ring.ts';
import { deleteVersions } from '../../electron/engine/delete/delete-versions.ts';
import { findArtifact } from '../../electron/engine/find-version.ts';
import { undo } from '../../electron/engine/operations/undo.ts';
import { clone } from '../../electron/engine/sync/clone.ts';
import { pull } from '../../electron/engine/sync/pull.ts';
import { push } from '../../electron/engine/sync/push.ts';
import { linkForPush } from '../../electron/engine/sync/link-for-push.ts';
import { fetchContent } from '../../electron/engine/sync/fetch-content.ts';
import { sweepRemote } from '../../electron/engine/sync/sweep-remote.ts';
import { track } from '../../electron/engine/tracking/track.ts';
import type { Bucket } from '../../electron/engine/ports/bucket.ts';
import { describe as describeVersion, setAlias, setAliasProtected } from '../../electron/engine/versions/edit-version.ts';
import { createBucketInMemory } from '../fakes/bucket-memory.ts';
import { createUnreliableBucket } from '../fakes/bucket-unreliable.ts';
import { createShiftedClock } from '../fakes/clock-shifted.ts';
import { noise } from '../noise.ts';
import { work } from './memory-world.ts';
import { begin, contentOf, createClient, findings, follow, save, versionOf, type Client } from './sync-world.ts';

const day = 24 * 60 * 60_000;
const megabyte = 100_000; // as in the rules of versions, and a tenth of it, so that it is quick

/** Two people and a bucket, in whose time a test can go on. Cat 2 MB and dog 1 MB in v0, and rat 3 MB beside them in v1. */
async function team(over: (bucket: Bucket) => Bucket = (bucket) => bucket) {
  const clock = createShiftedClock();
  const bucket = createBucketInMemory(() => clock.now());
  const ada = await createClient('ada', over(bucket), { clock });
  const bob = await createClient('bob', over(bucket), { clock });
  write(ada, 'cat', 2);
  write(ada, 'dog', 1);
  await begin(ada);
  write(ada, 'rat', 3);
  await save(ada);
  await push(ada.core, 'work');
  await clone(bob.core, bob.remote, 'work');
  return { bucket, ada, bob, clock };
}

function write({ world }: Client, name: string, megabytes: number): void {
  world.tree.write(`${work}/${name}`, noise(megabytes * megabyte, name.charCodeAt(0)).toString('base64').slice(0, megabytes * megabyte));
}

async function remove(client: Client, references: readonly string[] | null, how: { readonly forTeam?: true; readonly deleteAliases?: boolean } = { forTeam: true }) {
  const { operations } = await deleteVersions(client.core, client.engine.live, { targets: [{ artifact: 'work', references }], deleteAliases: false, now: false, ...how });
  return operations[0]!;
}

function contentOfFile({ world }: Client, name: string): string {
  return world.tree.snapshot(work)[name] as string;
}

function bobsBucket({ core }: Client): Promise<Bucket> {
  return core.buckets.open(core.catalog.remotes()[0]!);
}

async function fetchAll(client: Client): Promise<void> {
  for (const index of indexesOf(client)) await contentOf(client, `v${index}`);
}

function bytesOf(bucket: Awaited<ReturnType<typeof team>>['bucket'], prefix = 'containers/'): number {
  return [...bucket.contents].reduce((sum, [key, { bytes }]) => sum + (key.startsWith(prefix) ? bytes.length : 0), 0);
}

function indexesOf({ core }: Client): number[] {
  return core.catalog.versions(findArtifact(core.catalog, 'work').id).map(({ index }) => index);
}

describe('a version that is deleted for everybody', () => {
  it('frees in the bucket what no other version needs, a day later', async () => {
    const { bucket, ada, bob, clock } = await team();
    const before = bytesOf(bucket);
    await remove(ada, ['v1']);
    const { deletions, swept } = await push(ada.core, 'work');
    expect(deletions.put).toEqual([1]);
    expect(swept).toMatchObject({ announcedBytes: 3 * megabyte, removedBytes: 0, containers: 0 });
    expect(bytesOf(bucket)).toBe(before);
    clock.shift += day + 60_000;
    const later = await push(ada.core, 'work');
    expect(later.swept).toMatchObject({ removedBytes: 3 * megabyte, announcedBytes: 0 });
    expect(before - bytesOf(bucket)).toBe(later.swept?.freedBytes);
    expect(later.swept?.freedBytes).toBeGreaterThan(2 * megabyte);
    expect(await push(ada.core, 'work')).toMatchObject({ swept: null });
    await pull(bob.core, 'work');
    expect(indexesOf(bob)).toEqual([0]);
    expect(Object.keys(await contentOf(bob, 'v0')).toSorted()).toEqual(['cat', 'dog']);
    const third = await createClient('cleo', bucket, { clock });
    await clone(third.core, third.remote, 'work');
    expect(indexesOf(third)).toEqual([0]);
    expect(Object.keys(await contentOf(third, 'v0')).toSorted()).toEqual(['cat', 'dog']);
    expect(await findings(third)).toEqual([]);
  });

  it('keeps what another artifact needs', async () => {
    const { ada, bob, clock } = await team();
    ada.world.tree.write('/home/me/other/rat', contentOfFile(ada, 'rat'));
    await track(ada.core, ada.engine.live, { path: '/home/me/other', name: 'other', mode: 'copy' });
    linkForPush(ada.core, 'other', { remote: null, content: null });
    await push(ada.core, 'other');
    await remove(ada, ['v1']);
    expect((await push(ada.core, 'work')).swept).toMatchObject({ announcedBytes: 0 });
    clock.shift += day + 60_000;
    expect((await push(ada.core, 'work')).swept).toMatchObject({ removedBytes: 0 });
    await clone(bob.core, bob.remote, 'other');
    const artifact = findArtifact(bob.core.catalog, 'other');
    const version = bob.core.catalog.version(artifact.id, 0)!;
    await bob.core.activities.run({ kind: 'fetch', artifact: 'other', phase: '' }, (activity) => fetchContent(bob.core, { artifact, version, paths: null }, activity));
    expect(await findings(bob)).toEqual([]);
  });

  it('is deleted at the others too, where it can be taken back for everybody', async () => {
    const { bucket, ada, bob, clock } = await team();
    await remove(ada, ['v1']);
    await push(ada.core, 'work');
    expect((await push(bob.core, 'work')).deletions).toMatchObject({ taken: [1], kept: [] });
    expect(indexesOf(bob)).toEqual([0]);
    const [deletion] = bob.core.catalog.operations({ artifact: 'work', limit: 9 }).filter(({ kind }) => kind === 'delete');
    expect(deletion?.arguments).toMatchObject({ versions: [1], by: 'ada@lab', remote: 'team' });
    await undo(bob.core, bob.engine.live, deletion!.id);
    expect(indexesOf(bob)).toEqual([1, 0]);
    expect((await push(bob.core, 'work')).deletions.withdrawn).toEqual([1]);
    expect((await push(ada.core, 'work')).deletions.revived).toEqual([1]);
    expect(indexesOf(ada)).toEqual([1, 0]);
    expect(versionOf(ada, 'latest').index).toBe(1);
    clock.shift += day + 60_000;
    await push(ada.core, 'work');
    await push(ada.core, 'work');
    expect(Object.keys(await contentOf(bob, 'v1')).toSorted()).toEqual(['cat', 'dog', 'rat']);
    expect([...bucket.contents.keys()].filter((key) => key.includes('deleted') || key === 'sweep.json')).toEqual([]);
    for (const client of [ada, bob]) expect(await findings(client)).toEqual([]);
  });

  it('comes back when its deletion is taken back before anybody heard of it, and the bucket is not asked', async () => {
    const { bucket, ada } = await team();
    const operation = await remove(ada, ['v1']);
    await undo(ada.core, ada.engine.live, operation.id);
    expect((await push(ada.core, 'work')).deletions).toEqual({ put: [], taken: [], kept: [], withdrawn: [], revived: [], refused: [] });
    expect([...bucket.contents.keys()].filter((key) => key.includes('deleted'))).toEqual([]);
  });

  it('stays in the bucket when somebody named it there meanwhile', async () => {
    const { ada, bob } = await team();
    setAlias(bob.core, { artifact: 'work', reference: 'v1' }, 'best');
    setAliasProtected(bob.core, 'work', 'best', true);
    await push(bob.core, 'work');
    await remove(ada, ['v1']);
    expect((await push(ada.core, 'work')).deletions).toMatchObject({ put: [], refused: [{ index: 1, alias: 'best' }] });
    await pull(bob.core, 'work');
    expect(indexesOf(bob)).toEqual([1, 0]);
  });

  it('stays when it was named here before anybody heard of the deletion, and comes back for everybody', async () => {
    const { ada, bob } = await team();
    await remove(ada, ['v1']);
    await push(ada.core, 'work');
    setAlias(bob.core, { artifact: 'work', reference: 'v1' }, 'best');
    expect((await pull(bob.core, 'work')).deletions).toMatchObject({ kept: [1], taken: [] });
    expect((await push(bob.core, 'work')).deletions).toMatchObject({ withdrawn: [1] });
    expect((await push(bob.core, 'work')).aliases.put).toEqual(['best']);
    expect(await push(ada.core, 'work')).toMatchObject({ deletions: { revived: [1] } });
    await push(ada.core, 'work');
    expect(versionOf(ada, 'best').index).toBe(1);
  });

  it('stays when somebody edited it since it was seen here', async () => {
    const { ada, bob } = await team();
    describeVersion(bob.core, { artifact: 'work', reference: 'v1' }, 'the one in the paper');
    await push(bob.core, 'work');
    await remove(ada, ['v1']);
    expect((await push(ada.core, 'work')).deletions).toMatchObject({ put: [], refused: [{ index: 1, alias: null }] });
  });

  it('is deleted here alone when that is asked for', async () => {
    const { bucket, ada, bob } = await team();
    await remove(ada, ['v1'], {});
    expect((await push(ada.core, 'work')).swept).toBeNull();
    await pull(bob.core, 'work');
    expect(indexesOf(bob)).toEqual([1, 0]);
    expect([...bucket.contents.keys()].filter((key) => key.includes('deleted'))).toEqual([]);
  });

  it('is told to who was away for months, and what that one saved meanwhile is not lost', async () => {
    const { ada, bob, clock } = await team();
    await remove(ada, ['v1']);
    await push(ada.core, 'work');
    clock.shift += 2 * day;
    await push(ada.core, 'work');
    clock.shift += 60 * day;
    // Bob's next version is v1's folder once more: his home remembers that the bucket has all of it.
    for (const [name, size] of [['cat', 2], ['dog', 1], ['rat', 3], ['new', 1]] as const) write(bob, name, size);
    await follow(bob);
    const { pushed, deletions } = await push(bob.core, 'work');
    expect({ pushed, taken: deletions.taken }).toEqual({ pushed: [2], taken: [1] });
    await pull(ada.core, 'work');
    expect(Object.keys(await contentOf(ada, 'v2')).toSorted()).toEqual(['cat', 'dog', 'new', 'rat']);
    const cleo = await createClient('cleo', await bobsBucket(bob), { clock });
    await clone(cleo.core, cleo.remote, 'work');
    expect(Object.keys(await contentOf(cleo, 'v2')).toSorted()).toEqual(['cat', 'dog', 'new', 'rat']);
    expect(await findings(cleo)).toEqual([]);
  });

  it('costs no request more when there is nothing to delete', async () => {
    const { ada, bucket } = await team();
    write(ada, 'new', 1);
    await save(ada);
    const requests: string[] = [];
    const counted = createUnreliableBucket(bucket, (call) => (requests.push(call), 'well'));
    await push({ ...ada.core, buckets: { open: async () => counted } }, 'work');
    expect(requests).toHaveLength(11);
  });
});

describe('an artifact that is deleted for everybody', () => {
  it('leaves nothing in the bucket, a day later, and everything at the others', async () => {
    const { bucket, ada, bob, clock } = await team();
    ada.world.tree.write('/home/me/other/x', 'another artifact');
    await track(ada.core, ada.engine.live, { path: '/home/me/other', name: 'other', mode: 'copy' });
    linkForPush(ada.core, 'other', { remote: 'team', content: null });
    await push(ada.core, 'other');
    await remove(ada, null);
    await push(ada.core, 'other');
    await expect(pull(bob.core, 'work')).rejects.toMatchObject({ code: 'artifact.deleted-there', data: { by: 'ada@lab' } });
    expect(indexesOf(bob)).toEqual([1, 0]);
    clock.shift += day + 60_000;
    expect((await push(ada.core, 'other')).swept?.removedBytes).toBe(6 * megabyte);
    expect([...bucket.contents.keys()].filter((key) => key.startsWith('artifacts/work/'))).toEqual([]);
    expect(bytesOf(bucket)).toBeLessThan(2_000);
  });

  it('leaves nothing at all but the marks of the bucket when it was the only one', async () => {
    const { bucket, ada, clock } = await team();
    await remove(ada, null);
    const remote = ada.core.catalog.remotes()[0]!;
    await sweepRemote(ada.core, remote);
    clock.shift += day + 60_000;
    await sweepRemote(ada.core, remote);
    expect([...bucket.contents.keys()].map((key) => key.replace(/era-.*/, 'era'))).toEqual(['format.json', 'index/era']);
  });

  it('leaves nothing either where names and contents are sealed', async () => {
    const ring = newRing();
    const { bucket, ada, bob, clock } = await team((plain) => createSealedBucket(plain, ring));
    await remove(ada, ['v1']);
    await push(ada.core, 'work');
    clock.shift += day + 60_000;
    expect((await push(ada.core, 'work')).swept?.removedBytes).toBe(3 * megabyte);
    await pull(bob.core, 'work');
    expect(Object.keys(await contentOf(bob, 'v0')).toSorted()).toEqual(['cat', 'dog']);
    await remove(ada, null);
    const remote = ada.core.catalog.remotes()[0]!;
    await sweepRemote(ada.core, remote);
    clock.shift += day + 60_000;
    await sweepRemote(ada.core, remote);
    expect(bucket.contents.size).toBe(2);
  });

  it('comes back for everybody when somebody pushes it again in time', async () => {
    const { ada, bob, clock } = await team();
    await fetchAll(bob);
    await remove(ada, null);
    await sweepRemote(ada.core, ada.core.catalog.remotes()[0]!);
    await expect(push(bob.core, 'work')).rejects.toMatchObject({ code: 'artifact.deleted-there' });
    linkForPush(bob.core, 'work', { remote: 'team', content: null });
    await push(bob.core, 'work');
    clock.shift += 2 * day;
    await push(bob.core, 'work');
    const cleo = await createClient('cleo', await bobsBucket(bob), { clock });
    await clone(cleo.core, cleo.remote, 'work');
    expect(Object.keys(await contentOf(cleo, 'v1')).toSorted()).toEqual(['cat', 'dog', 'rat']);
  });

  it('is a new one when it is pushed again later', async () => {
    const { ada, bob, clock } = await team();
    await fetchAll(bob);
    await remove(ada, null);
    const remote = ada.core.catalog.remotes()[0]!;
    await sweepRemote(ada.core, remote);
    clock.shift += day + 60_000;
    await sweepRemote(ada.core, remote);
    await expect(push(bob.core, 'work')).rejects.toMatchObject({ code: 'artifact.deleted-there' });
    linkForPush(bob.core, 'work', { remote: 'team', content: null });
    expect((await push(bob.core, 'work')).pushed).toEqual([0, 1]);
    const cleo = await createClient('cleo', await bobsBucket(bob), { clock });
    await clone(cleo.core, cleo.remote, 'work');
    expect(Object.keys(await contentOf(cleo, 'v1')).toSorted()).toEqual(['cat', 'dog', 'rat']);
    expect(await findings(cleo)).toEqual([]);
  });

  it('comes back for everybody when its deletion is taken back', async () => {
    const { ada, bob, clock } = await team();
    const operation = await remove(ada, null);
    const remote = ada.core.catalog.remotes()[0]!;
    await sweepRemote(ada.core, remote);
    await undo(ada.core, ada.engine.live, operation.id);
    await push(ada.core, 'work');
    clock.shift += 2 * day;
    await push(ada.core, 'work');
    await pull(bob.core, 'work');
    expect(Object.keys(await contentOf(bob, 'v1')).toSorted()).toEqual(['cat', 'dog', 'rat']);
  });
});

describe('a deletion that waits in the undo window', () => {
  it('is moved on with the versions that others have from the bucket', async () => {
    const { ada, bob } = await team();
    await fetchAll(bob);
    for (const [name, size] of [['cat', 2], ['dog', 1], ['rat', 3], ['bobs', 1]] as const) write(bob, name, size);
    await follow(bob);
    write(bob, 'more', 1);
    await save(bob);
    const operation = await remove(bob, ['v2'], {});
    write(ada, 'adas', 1);
    await save(ada);
    await push(ada.core, 'work');
    expect(await push(bob.core, 'work')).toMatchObject({ pulled: [2], pushed: [4] });
    expect(bob.core.catalog.deletions()[0]?.versions.map(({ index }) => index)).toEqual([3]);
    expect(bob.core.catalog.operation(operation.id)?.arguments).toMatchObject({ versions: [3] });
    await undo(bob.core, bob.engine.live, operation.id);
    expect(indexesOf(bob)).toEqual([4, 3, 2, 1, 0]);
    expect(Object.keys(await contentOf(bob, 'v3'))).toContain('bobs');
    expect(await findings(bob)).toEqual([]);
  });
});
