import { randomBytes } from 'node:crypto';
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openGround, type Ground } from './ground.ts';

async function threeVersions(): Promise<Ground> {
  const ground = await openGround({ tree: { 'a.txt': 'one', sub: { 'b.txt': 'two' } } });
  await ground.client.invoke('artifact.track', { path: ground.work, name: 'mine' });
  for (const text of ['second', 'third']) {
    appendFileSync(path.join(ground.work, 'a.txt'), text);
    await ground.client.invoke('artifact.snapshot', { artifact: 'mine' });
  }
  return ground;
}

test('indexes grow by one, latest follows, and nothing changed makes no version', async () => {
  const { client } = await threeVersions();
  const { versions, total } = await client.invoke('version.list', { artifact: 'mine' });
  expect(versions.map(({ ref, aliases }) => [ref, aliases])).toEqual([['v2', ['latest']], ['v1', []], ['v0', []]]);
  expect(total).toBe(3);
  expect(await client.invoke('artifact.snapshot', { artifact: 'mine' })).toMatchObject({ created: false, version: { ref: 'v2' } });
});

test('an alias is set, moved, renamed and removed, and its version answers to it', async () => {
  const { client } = await threeVersions();
  await client.invoke('alias.set', { artifact: 'mine', ref: 'v0', alias: 'best' });
  expect((await client.invoke('version.get', { artifact: 'mine', ref: 'best' })).version.ref).toBe('v0');
  expect(await client.invoke('alias.set', { artifact: 'mine', ref: 'v1', alias: 'best' })).toMatchObject({ movedFrom: 'v0' });
  await client.invoke('alias.rename', { artifact: 'mine', alias: 'best', to: 'good' });
  expect((await client.invoke('version.get', { artifact: 'mine', ref: 'good' })).version.aliases).toEqual(['good']);
  await client.invoke('alias.remove', { artifact: 'mine', alias: 'good' });
  await expect(client.invoke('version.get', { artifact: 'mine', ref: 'good' })).rejects.toMatchObject({ code: 'version.not-found' });
});

test.each(['latest', 'v7', 'a/b', 'a:b', '', ' x', 'line\nbreak'])('%j cannot be an alias', async (alias) => {
  const { client } = await threeVersions();
  await expect(client.invoke('alias.set', { artifact: 'mine', alias })).rejects.toMatchObject({ code: 'alias.invalid' });
});

test('description, tags and metadata are edited without a new version, and each edit can be taken back', async () => {
  const { client } = await threeVersions();
  await client.invoke('version.describe', { artifact: 'mine', ref: 'v1', description: 'the good one' });
  await client.invoke('tag.add', { artifact: 'mine', ref: 'v1', tag: 'clean' });
  await client.invoke('version.setMetadata', { artifact: 'mine', ref: 'v1', set: { accuracy: 0.93, labels: ['cat', 'dog'] } });
  const { version } = await client.invoke('version.get', { artifact: 'mine', ref: 'v1' });
  expect(version).toMatchObject({ description: 'the good one', tags: ['clean'], metadata: { accuracy: 0.93, labels: ['cat', 'dog'] } });
  for (let i = 0; i < 3; i++) await client.invoke('operation.undo', {});
  const taken = await client.invoke('version.get', { artifact: 'mine', ref: 'v1' });
  expect(taken.version).toMatchObject({ description: '', tags: [], metadata: {} });
  expect((await client.invoke('version.list', { artifact: 'mine' })).total).toBe(3);
});

test('more than a hundred metadata keys are refused', async () => {
  const { client } = await threeVersions();
  const set = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`k${i}`, i]));
  await expect(client.invoke('version.setMetadata', { artifact: 'mine', set })).rejects.toMatchObject({ code: 'metadata.invalid' });
});

test('a comparison tells added, removed, modified and renamed, with sizes', async () => {
  const { client, work } = await threeVersions();
  renameSync(path.join(work, 'sub/b.txt'), path.join(work, 'sub/c.txt'));
  writeFileSync(path.join(work, 'new.txt'), 'hello');
  appendFileSync(path.join(work, 'a.txt'), '!');
  await client.invoke('artifact.snapshot', { artifact: 'mine' });
  const diff = await client.invoke('version.diff', { artifact: 'mine', from: 'v2', to: 'v3' });
  expect(diff).toMatchObject({
    added: [{ path: 'new.txt', size: 5 }],
    removed: [],
    modified: [{ path: 'a.txt', size: 15, sizeBefore: 14 }],
    renamed: [{ from: 'sub/b.txt', to: 'sub/c.txt', size: 3 }],
  });
});

test('the history of a path names the versions in which it changed', async () => {
  const { client } = await threeVersions();
  const { changes } = await client.invoke('version.history', { artifact: 'mine', path: 'a.txt' });
  expect(changes.map(({ ref, kind, size }) => [ref, kind, size])).toEqual([['v2', 'modified', 14], ['v1', 'modified', 9], ['v0', 'added', 3]]);
  await expect(client.invoke('version.history', { artifact: 'mine', path: 'nope' })).rejects.toMatchObject({ code: 'path.not-found' });
});

test('a folder of a version lists folders with their totals, then files', async () => {
  const { client } = await threeVersions();
  const { rows, total, files, bytes } = await client.invoke('version.folder', { artifact: 'mine' });
  expect(rows.map((row) => [row.kind, row.name])).toEqual([['folder', 'sub'], ['entry', 'a.txt']]);
  expect({ total, files, bytes }).toEqual({ total: 2, files: 2, bytes: 17 });
});

