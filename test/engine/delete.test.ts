import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ContractError } from '../../shared/errors.ts';
import { openGround, type Ground } from './ground.ts';
import { noise } from '../noise.ts';
import { contentBytes, storeBytes } from './store-bytes.ts';
import { facts, type Tree } from './tree.ts';

const million = 1_000_000;

/** A folder with each tree laid over the one before, every state a version. */
async function history(...trees: Tree[]): Promise<Ground> {
  const ground = await openGround({ tree: trees[0] ?? {} });
  await ground.client.invoke('artifact.track', { path: ground.work, name: 'animals' });
  for (const tree of trees.slice(1)) {
    ground.write(tree);
    await ground.client.invoke('artifact.snapshot', { artifact: 'animals' });
  }
  return ground;
}

const remove = (ground: Ground, refs: string[] | undefined, more: { now?: boolean; deleteAliases?: boolean } = {}) =>
  ground.client.invoke('delete.apply', { targets: [{ artifact: 'animals', ...(refs === undefined ? {} : { refs }) }], ...more });
const freed = async (ground: Ground, ...refs: string[]): Promise<number> =>
  (await ground.client.invoke('delete.plan', { targets: [{ artifact: 'animals', refs }], now: true })).freedBytes;
const costs = async (ground: Ground): Promise<number[]> => (await ground.client.invoke('store.usage', {})).versions.map(({ cost }) => cost);
const refs = async (ground: Ground): Promise<string[]> =>
  (await ground.client.invoke('version.list', { artifact: 'animals' })).versions.map(({ ref }) => ref);
const isWhole = async (ground: Ground): Promise<void> =>
  expect((await ground.client.invoke('store.verify', { deep: true })).findings).toEqual([]);
const refusal = (promise: Promise<unknown>): Promise<ContractError> =>
  promise.then(
    () => expect.fail('it was not refused'),
    (error: ContractError) => error,
  );

/** Cat 2 MB and dog 1 MB in v0, rat 3 MB added in v1. */
const catDogRat = (): Promise<Ground> =>
  history({ 'cat.bin': noise(2 * million, 1), 'dog.bin': noise(million, 2) }, { 'rat.bin': noise(3 * million, 3) });

describe('a look after a deletion', () => {
  it('finds a folder empty that the deleted newest version had empty, and the one before it not', async () => {
    const ground = await history({ sub: { deep: { c: 'cat' } } });
    rmSync(path.join(ground.work, 'sub/deep/c'));
    await ground.client.invoke('artifact.snapshot', { artifact: 'animals' });
    await remove(ground, ['v1']);
    await ground.client.invoke('artifact.snapshot', { artifact: 'animals' });
    const { entries } = await ground.client.invoke('version.entries', { artifact: 'animals', ref: 'v2' });
    expect(entries.map((entry) => [entry.path, entry.kind])).toEqual([['sub/deep', 'directory']]);
  });
});

