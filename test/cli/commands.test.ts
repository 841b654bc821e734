import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runningEngine } from '../host/forked-engine.ts';
import { createBench, grown, plant, type Tree } from './bench.ts';
import { documents } from './document-schemas.ts';
import { runCli, runJson } from './run-cli.ts';

const first: Tree = { 'cat.txt': 'cat', 'dogs/terrier.txt': 'terrier' };

describe('The command line', () => {
  test('tracks a folder, makes versions of its changes, and lists them', async () => {
    const { done, text, animals, refused, home } = createBench(first);
    await runningEngine(home);
    const tracked = await done('track', 'track', 'animals', '--type', 'zoo', '--quiet-window', '3600000');
    expect(tracked.artifact).toMatchObject({ name: 'animals', type: 'zoo', mode: 'copy', path: animals });
    expect(tracked.version).toMatchObject({ name: 'animals', ref: 'v0', files: 2, bytes: 10, origin: 'baseline' });

    expect(await done('snapshot', 'snapshot', 'animals')).toMatchObject({ created: false, version: { ref: 'v0' } });
    plant(animals, { 'cat.txt': 'cats', 'rat.txt': 'rat' });
    const made = await done('snapshot', 'snapshot', 'animals', '-m', 'rats came', '--alias', 'best', '--alias', 'a b');
    expect(made).toMatchObject({
      created: true,
      version: { ref: 'v1', index: 1, description: 'rats came', aliases: ['latest', 'a b', 'best'] },
    });
    expect(made.version.changes).toEqual({ added: 1, modified: 1, removed: 0, renamed: 0 });

    const { artifacts } = await done('ls', 'ls');
    expect(artifacts).toMatchObject([{ name: 'animals', versions: 2, latest: { ref: 'v1' } }]);
    const { versions } = await done('log', 'log', 'animals');
    expect(versions.map(({ ref }) => ref)).toEqual(['v1', 'v0']);
    expect(versions[0]).toEqual({ ...made.version, provisional: false });
    for (const ref of ['', ':latest', ':v1', ':best', ':a b']) {
      expect((await done('show', 'show', `animals${ref}`)).version).toEqual(made.version);
    }
    expect(await text('log', 'animals')).toMatch(/^v1 .* 3 +14 B +7 B +\+1 ~1 -0 +latest, a b, best +rats came$/m);
    expect(await text('show', 'animals')).toMatch(/description +rats came/);
    expect(await refused('track', 'animals')).toMatchObject({ status: 4 });
    expect(await refused('track', '.', '--name', 'animals')).toMatchObject({ status: 4 });
  });

  test('shows the files of a version, the difference of two, and the history of a path', async () => {
    const { done, text, animals, refused } = createBench({ ...first, '-dash': 'a', 'two\nlines.txt': 'b' });
    chmodSync(path.join(animals, 'cat.txt'), 0o755);
    mkdirSync(path.join(animals, 'empty'));
    symlinkSync('cat.txt', path.join(animals, 'link'));
    await done('track', 'track', 'animals');
    const { entries } = await done('files', 'files', 'animals');
    expect(entries.map(({ path: name, kind, size, mode }) => [name, kind, size, mode])).toEqual([
      ['-dash', 'file', 1, expect.any(String)],
      ['cat.txt', 'file', 3, '0755'],
      ['dogs/terrier.txt', 'file', 7, expect.any(String)],
      ['empty', 'directory', null, expect.any(String)],
      ['link', 'link', null, null],
      ['two\nlines.txt', 'file', 1, expect.any(String)],
    ]);
    expect(entries[4]).toMatchObject({ target: 'cat.txt' });
    expect((await done('files', 'files', 'animals:v0', './dogs/')).entries).toHaveLength(1);
    expect(await text('files', 'animals')).toContain(' two\\nlines.txt\n');
    expect(await refused('files', 'animals', 'cows')).toEqual({ status: 3, code: 'path.not-found' });

    rmSync(path.join(animals, 'cat.txt'));
    plant(animals, { '-dash': 'ab', 'new.txt': 'new' });
    await done('snapshot', 'snapshot', 'animals');
    const diff = await done('diff', 'diff', 'animals:v0', 'latest');
    expect(diff).toMatchObject({
      added: [{ path: 'new.txt', size: 3 }],
      removed: [{ path: 'cat.txt', size: 3 }],
      modified: [{ path: '-dash', size: 2 }],
      renamed: [],
    });
    expect(await done('diff', 'diff', 'animals:v1', 'animals:v0')).toMatchObject({ added: [{ path: 'cat.txt' }] });
    expect((await done('history', 'history', 'animals', '--', '-dash')).changes).toMatchObject([
      { ref: 'v1', kind: 'modified', size: 2 },
      { ref: 'v0', kind: 'added', size: 1 },
    ]);
    expect(await text('history', 'animals', '--', '-dash')).toMatch(/v1 +modified +2 B.*\nv0 +added +1 B/);
    expect((await done('history', 'history', 'animals', 'cat.txt')).changes).toMatchObject([
      { ref: 'v1', kind: 'removed' },
      { ref: 'v0', kind: 'added', size: 3 },
    ]);
    expect(await refused('history', 'animals', 'cows')).toEqual({ status: 3, code: 'path.not-found' });
  });

  test('restores in place, says before what it would do, and takes it back', async () => {
    const { done, text, animals } = createBench(first);
    await done('track', 'track', 'animals');
    const second: Tree = { 'cat.txt': 'cats', 'rat.txt': 'rat' };
    rmSync(path.join(animals, 'dogs'), { recursive: true });
    plant(animals, second);
    const plan = await done('plan', 'restore', 'animals:v0', '--dry-run');
    expect(plan).toMatchObject({ written: 2, deleted: 1, plan: { create: 1, overwrite: 1, delete: 1 } });
    expect(await text('restore', 'animals:v0', '--dry-run')).toMatch(/^~ cat\.txt.*\n\+ dogs\/terrier\.txt.*\n- rat\.txt/);
    expect(grown(animals)).toEqual(second);

    const restored = await done('restore', 'restore', 'animals:v0');
    expect(restored).toMatchObject({ written: 2, deleted: 1, safetyVersion: 'v1', problems: [] });
    expect(restored.version).toMatchObject({ ref: 'v2', identicalTo: 0 });
    expect(grown(animals)).toEqual(first);
    const undone = await done('undo', 'undo', String(restored.operation));
    expect(undone.undone).toMatchObject({ kind: 'restore', undone: true });
    expect(grown(animals)).toEqual(second);
  });

  test('restores elsewhere, in parts, and for scripts', async () => {
    const { done, text, animals, folder, refused } = createBench(first);
    await done('track', 'track', 'animals');
    await done('snapshot', 'snapshot', 'animals');
    plant(folder, { 'out/keep.txt': 'keep' });
    expect(await done('restore', 'restore', 'animals', '--to', 'out', '--path', 'dogs/')).toMatchObject({
      written: 1,
      safetyVersion: null,
      target: path.join(folder, 'out'),
    });
    expect(grown(path.join(folder, 'out'))).toEqual({ 'keep.txt': 'keep', 'dogs/terrier.txt': 'terrier' });
    await done('restore', 'restore', 'animals:v0', '--to', 'out', '--delete-extra');
    expect(grown(path.join(folder, 'out'))).toEqual(first);
    expect(await refused('restore', 'animals', '--path', 'cows')).toEqual({ status: 3, code: 'path.not-found' });

    const directory = path.join(folder, 'artifacts', 'animals-v0');
    expect(await text('use', 'animals')).toBe(`${directory}\n`);
    expect(grown(directory)).toEqual(first);
    const used = await done('use', 'use', 'animals:latest', '--root', path.join(animals, '..', 'elsewhere'));
    expect(used.directory).toBe(path.join(folder, 'elsewhere', 'animals-v0'));
    expect(used.version.ref).toBe('v0');
  });

  test('names, tags and describes versions without making new ones, and takes that back', async () => {
    const { done, refused, text, home } = createBench(first);
    await runningEngine(home);
    await done('track', 'track', 'animals');
    expect((await done('alias', 'alias', 'add', 'animals:v0', 'best')).version.aliases).toEqual(['latest', 'best']);
    expect(await refused('alias', 'add', 'animals:v0', 'v7')).toEqual({ status: 2, code: 'alias.invalid' });
    expect(await refused('alias', 'rm', 'animals:v0', 'worst')).toEqual({ status: 3, code: 'alias.not-found' });
    expect((await done('alias', 'alias', 'protect', 'animals:v0', 'best')).version.protectedAliases).toEqual(['best']);
    expect(await text('show', 'animals:v0')).toContain('latest, best (protected)');
    expect(await refused('alias', 'rm', 'animals', 'best')).toEqual({ status: 4, code: 'alias.protected' });
    expect(await refused('rm', 'animals:v0', '--delete-aliases')).toEqual({ status: 4, code: 'alias.protected' });
    expect(await refused('alias', 'unprotect', 'animals:v0', 'worst')).toEqual({ status: 3, code: 'alias.not-found' });
    expect(await text('alias', 'unprotect', 'animals', 'best')).toBe('"best" of animals:v0 is not protected any more.\n');
    expect((await done('alias', 'alias', 'rm', 'animals:best', 'best')).version.aliases).toEqual(['latest']);
    expect((await done('tag', 'tag', 'add', 'animals', 'seen')).version.tags).toEqual(['seen']);
    expect((await done('tag', 'tag', 'rm', 'animals', 'seen')).version.tags).toEqual([]);
    expect((await done('describe', 'describe', 'animals', 'two\nlines')).version.description).toBe('two\nlines');
    const set = ['accuracy=0.93', 'source=field work', 'classes=["cat"]', 'quoted="7"', 'gone=null'];
    expect((await done('meta', 'meta', 'animals', ...set)).version.metadata).toEqual({
      accuracy: 0.93,
      source: 'field work',
      classes: ['cat'],
      quoted: '7',
      gone: null,
    });
    const less = await done('meta', 'meta', 'animals', 'accuracy=1', '--remove', 'gone', '--remove', 'quoted');
    expect(less.version.metadata).toEqual({ accuracy: 1, source: 'field work', classes: ['cat'] });
    const { operations } = await done('ops', 'ops', 'animals', '--limit', '2');
    expect(operations.map(({ kind, undoable }) => [kind, undoable])).toEqual([
      ['metadata', true],
      ['metadata', true],
    ]);
    expect((await done('undo', 'undo')).undone.id).toBe(operations[0]?.id);
    expect((await done('show', 'show', 'animals')).version).toMatchObject({ ref: 'v0', metadata: { accuracy: 0.93 } });
    expect(await refused('undo', '4711')).toEqual({ status: 3, code: 'operation.not-found' });
    expect(await text('ops')).toMatch(/undone/);
  });

  test('says what the store holds and whether it is whole, also when it is not', async () => {
    const { done, text, home, refused } = createBench(first);
    await done('track', 'track', 'animals');
    expect(await done('du', 'du')).toMatchObject({
      versions: [{ artifact: 'animals', ref: 'v0', size: 10, cost: 10 }],
      totals: { size: 10, cost: 10 },
    });
    expect(await done('verify', 'verify', '--deep')).toMatchObject({ ok: true, versions: 1, findings: [] });
    expect(await text('verify', 'animals')).toMatch(/^Everything is whole: 1 version/);
    expect(await refused('verify', 'plants')).toEqual({ status: 3, code: 'artifact.not-found' });

    for (const file of readdirSync(path.join(home, 'containers'), { recursive: true, withFileTypes: true })) {
      if (file.isFile()) rmSync(path.join(file.parentPath, file.name));
    }
    const { status, document } = await runJson(['verify'], { home });
    expect(status).toBe(5);
    expect(documents.verify.parse(document)).toMatchObject({ ok: false });
  });

  test('mends what the folder still holds, and says what is lost', async () => {
    const { done, text, home, animals } = createBench({ 'cat.txt': 'meow', 'dog.txt': 'woof' });
    await done('track', 'track', 'animals');
    expect(await done('repair', 'verify', '--repair')).toMatchObject({ ok: true, verified: { ok: true } });
    const losing = (): void => {
      for (const file of readdirSync(path.join(home, 'containers'), { recursive: true, withFileTypes: true })) {
        if (file.isFile()) rmSync(path.join(file.parentPath, file.name));
      }
    };
    losing();
    expect(await text('verify', '--repair')).toMatch(/found again.*Everything is whole again\.\n$/s);
    losing();
    writeFileSync(path.join(animals, 'cat.txt'), 'other');
    const { status, document } = await runJson(['verify', '--repair'], { home });
    expect(status).toBe(5);
    expect(documents.repair.parse(document)).toMatchObject({ ok: false });
    expect((await runCli(['verify', '--repair', 'animals'], { home })).status).toBe(2);
  });

  test('makes the catalog anew when it is lost, and says what could not be read', async () => {
    const { done, refused, text, home } = createBench(first);
    await done('track', 'track', 'animals');
    const before = await done('log', 'log', 'animals');
    rmSync(path.join(home, 'catalog.db'));
    expect(await refused('log', 'animals')).toEqual({ status: 5, code: 'store.damaged' });
    expect(await done('rebuild', 'rebuild')).toMatchObject({ ok: true, artifacts: 1, versions: 1, history: 'lost', problems: [] });
    expect(await done('log', 'log', 'animals')).toEqual(before);
    expect(await text('rebuild')).toMatch(/^The catalog is made anew: 1 artifact, 1 version, .*The old catalog is kept: /s);
    writeFileSync(path.join(home, 'versions', 'animals', 'v0.json'), '{');
    rmSync(path.join(home, 'catalog.db'));
    const { status, document } = await runJson(['rebuild'], { home });
    expect(status).toBe(5);
    expect(documents.rebuild.parse(document)).toMatchObject({ ok: false, versions: 0 });
  });

  test('stops tracking and keeps the versions', async () => {
    const { done, refused } = createBench(first);
    await done('track', 'track', 'animals');
    expect((await done('untrack', 'untrack', 'animals')).artifact).toMatchObject({ path: null, versions: 1 });
    expect(await refused('snapshot', 'animals')).toEqual({ status: 4, code: 'artifact.not-tracked' });
    expect((await done('log', 'log', 'animals')).versions).toHaveLength(1);
  });

  test('tracks an artifact again under its name, and its versions go on', async () => {
    const { done, refused, text, animals } = createBench(first);
    await done('track', 'track', 'animals', '--mode', 'reference');
    await done('untrack', 'untrack', 'animals');
    expect(await text('track', 'animals', '--name', 'animals')).toMatch(/animals again; its versions go on\.\nNothing has changed since animals:v0\./);
    await done('untrack', 'untrack', 'animals');
    writeFileSync(path.join(animals, 'cow.txt'), 'moo');
    const again = await done('track', 'track', 'animals', '--name', 'animals');
    expect(again).toMatchObject({ artifact: { mode: 'reference', versions: 2 }, version: { ref: 'v1', files: 3 } });
    expect(await refused('track', 'animals', '--name', 'animals')).toMatchObject({ status: 4, code: 'folder.overlaps' });
  });

  test('refuses folders that cannot be tracked, and leaves nothing half-made', async () => {
    const { done, refused, folder, home } = createBench(first);
    writeFileSync(path.join(folder, 'file'), '');
    expect(await refused('track', 'gone')).toEqual({ status: 3, code: 'folder.not-found' });
    expect(await refused('track', 'file')).toEqual({ status: 1, code: 'folder.not-a-directory' });
    expect(await refused('track', home)).toEqual({ status: 4, code: 'folder.is-home' });
    expect(await refused('track', 'animals', '--name', 'a/b')).toEqual({ status: 2, code: 'artifact.name-invalid' });
    await done('track', 'track', 'animals');
    expect(await refused('track', 'animals/dogs')).toEqual({ status: 4, code: 'folder.overlaps' });
    expect((await done('ls', 'ls')).artifacts).toHaveLength(1);
  });

  test('takes the home from --home before STRATA_HOME, wherever it stands', async () => {
    const { folder, home, done } = createBench(first);
    await done('track', 'track', 'animals');
    const other = path.join(folder, 'other');
    expect((await done('ls', '--home', other, 'ls')).artifacts).toEqual([]);
    expect((await done('ls', 'ls', `--home=${home}`)).artifacts).toHaveLength(1);
    expect(existsSync(path.join(other, 'catalog.db'))).toBe(true);
  });
});
