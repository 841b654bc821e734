import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createBench, grown, plant, type Bench } from './bench.ts';

/** v0 has a cat, v1 a dog beside it. */
async function twoVersions(): Promise<Bench> {
  const bench = createBench({ 'cat.txt': 'cat' });
  await bench.done('track', 'track', 'animals');
  plant(bench.animals, { 'dog.txt': 'dogs' });
  await bench.done('snapshot', 'snapshot', 'animals');
  return bench;
}

describe('Deleting at the command line', () => {
  test('shows a plan, deletes, and takes it back', async () => {
    const { done, text } = await twoVersions();
    expect(await done('rmPlan', 'rm', 'animals:v1', '--dry-run')).toMatchObject({ freedBytes: 4, versions: [{ ref: 'v1' }] });
    expect((await done('log', 'log', 'animals')).versions).toHaveLength(2);
    const removed = await done('rm', 'rm', 'animals:v1');
    expect(removed).toMatchObject({ freedBytes: 4, versions: [{ artifact: 'animals', ref: 'v1', size: 7 }], artifacts: [], aliases: [] });
    expect(Date.parse(removed.dueAt ?? '')).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    expect(await done('du', 'du')).toMatchObject({ versions: [{ ref: 'v0', cost: 3 }], undoBytes: 4 });
    expect(await done('undo', 'undo', String(removed.operations[0]))).toMatchObject({ undone: { kind: 'delete', undone: true } });
    expect((await done('log', 'log', 'animals')).versions.map(({ ref }) => ref)).toEqual(['v1', 'v0']);
    expect(await text('rm', 'animals:v0', 'animals:v1')).toMatch(/animals:v0, animals:v1 is deleted[^]*strata undo \d+/);
  });

  test('frees at once with --now, and what waits with empty', async () => {
    const { done, refused, text } = await twoVersions();
    expect(await done('rm', 'rm', 'animals:v1', '--now')).toMatchObject({ freedBytes: 4, operations: [], dueAt: null });
    expect(await refused('undo')).toMatchObject({ status: 4, code: 'operation.not-undoable' });
    const [operation] = (await done('rm', 'rm', 'animals')).operations;
    expect(await done('empty', 'empty', String(operation))).toEqual({ freedBytes: 3, versions: 1 });
    expect(await text('empty')).toBe('Nothing waits to be freed.\n');
    expect(await refused('empty', '1')).toEqual({ status: 3, code: 'operation.not-found' });
    expect(await done('du', 'du')).toMatchObject({ storeBytes: 0, undoBytes: 0, versions: [] });
  });

  test('with a NAME alone deletes the artifact, never the folder', async () => {
    const { done, animals } = await twoVersions();
    expect(await done('rm', 'rm', 'animals', 'animals:v0')).toMatchObject({ artifacts: ['animals'], versions: [{ ref: 'v0' }, { ref: 'v1' }] });
    expect((await done('ls', 'ls')).artifacts).toEqual([]);
    expect(grown(animals)).toEqual({ 'cat.txt': 'cat', 'dog.txt': 'dogs' });
    await done('undo', 'undo');
    expect((await done('ls', 'ls')).artifacts).toMatchObject([{ name: 'animals', path: animals, versions: 2 }]);
  });

  test('refuses what is named by an alias, what is not there, and says how to go on', async () => {
    const { done, refused } = await twoVersions();
    await done('alias', 'alias', 'add', 'animals:v0', 'best');
    expect(await refused('rm', 'animals:v0')).toEqual({ status: 4, code: 'version.has-aliases' });
    expect(await refused('rm', 'animals:v1', 'animals:v7')).toEqual({ status: 3, code: 'version.not-found' });
    expect(await refused('rm', 'plants')).toEqual({ status: 3, code: 'artifact.not-found' });
    expect(await refused('rm')).toMatchObject({ status: 2 });
    expect(await done('rm', 'rm', 'animals:v0', '--delete-aliases')).toMatchObject({ aliases: [{ artifact: 'animals', alias: 'best' }] });
    expect((await done('log', 'log', 'animals')).versions.map(({ ref }) => ref)).toEqual(['v1']);
  });

  test('takes a path out of every version once it is out of the folder', async () => {
    const { done, refused, animals } = await twoVersions();
    expect(await refused('purge', 'animals', 'cat.txt')).toEqual({ status: 4, code: 'path.present' });
    rmSync(path.join(animals, 'cat.txt'));
    expect(await done('purge', 'purge', 'animals', 'cat.txt', '--dry-run')).toMatchObject({ dryRun: true, entries: 2, freedBytes: 3 });
    expect(await done('purge', 'purge', 'animals', 'cat.txt')).toMatchObject({ versions: [{ ref: 'v0' }, { ref: 'v1' }], freedBytes: 3, heldBytes: 0 });
    expect((await done('files', 'files', 'animals:v0')).entries).toEqual([]);
    expect(await refused('purge', 'animals', 'cat.txt')).toEqual({ status: 3, code: 'path.not-found' });
    expect(await done('verify', 'verify', '--deep')).toMatchObject({ ok: true, findings: [] });
  });
});