describe('what versions hold', () => {
  it('charges each byte to the oldest version that has it, and tells what each set of versions would free', async () => {
    const ground = await catDogRat();
    const { versions } = await ground.client.invoke('store.usage', {});
    expect(versions.map(({ size, cost }) => [size, cost])).toEqual([
      [3 * million, 3 * million],
      [6 * million, 3 * million],
    ]);
    expect(await freed(ground, 'v0')).toBe(0);
    expect(await freed(ground, 'v1')).toBe(3 * million);
    expect(await freed(ground, 'v0', 'v1')).toBe(6 * million);
    expect(versions.map(({ reclaim }) => reclaim)).toEqual([0, 3 * million]);
  });

  it('tells the reclaim of any versions while they are being ticked, also after some came and went', async () => {
    const ground = await catDogRat();
    const reclaim = async (...ticked: string[]): Promise<number> =>
      (await ground.client.invoke('store.reclaim', { artifact: 'animals', refs: ticked })).bytes;
    expect([await reclaim(), await reclaim('v0'), await reclaim('v1'), await reclaim('v0', 'latest')]).toEqual([0, 0, 3 * million, 6 * million]);
    ground.write({ 'cow.bin': noise(million, 4) });
    await ground.client.invoke('artifact.snapshot', { artifact: 'animals' });
    expect([await reclaim('v1'), await reclaim('v2'), await reclaim('v1', 'v2')]).toEqual([0, million, 4 * million]);
    await remove(ground, ['v2']);
    expect(await reclaim('v1')).toBe(3 * million);
    expect((await refusal(reclaim('v2'))).code).toBe('version.not-found');
  });

  it('is told while what is being read is freed', async () => {
    const ground = await catDogRat();
    const ask = () => ground.client.invoke('store.reclaim', { artifact: 'animals', refs: ['v0'] });
    const [first] = await Promise.all([ask(), remove(ground, ['v1'], { now: true })]);
    expect([0, 3 * million]).toContain(first.bytes);
    expect((await ask()).bytes).toBe(3 * million);
  });

  it('tells what the storage of an artifact consists of, and what each waiting deletion frees', async () => {
    const ground = await catDogRat();
    const parts = async () => (await ground.client.invoke('store.composition', {})).artifacts;
    const nothing = { artifact: 'animals', shared: 0, unique: 0, elsewhere: 0, waiting: 0 };
    expect(await parts()).toEqual([{ ...nothing, shared: 3 * million, unique: 3 * million }]);
    await remove(ground, ['v1']);
    expect(await parts()).toEqual([{ ...nothing, unique: 3 * million, waiting: 3 * million }]);
    expect(await ground.client.invoke('delete.waiting', {})).toMatchObject({ bytes: 3 * million, deletions: [{ refs: ['v1'], bytes: 3 * million }] });
    await remove(ground, undefined);
    const { deletions } = await ground.client.invoke('delete.waiting', {});
    expect(deletions.map(({ refs: gone, whole, bytes }) => [gone, whole, bytes])).toEqual([
      [['v1'], false, 3 * million],
      [['v0'], true, 3 * million],
    ]);
    expect(await parts()).toEqual([]);
  });

  it('lets the next version inherit the cost of one that goes', async () => {
    const ground = await catDogRat();
    const { freedBytes } = await remove(ground, ['v0'], { now: true });
    expect(freedBytes).toBe(0);
    expect(await costs(ground)).toEqual([6 * million]);
    await isWhole(ground);
  });
});

