import { chmodSync, lstatSync, lutimesSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openGround, type Ground } from './ground.ts';
import { facts, writeTree, type Tree } from './tree.ts';

const first: Tree = {
  'cat.txt': { file: 'meow', modified: 1_600_000_000.123456 },
  'run.sh': { file: '#!/bin/sh\n', mode: 0o755 },
  sub: { 'dog.txt': 'woof', deeper: { 'eel.txt': 'zap' } },
  empty: {},
  link: { link: 'cat.txt' },
};

async function twoVersions(): Promise<Ground & { readonly before: Record<string, string> }> {
  const ground = await openGround({ tree: first });
  const before = facts(ground.work);
  await ground.client.invoke('artifact.track', { path: ground.work, name: 'mine' });
  rmSync(path.join(ground.work, 'sub'), { recursive: true });
  rmSync(path.join(ground.work, 'link'));
  rmSync(path.join(ground.work, 'empty'), { recursive: true });
  writeTree(ground.work, { 'cat.txt': 'changed', sub: 'now a file', link: 'now a file too', added: { deep: { 'new.txt': 'new' } }, empty: { full: '1' } });
  await ground.client.invoke('artifact.snapshot', { artifact: 'mine' });
  return { ...ground, before };
}

test('the plan is shown before: what is created, overwritten, deleted and unchanged', async () => {
  const { client, work } = await twoVersions();
  const plan = await client.invoke('restore.plan', { artifact: 'mine', ref: 'v0' });
  expect(plan).toMatchObject({ ref: 'v0', inPlace: true, target: work, unchanged: 1 });
  const actions = Object.fromEntries(plan.items.map(({ path: at, action }) => [at, action]));
  expect(actions).toMatchObject({ 'cat.txt': 'overwrite', 'sub/dog.txt': 'create', 'added/deep/new.txt': 'delete', 'empty/full': 'delete' });
  expect((await client.invoke('version.list', { artifact: 'mine' })).total).toBe(2);
});

test('in place the folder becomes exactly that version: bytes, modes, times, links, empty folders', async () => {
  const { client, work, before } = await twoVersions();
  const result = await client.invoke('restore.apply', { artifact: 'mine', ref: 'v0' });
  expect(facts(work)).toEqual(before);
  expect(result).toMatchObject({ safetyVersion: 'v1', problems: [] });
  expect(result.version).toMatchObject({ ref: 'v2', origin: 'restore', identicalTo: 0, addedBytes: 0 });
});

test('a restore in place first keeps the present state, and one undo brings it back', async () => {
  const { client, work } = await twoVersions();
  writeFileSync(path.join(work, 'unsaved'), 'not in any version yet');
  const present = facts(work);
  const result = await client.invoke('restore.apply', { artifact: 'mine', ref: 'v0' });
  expect(result.safetyVersion).toBe('v2');
  const { undone } = await client.invoke('operation.undo', { operation: result.operation ?? -1 });
  expect(undone).toMatchObject({ kind: 'restore', undone: true, undoable: false });
  expect(facts(work)).toEqual(present);
  await expect(client.invoke('operation.undo', { operation: result.operation ?? -1 })).rejects.toMatchObject({ code: 'operation.not-undoable' });
});

test('times and bits come back too where the content never changed, also of empty folders, and undo brings back the others', async () => {
  const ground = await openGround({ tree: { 'cat.txt': 'meow', 'dog.txt': 'woof', empty: {} } });
  const { client, work } = ground;
  const before = facts(work);
  await client.invoke('artifact.track', { path: work, name: 'mine' });
  utimesSync(path.join(work, 'cat.txt'), 1_500_000_000, 1_500_000_000);
  utimesSync(path.join(work, 'empty'), 1_500_000_001, 1_500_000_001);
  chmodSync(path.join(work, 'dog.txt'), 0o600);
  expect((await client.invoke('artifact.snapshot', { artifact: 'mine' })).created).toBe(false);
  const touched = facts(work);
  expect((await client.invoke('restore.plan', { artifact: 'mine', ref: 'v0' })).touch).toBe(3);
  const { operation } = await client.invoke('restore.apply', { artifact: 'mine', ref: 'v0' });
  expect(facts(work)).toEqual(before);
  await client.invoke('operation.undo', { operation: operation ?? -1 });
  expect(facts(work)).toEqual(touched);
});