test('any part of a folder is given with the whole count and its own place', async () => {
  const two = { '1.txt': '1', '2.txt': '2' };
  const tree = { a: two, b: { '0.txt': '', 'a.txt': '', 'z.txt': '', a: two, 'a-b': two, c: two } };
  const { client, work } = await openGround({ tree });
  await client.invoke('artifact.track', { path: work, name: 'mine' });
  const names = async (offset: number, limit: number) =>
    (await client.invoke('version.folder', { artifact: 'mine', folder: 'b', offset, limit })).rows.map(({ name }) => name);
  const all = ['a', 'a-b', 'c', '0.txt', 'a.txt', 'z.txt'];
  expect(await names(0, 100)).toEqual(all);
  for (let offset = 0; offset < all.length; offset += 1) expect(await names(offset, 2)).toEqual(all.slice(offset, offset + 2));
  expect(await names(9, 2)).toEqual([]);
  expect(await client.invoke('version.folder', { artifact: 'mine', folder: 'b', offset: 4, limit: 1 })).toMatchObject({ total: 6, files: 9, place: 1 });
  expect(await client.invoke('version.folder', { artifact: 'mine', folder: 'b/c' })).toMatchObject({ total: 2, place: 2 });
  expect(await client.invoke('version.folder', { artifact: 'mine' })).toMatchObject({ place: null });
});

test('a search goes through the paths of a version step by step', async () => {
  const { client, work } = await openGround({ tree: { Sub: { 'Cat.txt': '' }, sub: { 'cat.md': '', 'dog.md': '' }, zoo: { cat: '' } } });
  await client.invoke('artifact.track', { path: work, name: 'mine' });
  const search = (params: object) => client.invoke('version.search', { artifact: 'mine', words: ['CAT', 'sub'], ...params });
  const paths = (found: Awaited<ReturnType<typeof search>>) => ({ ...found, entries: found.entries.map((entry) => entry.path) });
  expect(paths(await search({}))).toEqual({ entries: ['Sub/Cat.txt', 'sub/cat.md'], searched: 4, next: null });
  expect(paths(await search({ limit: 1 }))).toEqual({ entries: ['Sub/Cat.txt'], searched: 1, next: 'Sub/Cat.txt' });
  expect(paths(await search({ after: 'Sub/Cat.txt' }))).toEqual({ entries: ['sub/cat.md'], searched: 3, next: null });
  expect(paths(await search({ most: 1 }))).toEqual({ entries: ['Sub/Cat.txt'], searched: 1, next: 'Sub/Cat.txt' });
});

test('text, images and other bytes are shown as bounded previews', async () => {
  const { client, work } = await threeVersions();
  writeFileSync(path.join(work, 'bin'), Buffer.alloc(100_000, 0));
  writeFileSync(path.join(work, 'long.txt'), 'x'.repeat(1_000_000));
  writeFileSync(path.join(work, 'dot.png'), Buffer.from('89504e470d0a1a0a0000', 'hex'));
  await client.invoke('artifact.snapshot', { artifact: 'mine' });
  const look = (file: string) => client.invoke('version.preview', { artifact: 'mine', path: file });
  expect(await look('sub/b.txt')).toEqual({ kind: 'text', text: 'two', size: 3, truncated: false });
  expect(await look('long.txt')).toMatchObject({ kind: 'text', size: 1_000_000, truncated: true });
  expect(await look('bin')).toMatchObject({ kind: 'binary', size: 100_000 });
  expect(await look('dot.png')).toMatchObject({ kind: 'image', mediaType: 'image/png' });
});

test('every operation stands in the history with who, when and what', async () => {
  const { client } = await threeVersions();
  await client.invoke('alias.set', { artifact: 'mine', ref: 'v0', alias: 'best' });
  const { operations } = await client.invoke('operation.list', { artifact: 'mine' });
  expect(operations.map(({ kind }) => kind)).toEqual(['alias.add', 'snapshot', 'snapshot', 'snapshot', 'track']);
  expect(operations[0]).toMatchObject({ undoable: true, arguments: { alias: 'best', version: 0 }, actor: expect.stringContaining('@') });
});

test('a change of metadata is recorded with what was set and removed, and nothing twice', async () => {
  const { client } = await threeVersions();
  await client.invoke('version.setMetadata', { artifact: 'mine', ref: 'v1', set: { accuracy: 0.9 }, remove: ['old'] });
  const { operations } = await client.invoke('operation.list', { artifact: 'mine', limit: 1 });
  expect(operations[0]).toMatchObject({ kind: 'metadata', artifact: 'mine' });
  expect(operations[0]?.arguments).toEqual({ version: 1, set: { accuracy: 0.9 }, remove: ['old'] });
});

test('size and cost: each byte is charged to the oldest version that holds it', async () => {
  const { client, work } = await openGround({ tree: { cat: randomBytes(2_000_000), dog: randomBytes(1_000_000) } });
  await client.invoke('artifact.track', { path: work, name: 'animals' });
  writeFileSync(path.join(work, 'rat'), randomBytes(3_000_000));
  await client.invoke('artifact.snapshot', { artifact: 'animals' });
  const { versions, totals } = await client.invoke('store.usage', {});
  expect(versions).toEqual([
    { artifact: 'animals', ref: 'v0', createdAt: expect.any(Number), size: 3_000_000, cost: 3_000_000, reclaim: 0 },
    { artifact: 'animals', ref: 'v1', createdAt: expect.any(Number), size: 6_000_000, cost: 3_000_000, reclaim: 3_000_000 },
  ]);
  expect(totals).toEqual({ size: 9_000_000, cost: 6_000_000 });
});