describe('deleting at once', () => {
  it('makes the store smaller by what nobody else holds, and keeps every byte of the others', async () => {
    const ground = await catDogRat();
    const before = storeBytes(ground.home);
    const plan = await ground.client.invoke('delete.plan', { targets: [{ artifact: 'animals', refs: ['v1'] }], now: true });
    expect(plan).toMatchObject({ freedBytes: 3 * million, parts: [{ whole: false, aliases: [], latestAfter: 'v0' }] });
    const result = await remove(ground, ['v1'], { now: true });
    expect(result).toMatchObject({ freedBytes: 3 * million, operations: [], dueAt: null });
    const shrunk = before - storeBytes(ground.home);
    expect(shrunk).toBeGreaterThanOrEqual(3 * million);
    expect(shrunk).toBeLessThan(3 * million + 20_000);
    expect(await refs(ground)).toEqual(['v0']);
    const target = path.join(path.dirname(ground.work), 'restored');
    await ground.client.invoke('restore.apply', { artifact: 'animals', ref: 'v0', target });
    expect(Object.keys(facts(target))).toEqual(['cat.bin', 'dog.bin']);
    await isWhole(ground);
  });

  it('leaves the disk with exactly the content that was said to stay, whichever version goes first', async () => {
    const oldestFirst = await catDogRat();
    expect(contentBytes(oldestFirst.home)).toBe(6 * million);
    expect((await remove(oldestFirst, ['v0'], { now: true })).freedBytes).toBe(0);
    expect(contentBytes(oldestFirst.home)).toBe(6 * million);
    expect(await costs(oldestFirst)).toEqual([6 * million]);
    expect((await remove(oldestFirst, ['v1'], { now: true })).freedBytes).toBe(6 * million);
    expect(contentBytes(oldestFirst.home)).toBe(0);

    const newestFirst = await catDogRat();
    expect((await remove(newestFirst, ['v1'], { now: true })).freedBytes).toBe(3 * million);
    expect(contentBytes(newestFirst.home)).toBe(3 * million);
    expect(await costs(newestFirst)).toEqual([3 * million]);

    const together = await catDogRat();
    expect((await remove(together, ['v0', 'v1'], { now: true })).freedBytes).toBe(6 * million);
    expect(contentBytes(together.home)).toBe(0);
  });

  it('frees all of an artifact, so that nothing of it is left in the store, and its name is free', async () => {
    const ground = await catDogRat();
    const { parts, freedBytes } = await remove(ground, undefined, { now: true });
    expect(freedBytes).toBe(6 * million);
    expect(parts).toMatchObject([{ whole: true, latestAfter: null }]);
    expect(storeBytes(ground.home)).toBe(0);
    expect(readdirSync(path.join(ground.home, 'versions'))).toEqual([]);
    expect(Object.keys(ground.read())).toEqual(['cat.bin', 'dog.bin', 'rat.bin']);
    const { version } = await ground.client.invoke('artifact.track', { path: ground.work, name: 'animals' });
    expect(version).toMatchObject({ ref: 'v0', addedBytes: 6 * million });
    await isWhole(ground);
  });

  it('frees the part of a container that a changed file leaves behind, without touching its neighbours', async () => {
    const files = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`f${i}`, noise(20_000, i)]));
    const ground = await history(files, { f7: noise(20_000, 100), f30: noise(20_000, 101) });
    const before = storeBytes(ground.home);
    expect(await freed(ground, 'v0')).toBe(40_000);
    await remove(ground, ['v0'], { now: true });
    expect(before - storeBytes(ground.home)).toBeGreaterThanOrEqual(40_000);
    await isWhole(ground);
    ground.write({ f7: 'changed again' });
    await ground.client.invoke('restore.apply', { artifact: 'animals', ref: 'v1' });
    expect(facts(ground.work)['f7']).toContain(Buffer.from(noise(20_000, 100)).toString('base64'));
  });

  it('frees a big file whose chunks the next version shares in part', async () => {
    const big = noise(3 * million, 5);
    const edited = Buffer.from(big);
    edited.write('an edit in the middle', million);
    const ground = await history({ big }, { big: edited });
    const mine = await freed(ground, 'v1');
    expect(mine).toBeGreaterThan(0);
    expect(mine).toBeLessThan(300_000);
    await remove(ground, ['v1'], { now: true });
    expect((await ground.client.invoke('store.usage', {})).totals.cost).toBe(3 * million);
    await isWhole(ground);
  });

  it('never reuses an index, and moves latest to the newest version that is left', async () => {
    const ground = await history({ a: '1' }, { a: '2' }, { a: '3' });
    await remove(ground, ['latest', 'v0'], { now: true });
    const { version } = await ground.client.invoke('version.get', { artifact: 'animals', ref: 'latest' });
    expect(version.ref).toBe('v1');
    ground.write({ a: '4' });
    const { version: next } = await ground.client.invoke('artifact.snapshot', { artifact: 'animals' });
    expect(next.ref).toBe('v3');
    expect(next.changes).toEqual({ added: 0, modified: 1, removed: 0, renamed: 0 });
    await isWhole(ground);
  });

  it('keeps again what the folder still holds of a newest version that went', async () => {
    const ground = await history(
      { same: 'same', edited: 'old', sub: { gone: 'gone', stays: 'stays' }, 'only here': { deep: { file: 'x' } } },
      {},
    );
    rmSync(path.join(ground.work, 'sub', 'gone'));
    rmSync(path.join(ground.work, 'only here'), { recursive: true });
    ground.write({ edited: 'new', sub: { fresh: 'fresh' }, added: { folder: { file: 'y' } } });
    await ground.client.invoke('artifact.snapshot', { artifact: 'animals' });
    const before = await ground.client.invoke('version.get', { artifact: 'animals', ref: 'latest' });
    await remove(ground, ['latest'], { now: true });
    const { created, version } = await ground.client.invoke('artifact.snapshot', { artifact: 'animals' });
    expect(created).toBe(true);
    expect(version.digest).toBe(before.version.digest);
    await isWhole(ground);
  });
});