test('one file, or one folder, comes back alone', async () => {
  const { client, work } = await twoVersions();
  await client.invoke('restore.apply', { artifact: 'mine', ref: 'v0', paths: ['cat.txt'] });
  expect(facts(work)).toMatchObject({ 'cat.txt': expect.stringContaining(Buffer.from('meow').toString('base64')), sub: expect.stringMatching(/^file/) });
  await client.invoke('restore.apply', { artifact: 'mine', ref: 'v0', paths: ['sub/deeper'] });
  expect(Object.keys(facts(work))).toEqual(expect.arrayContaining(['sub/deeper/eel.txt', 'added/deep/new.txt']));
});

test('elsewhere a version is written beside what is there, and nothing else is touched', async () => {
  const { client, work, before } = await twoVersions();
  const target = path.join(path.dirname(work), 'elsewhere');
  writeTree(target, { 'mine.txt': 'mine', 'cat.txt': 'other cat' });
  const result = await client.invoke('restore.apply', { artifact: 'mine', ref: 'v0', target });
  const { 'mine.txt': own, ...rest } = facts(target);
  expect(own).toContain(Buffer.from('mine').toString('base64'));
  expect(rest).toEqual(before);
  expect(result).toMatchObject({ safetyVersion: null, operation: null, deleted: 0 });
  const again = await client.invoke('restore.apply', { artifact: 'mine', ref: 'v0', target, deleteExtra: true });
  expect(again).toMatchObject({ written: 0, deleted: 1 });
  expect(facts(target)).toEqual(before);
});

test('ignored files stay where they are', async () => {
  const { client, work } = await twoVersions();
  mkdirSync(path.join(work, 'added/__pycache__'));
  writeFileSync(path.join(work, 'added/__pycache__/x.pyc'), 'noise');
  await client.invoke('restore.apply', { artifact: 'mine', ref: 'v0' });
  expect(lstatSync(path.join(work, 'added/__pycache__/x.pyc')).isFile()).toBe(true);
  expect(Object.keys(facts(work))).not.toContain('added/deep/new.txt');
});

test('paths and targets that cannot be are refused, and nothing is written', async () => {
  const { client, work, home } = await twoVersions();
  const present = facts(work);
  const refuse = async (params: object, code: string) =>
    expect(client.invoke('restore.apply', { artifact: 'mine', ref: 'v0', ...params })).rejects.toMatchObject({ code });
  await refuse({ paths: ['no/such'] }, 'path.not-found');
  await refuse({ paths: ['../outside'] }, 'path.not-found');
  await refuse({ ref: 'v9' }, 'version.not-found');
  await refuse({ target: path.join(home, 'inside') }, 'restore.target-invalid');
  await refuse({ target: path.join(work, 'cat.txt') }, 'restore.target-invalid');
  expect(facts(work)).toEqual(present);
});

test('restoring what is there already does nothing and needs no undo', async () => {
  const { client } = await twoVersions();
  const result = await client.invoke('restore.apply', { artifact: 'mine' });
  expect(result).toMatchObject({ written: 0, deleted: 0, unchanged: 6, operation: null, version: null });
});

test('times and bits of empty folders and of links, changed beside other things, are in the next version', async () => {
  const { client, work } = await openGround({ tree: { 'a.txt': 'a', empty: {}, link: { link: 'a.txt' } } });
  await client.invoke('artifact.track', { path: work, name: 'mine' });
  chmodSync(path.join(work, 'empty'), 0o700);
  utimesSync(path.join(work, 'empty'), 1_500_000_000, 1_500_000_000);
  lutimesSync(path.join(work, 'link'), 1_400_000_000, 1_400_000_000);
  expect(await client.invoke('artifact.snapshot', { artifact: 'mine' })).toMatchObject({ created: false });
  writeTree(work, { 'b.txt': 'b' });
  const present = facts(work);
  await client.invoke('artifact.snapshot', { artifact: 'mine' });
  const target = path.join(path.dirname(work), 'elsewhere');
  await client.invoke('restore.apply', { artifact: 'mine', ref: 'v1', target });
  expect(facts(target)).toEqual(present);
});
