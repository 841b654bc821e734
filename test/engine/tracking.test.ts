import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openGround } from './ground.ts';

const animals = { 'cat.txt': 'meow', sub: { 'dog.txt': 'woof' } };

test('tracking a folder stores its baseline as v0, with latest on it', async () => {
  const { client, work } = await openGround({ tree: animals });
  const { artifact, version } = await client.invoke('artifact.track', { path: work, name: 'animals' });
  expect(artifact).toMatchObject({ name: 'animals', type: 'dataset', mode: 'copy', path: work, versions: 1 });
  expect(version).toMatchObject({ ref: 'v0', files: 2, bytes: 8, addedBytes: 8, origin: 'baseline', aliases: ['latest'] });
});

test('without a name the folder lends its own, and a number is added when another folder has it', async () => {
  const { client, work } = await openGround({ tree: { one: { data: { a: '1' } }, two: { data: { a: '2' } } } });
  const first = await client.invoke('artifact.track', { path: path.join(work, 'one/data') });
  const second = await client.invoke('artifact.track', { path: path.join(work, 'two/data') });
  expect([first.artifact.name, second.artifact.name]).toEqual(['data', 'data-2']);
});

test('folders that are tracked at the same moment see each other', async () => {
  const { client, work } = await openGround({ tree: { one: { data: { a: '1', in: { b: '' } } }, two: { data: { a: '2' } } } });
  const folders = ['one/data', 'two/data', 'one/data/in'];
  const outcomes = await Promise.allSettled(folders.map((folder) => client.invoke('artifact.track', { path: path.join(work, folder) })));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect((await client.invoke('artifact.list', {})).artifacts.map(({ name }) => name).toSorted()).toEqual(['data', 'data-2']);
});

test.each([
  ['a path that is gone', 'missing', 'folder.not-found'],
  ['a file', 'cat.txt', 'folder.not-a-directory'],
])('%s is refused with a clear sentence, and nothing stays', async (_, name, code) => {
  const { client, work } = await openGround({ tree: animals });
  await expect(client.invoke('artifact.track', { path: path.join(work, name) })).rejects.toMatchObject({ code });
  expect((await client.invoke('artifact.list', {})).artifacts).toEqual([]);
});

test('a folder inside a tracked one, or around it, is refused and names the artifact', async () => {
  const { client, work } = await openGround({ tree: { inner: { deep: { a: '1' } } } });
  await client.invoke('artifact.track', { path: path.join(work, 'inner'), name: 'mine' });
  for (const other of [path.join(work, 'inner/deep'), work, path.join(work, 'inner')]) {
    await expect(client.invoke('artifact.track', { path: other })).rejects.toMatchObject({
      code: 'folder.overlaps',
      data: { artifact: 'mine' },
    });
  }
});

test('the home of Strata and whatever holds it are refused', async () => {
  const { client, home } = await openGround();
  for (const folder of [home, path.dirname(home), path.join(home, 'containers')]) {
    await expect(client.invoke('artifact.track', { path: folder })).rejects.toMatchObject({ code: 'folder.is-home' });
  }
});

test('a folder that cannot be read is refused', { skip: process.getuid?.() === 0 }, async () => {
  const { client, work } = await openGround({ tree: { closed: {} } });
  chmodSync(path.join(work, 'closed'), 0o000);
  await expect(client.invoke('artifact.track', { path: path.join(work, 'closed') })).rejects.toMatchObject({ code: 'folder.unreadable' });
});

test('a name that is taken, and one that cannot be a name, are refused', async () => {
  const { client, work } = await openGround({ tree: { a: { f: '1' }, b: { f: '2' } } });
  await client.invoke('artifact.track', { path: path.join(work, 'a'), name: 'mine' });
  await expect(client.invoke('artifact.track', { path: path.join(work, 'b'), name: 'mine' })).rejects.toMatchObject({ code: 'artifact.name-taken' });
  await expect(client.invoke('artifact.track', { path: path.join(work, 'b'), name: 'a/b' })).rejects.toMatchObject({ code: 'artifact.name-invalid' });
  await expect(client.invoke('artifact.track', { path: path.join(work, 'b'), name: 'Mine' })).rejects.toMatchObject({ code: 'artifact.name-taken' });
});

test('a cancelled baseline leaves nothing: no artifact, no container, no record', async () => {
  const { client, work, home } = await openGround();
  for (let i = 0; i < 300; i++) writeFileSync(path.join(work, `f${i}`), Buffer.alloc(200_000, i));
  client.subscribe((event) => {
    if (event.kind === 'activity.progressed') void client.invoke('activity.cancel', { activity: event.activity.id });
  });
  await expect(client.invoke('artifact.track', { path: work, name: 'big' })).rejects.toMatchObject({ code: 'operation.cancelled' });
  expect((await client.invoke('artifact.list', {})).artifacts).toEqual([]);
  expect((await client.invoke('store.usage', {})).storeBytes).toBe(0);
  expect(existsSync(path.join(home, 'versions/big'))).toBe(false);
});

test('untracking keeps the versions; tracking the folder again under its name goes on with the next index', async () => {
  const { client, work } = await openGround({ tree: animals });
  await client.invoke('artifact.track', { path: work, name: 'animals' });
  await client.invoke('artifact.untrack', { artifact: 'animals' });
  await expect(client.invoke('artifact.snapshot', { artifact: 'animals' })).rejects.toMatchObject({ code: 'artifact.not-tracked' });
  rmSync(path.join(work, 'cat.txt'));
  const again = await client.invoke('artifact.track', { path: work, name: 'animals' });
  expect(again).toMatchObject({ again: true, created: true, artifact: { versions: 2, path: work } });
  expect(again.version).toMatchObject({ ref: 'v1', origin: 'rescan', files: 1, changes: { added: 0, modified: 0, removed: 1 } });
});