describe('the undo window', () => {
  it('takes a deletion back with aliases, tags and descriptions, as long as it lasts', async () => {
    const ground = await history({ a: '1' }, { a: '2' });
    const { client } = ground;
    await client.invoke('alias.set', { artifact: 'animals', ref: 'v1', alias: 'best' });
    await client.invoke('tag.add', { artifact: 'animals', ref: 'v1', tag: 'seen' });
    await client.invoke('version.describe', { artifact: 'animals', ref: 'v1', description: 'the good one' });
    const { version: before } = await client.invoke('version.get', { artifact: 'animals', ref: 'v1' });
    const { operations } = await remove(ground, ['v1'], { deleteAliases: true });
    expect(await refs(ground)).toEqual(['v0']);
    expect((await client.invoke('delete.waiting', {})).deletions).toMatchObject([{ operation: operations[0], refs: ['v1'], whole: false }]);
    await client.invoke('operation.undo', {});
    expect((await client.invoke('version.get', { artifact: 'animals', ref: 'v1' })).version).toEqual(before);
    expect((await client.invoke('delete.waiting', {})).deletions).toEqual([]);
    await isWhole(ground);
    expect((await client.invoke('artifact.snapshot', { artifact: 'animals' })).created).toBe(false);
  });

  it('tells what waits, counts it until then, and frees exactly that when it is emptied', async () => {
    const ground = await catDogRat();
    const full = storeBytes(ground.home);
    const { freedBytes, dueAt } = await remove(ground, ['v1']);
    expect(freedBytes).toBe(3 * million);
    expect(dueAt).toBeGreaterThan(Date.now());
    expect(storeBytes(ground.home)).toBe(full);
    expect(await ground.client.invoke('store.usage', {})).toMatchObject({ undoBytes: 3 * million, totals: { cost: 3 * million } });
    await isWhole(ground);
    expect(await ground.client.invoke('delete.emptyUndo', {})).toEqual({ freedBytes: 3 * million, versions: 1 });
    expect(full - storeBytes(ground.home)).toBeGreaterThanOrEqual(3 * million);
    expect((await ground.client.invoke('store.usage', {})).undoBytes).toBe(0);
    expect((await refusal(ground.client.invoke('operation.undo', {}))).code).toBe('operation.not-undoable');
    await isWhole(ground);
  });

  it('adds up deletions that share bytes: the last one that holds them frees them', async () => {
    const ground = await catDogRat();
    expect((await remove(ground, ['v1'])).freedBytes).toBe(3 * million);
    expect((await remove(ground, ['v0'])).freedBytes).toBe(3 * million);
    expect((await ground.client.invoke('store.usage', {})).undoBytes).toBe(6 * million);
  });

  it('frees one deletion alone, and the others wait on', async () => {
    const ground = await catDogRat();
    const first = (await remove(ground, ['v1'])).operations[0]!;
    const second = (await remove(ground, ['v0'])).operations[0]!;
    const { deletions } = await ground.client.invoke('delete.waiting', {});
    expect(deletions).toMatchObject([
      { operation: first, bytes: 3 * million, bytesNow: 3 * million, together: [] },
      // Cat and dog are in both, so they stay for as long as the other one waits.
      { operation: second, bytes: 3 * million, bytesNow: 0, together: [] },
    ]);
    expect(await ground.client.invoke('delete.emptyUndo', { operation: second })).toEqual({ freedBytes: 0, versions: 1 });
    expect((await ground.client.invoke('delete.waiting', {})).deletions).toMatchObject([{ operation: first, bytes: 6 * million, bytesNow: 6 * million }]);
    expect((await refusal(ground.client.invoke('delete.emptyUndo', { operation: second }))).code).toBe('operation.not-found');
    expect((await refusal(ground.client.invoke('operation.undo', { operation: second }))).code).toBe('operation.not-undoable');
    await isWhole(ground);
    await ground.client.invoke('operation.undo', { operation: first });
    expect(await refs(ground)).toEqual(['v1']);
    await isWhole(ground);
  });

  it('frees with a deleted artifact what was deleted from it before, since that could not come back without it', async () => {
    const ground = await catDogRat();
    const version = (await remove(ground, ['v1'])).operations[0]!;
    const whole = (await remove(ground, undefined)).operations[0]!;
    expect((await ground.client.invoke('delete.waiting', {})).deletions).toMatchObject([{ together: [] }, { together: [version], bytesNow: 6 * million }]);
    expect(await ground.client.invoke('delete.emptyUndo', { operation: whole })).toEqual({ freedBytes: 6 * million, versions: 2 });
    expect((await ground.client.invoke('delete.waiting', {})).deletions).toEqual([]);
    await isWhole(ground);
  });

  it('brings a whole artifact back, tracked as it was', async () => {
    const ground = await catDogRat();
    await remove(ground, undefined);
    expect((await ground.client.invoke('artifact.list', {})).artifacts).toEqual([]);
    await ground.client.invoke('operation.undo', {});
    expect(await refs(ground)).toEqual(['v1', 'v0']);
    const { artifact } = await ground.client.invoke('artifact.get', { artifact: 'animals' });
    expect(artifact).toMatchObject({ path: ground.work, versions: 2 });
    ground.write({ 'cow.bin': 'moo' });
    const { version } = await ground.client.invoke('artifact.snapshot', { artifact: 'animals' });
    expect(version).toMatchObject({ ref: 'v2', addedBytes: 3 });
    await isWhole(ground);
  });

  it('outlives the engine, with nothing of a deleted version among the records', async () => {
    const ground = await history({ a: '1' }, { a: '2' });
    await remove(ground, ['v0']);
    expect(readdirSync(path.join(ground.home, 'versions', 'animals')).toSorted()).toEqual(['artifact.json', 'v1.json']);
    await ground.restart();
    expect(await refs(ground)).toEqual(['v1']);
    await ground.client.invoke('operation.undo', {});
    expect(await refs(ground)).toEqual(['v1', 'v0']);
    expect(readdirSync(path.join(ground.home, 'versions', 'animals')).toSorted()).toEqual(['artifact.json', 'v0.json', 'v1.json']);
    await isWhole(ground);
  });

  it('leaves an alias where somebody put it meanwhile', async () => {
    const ground = await history({ a: '1' }, { a: '2' });
    await ground.client.invoke('alias.set', { artifact: 'animals', ref: 'v0', alias: 'best' });
    const { operations } = await remove(ground, ['v0'], { deleteAliases: true });
    await ground.client.invoke('alias.set', { artifact: 'animals', ref: 'v1', alias: 'best' });
    await ground.client.invoke('operation.undo', { operation: operations[0] });
    expect((await ground.client.invoke('version.get', { artifact: 'animals', ref: 'best' })).version.ref).toBe('v1');
    expect(await refs(ground)).toEqual(['v1', 'v0']);
  });
});

describe('a deletion that cannot be', () => {
  it('of a version with an alias asks for the alias to go too, and changes nothing', async () => {
    const ground = await history({ a: '1' }, { a: '2' });
    await ground.client.invoke('alias.set', { artifact: 'animals', ref: 'v0', alias: 'best' });
    const error = await refusal(remove(ground, ['v1', 'v0'], { now: true }));
    expect(error.code).toBe('version.has-aliases');
    expect(error.message).toContain('"best"');
    expect(await refs(ground)).toEqual(['v1', 'v0']);
    expect((await remove(ground, ['v0'], { deleteAliases: true })).parts).toMatchObject([{ aliases: ['best'] }]);
  });

  it('of something that is not there says so, and changes nothing of the rest', async () => {
    const ground = await history({ a: '1' }, { a: '2' });
    expect((await refusal(remove(ground, ['v0', 'v9'], { now: true }))).code).toBe('version.not-found');
    const both = [{ artifact: 'animals' }, { artifact: 'plants' }];
    expect((await refusal(ground.client.invoke('delete.apply', { targets: both, now: true }))).code).toBe('artifact.not-found');
    expect(await refs(ground)).toEqual(['v1', 'v0']);
  });

  it('taken back when the name belongs to another artifact says so', async () => {
    const ground = await history({ a: '1' });
    const { operations } = await remove(ground, undefined);
    await ground.client.invoke('artifact.track', { path: ground.work, name: 'animals' });
    const error = await refusal(ground.client.invoke('operation.undo', { operation: operations[0] }));
    expect(error.code).toBe('artifact.name-taken');
    await isWhole(ground);
  });
});