test('tracking an unchanged folder again makes no version and keeps what was set', async () => {
  const { client, work, restart } = await openGround({ tree: animals });
  await client.invoke('artifact.track', { path: work, name: 'animals', mode: 'reference', type: 'model', quietWindowMs: 5_000 });
  await client.invoke('artifact.untrack', { artifact: 'animals' });
  await restart();
  const again = await client.invoke('artifact.track', { path: work, name: 'animals' });
  expect(again).toMatchObject({ again: true, created: false, version: { ref: 'v0', origin: 'baseline' } });
  expect(again.artifact).toMatchObject({ mode: 'reference', type: 'model', quietWindowMs: 5_000, versions: 1 });
});

test('an artifact can go on with its folder where it was moved to', async () => {
  const { client, work } = await openGround({ tree: { old: animals } });
  await client.invoke('artifact.track', { path: path.join(work, 'old'), name: 'animals' });
  await client.invoke('artifact.untrack', { artifact: 'animals' });
  renameSync(path.join(work, 'old'), path.join(work, 'new'));
  expect(await client.invoke('artifact.inspect', { path: path.join(work, 'new'), artifact: 'animals' })).toMatchObject({ resembles: true });
  const { artifact, created } = await client.invoke('artifact.track', { path: path.join(work, 'new'), name: 'animals' });
  expect({ path: artifact.path, created }).toEqual({ path: path.join(work, 'new'), created: false });
});

test('a folder that has nothing in common with the latest version is told apart before it is tracked', async () => {
  const { client, work } = await openGround({ tree: { zoo: animals, other: { 'notes.md': '' }, empty: {}, grown: { sub: { 'new.txt': '' } } } });
  await client.invoke('artifact.track', { path: path.join(work, 'zoo'), name: 'animals' });
  await client.invoke('artifact.untrack', { artifact: 'animals' });
  const resembles = async (folder: string) =>
    (await client.invoke('artifact.inspect', { path: path.join(work, folder), artifact: 'animals' })).resembles;
  expect([await resembles('zoo'), await resembles('other'), await resembles('empty'), await resembles('grown')]).toEqual([true, false, false, true]);
  await expect(client.invoke('artifact.inspect', { path: path.join(work, 'zoo/cat.txt'), artifact: 'animals' })).rejects.toMatchObject({
    code: 'folder.not-a-directory',
  });
});

test('another folder of the same name does not go on with the versions of one that is no longer tracked', async () => {
  const { client, work } = await openGround({ tree: { one: { data: { a: '1' } }, two: { data: { b: '2' } } } });
  await client.invoke('artifact.track', { path: path.join(work, 'one/data') });
  await client.invoke('artifact.untrack', { artifact: 'data' });
  expect((await client.invoke('artifact.track', { path: path.join(work, 'two/data') })).artifact.name).toBe('data-2');
  expect(await client.invoke('artifact.track', { path: path.join(work, 'one/data') })).toMatchObject({ again: true, artifact: { name: 'data' } });
});

test('tracking again that is refused leaves the artifact as it was', async () => {
  const { client, work } = await openGround({ tree: { zoo: animals, farm: { 'cow.txt': 'moo' } } });
  await client.invoke('artifact.track', { path: path.join(work, 'zoo'), name: 'animals' });
  await client.invoke('artifact.untrack', { artifact: 'animals' });
  await client.invoke('artifact.track', { path: path.join(work, 'farm'), name: 'farm' });
  await expect(client.invoke('artifact.track', { path: path.join(work, 'farm'), name: 'animals' })).rejects.toMatchObject({ code: 'folder.overlaps' });
  await expect(client.invoke('artifact.track', { path: path.join(work, 'gone'), name: 'animals' })).rejects.toMatchObject({ code: 'folder.not-found' });
  expect((await client.invoke('artifact.get', { artifact: 'animals' })).artifact).toMatchObject({ state: 'untracked', path: null, versions: 1 });
});

test('a type is one for an artifact: another type on the same name is refused', async () => {
  const { client, work } = await openGround({ tree: animals });
  await client.invoke('artifact.track', { path: work, name: 'animals', type: 'model' });
  await client.invoke('artifact.untrack', { artifact: 'animals' });
  await expect(client.invoke('artifact.track', { path: work, name: 'animals', type: 'dataset' })).rejects.toMatchObject({
    code: 'artifact.type-mismatch',
  });
});

test('a folder tracked by reference keeps the manifest and no bytes', async () => {
  const { client, work } = await openGround({ tree: animals });
  const { version } = await client.invoke('artifact.track', { path: work, name: 'animals', mode: 'reference' });
  expect(version).toMatchObject({ files: 2, bytes: 8, addedBytes: 0 });
  const { entries } = await client.invoke('version.entries', { artifact: 'animals' });
  expect(entries.map(({ path: entry, kind, size }) => [entry, kind, size])).toEqual([
    ['cat.txt', 'reference', 4],
    ['sub/dog.txt', 'reference', 4],
  ]);
  const plan = await client.invoke('restore.plan', { artifact: 'animals' });
  expect(plan).toMatchObject({ create: 0, overwrite: 0, delete: 0, unchanged: 2 });
});

test('an empty folder can be tracked', async () => {
  const { client, work } = await openGround();
  mkdirSync(path.join(work, 'nothing'));
  const { version } = await client.invoke('artifact.track', { path: path.join(work, 'nothing') });
  expect(version).toMatchObject({ ref: 'v0', files: 0, bytes: 0 });
});
