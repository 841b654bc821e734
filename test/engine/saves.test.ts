import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, closeSync, ftruncateSync, mkdirSync, openSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openGround, type Ground } from './ground.ts';
import type { Tree } from './tree.ts';

const quietWindowMs = 60;

async function watched(tree: Tree = { 'a.txt': 'one', sub: { 'b.txt': 'two' } }): Promise<Ground> {
  const ground = await openGround({ watch: true, tree });
  await ground.client.invoke('artifact.track', { path: ground.work, name: 'mine', quietWindowMs });
  ground.forgetEvents();
  return ground;
}

async function nextVersion(ground: Ground) {
  const { version } = await ground.event('version.created');
  ground.forgetEvents();
  return version;
}

describe('every save becomes a version by itself:', () => {
  const saves: Record<string, { save: (work: string) => void; changes: [added: number, modified: number, removed: number, renamed?: number] }> = {
    'a new file': { save: (work) => writeFileSync(path.join(work, 'new.txt'), 'new'), changes: [1, 0, 0] },
    'an edit in place': { save: (work) => appendFileSync(path.join(work, 'a.txt'), '!'), changes: [0, 1, 0] },
    'an atomic replacement': {
      save: (work) => {
        writeFileSync(path.join(work, 'a.tmp'), 'replaced');
        renameSync(path.join(work, 'a.tmp'), path.join(work, 'a.txt'));
      },
      changes: [0, 1, 0],
    },
    'a rename': { save: (work) => renameSync(path.join(work, 'a.txt'), path.join(work, 'c.txt')), changes: [0, 0, 0, 1] },
    'a deletion': { save: (work) => rmSync(path.join(work, 'a.txt')), changes: [0, 0, 1] },
    'the move of a whole folder': { save: (work) => renameSync(path.join(work, 'sub'), path.join(work, 'moved')), changes: [0, 0, 0, 1] },
    'an executable bit': { save: (work) => chmodSync(path.join(work, 'a.txt'), 0o755), changes: [0, 1, 0] },
    'a symbolic link': { save: (work) => symlinkSync('../nowhere', path.join(work, 'link')), changes: [1, 0, 0] },
    'an empty folder': { save: (work) => mkdirSync(path.join(work, 'empty')), changes: [1, 0, 0] },
    'a file in a new deep folder': {
      save: (work) => {
        mkdirSync(path.join(work, 'x/y/z'), { recursive: true });
        writeFileSync(path.join(work, 'x/y/z/deep'), '1');
      },
      changes: [1, 0, 0],
    },
    'names with spaces, newlines, dashes, composed and decomposed letters, and both cases': {
      save: (work) => {
        for (const name of ['with space', 'new\nline', '-dash', 'caf\u00e9', 'cafe\u0301', 'Case', 'case', '🦊']) {
          writeFileSync(path.join(work, name), name);
        }
      },
      changes: [8, 0, 0],
    },
    'an empty file': { save: (work) => writeFileSync(path.join(work, 'zero'), ''), changes: [1, 0, 0] },
    'a file that became a folder': {
      save: (work) => {
        rmSync(path.join(work, 'a.txt'));
        mkdirSync(path.join(work, 'a.txt'));
        writeFileSync(path.join(work, 'a.txt/inner'), '1');
      },
      changes: [1, 0, 1],
    },
  };

  test.each(Object.entries(saves))('%s', async (_, { save, changes }) => {
    const ground = await watched();
    save(ground.work);
    const version = await nextVersion(ground);
    const [added, modified, removed, renamed = 0] = changes;
    expect(version).toMatchObject({ ref: 'v1', origin: 'save', changes: { added, modified, removed, renamed }, aliases: ['latest'] });
  });
});

test('a burst of saves becomes one version', async () => {
  const ground = await watched();
  for (let i = 0; i < 200; i++) writeFileSync(path.join(ground.work, `f${i}`), String(i));
  expect(await nextVersion(ground)).toMatchObject({ ref: 'v1', changes: { added: 200 } });
});

test('a changed time alone makes no version, and comes along with the next one', async () => {
  const ground = await watched();
  utimesSync(path.join(ground.work, 'a.txt'), 1_000_000, 1_000_000);
  await ground.event('artifact.changed', ({ artifact }) => artifact.state === 'snapshotting');
  await ground.event('artifact.changed', ({ artifact }) => artifact.state === 'watching');
  writeFileSync(path.join(ground.work, 'other'), '1');
  await nextVersion(ground);
  const { entries } = await ground.client.invoke('version.entries', { artifact: 'mine', ref: 'v1', prefix: 'a.txt' });
  expect(entries[0]?.modifiedAt).toBe(1_000_000_000);
});

test('sockets, FIFOs and names that are no text are skipped and said so; the rest is kept', async () => {
  const ground = await watched();
  execFileSync('mkfifo', [path.join(ground.work, 'pipe')]);
  writeFileSync(Buffer.concat([Buffer.from(`${ground.work}/`), Buffer.from([0xff, 0x41])]), 'x');
  writeFileSync(path.join(ground.work, 'fine'), '1');
  const version = await nextVersion(ground);
  expect(version.changes).toEqual({ added: 1, modified: 0, removed: 0, renamed: 0 });
  expect(version.problems.map(({ reason }) => reason).sort()).toEqual(['name', 'special']);
});

test('ignored files make no version; changed rules are followed at once', async () => {
  const ground = await watched();
  writeFileSync(path.join(ground.work, '.strataignore'), '*.log\n/sub/\n');
  const version = await nextVersion(ground);
  expect(version.changes).toEqual({ added: 1, modified: 0, removed: 1, renamed: 0 });
  writeFileSync(path.join(ground.work, 'noise.log'), 'noise');
  mkdirSync(path.join(ground.work, '__pycache__'));
  writeFileSync(path.join(ground.work, 'a.txt'), 'signal');
  expect((await nextVersion(ground)).changes).toEqual({ added: 0, modified: 1, removed: 0, renamed: 0 });
});

test('a file that is being written all the time is left out of the version until it rests', async () => {
  const ground = await openGround({ watch: true, tree: { 'a.txt': 'one' } });
  await ground.client.invoke('artifact.track', { path: ground.work, name: 'mine', quietWindowMs: 400 });
  ground.forgetEvents();
  let open = true;
  const writer = setInterval(() => open && appendFileSync(path.join(ground.work, 'growing'), 'x'), 50);
  try {
    writeFileSync(path.join(ground.work, 'other'), '1');
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(ground.events.filter(({ kind }) => kind === 'version.created')).toEqual([]);
  } finally {
    open = false;
    clearInterval(writer);
  }
  expect(await nextVersion(ground)).toMatchObject({ changes: { added: 2 }, problems: [] });
});

test('a sparse file of several gigabytes costs next to nothing and comes back', async () => {
  const ground = await watched();
  const fd = openSync(path.join(ground.work, 'sparse'), 'w');
  ftruncateSync(fd, 3 * 1024 ** 3);
  closeSync(fd);
  const version = await nextVersion(ground);
  expect(version.bytes).toBeGreaterThan(3 * 1024 ** 3);
  expect((await ground.client.invoke('home.status', {})).storeBytes).toBeLessThan(2_000_000);
});

test('a return to older content is a new version that costs no bytes and names the older one', async () => {
  const ground = await watched();
  writeFileSync(path.join(ground.work, 'a.txt'), 'two!');
  await nextVersion(ground);
  writeFileSync(path.join(ground.work, 'a.txt'), 'one');
  expect(await nextVersion(ground)).toMatchObject({ ref: 'v2', identicalTo: 0, addedBytes: 0 });
});

test('paused artifacts wait, and catch up in one version on resume', async () => {
  const ground = await watched();
  await ground.client.invoke('artifact.setPaused', { artifact: 'mine', paused: true });
  writeFileSync(path.join(ground.work, 'a.txt'), 'first');
  writeFileSync(path.join(ground.work, 'new'), 'second');
  await new Promise((resolve) => setTimeout(resolve, 4 * quietWindowMs));
  expect(ground.events.filter(({ kind }) => kind === 'version.created')).toEqual([]);
  await ground.client.invoke('artifact.setPaused', { artifact: 'mine', paused: false });
  expect(await nextVersion(ground)).toMatchObject({ ref: 'v1', changes: { added: 1, modified: 1, removed: 0 } });
});

test('what was saved while no engine ran becomes a version at the next start', async () => {
  const ground = await watched();
  await ground.restart();
  await ground.event('artifact.changed', ({ artifact }) => artifact.state === 'watching');
  ground.forgetEvents();
  writeFileSync(path.join(ground.work, 'a.txt'), 'meanwhile');
  await nextVersion(ground);
  const gone = ground.restart();
  writeFileSync(path.join(ground.work, 'a.txt'), 'while it was away');
  await gone;
  const { versions } = await ground.event('version.created').then(() => ground.client.invoke('version.list', { artifact: 'mine' }));
  expect(versions[0]).toMatchObject({ ref: 'v2', changes: { modified: 1 } });
});

test('a folder that goes away is told in plain words, and saves go on when it is back', async () => {
  const ground = await watched();
  renameSync(ground.work, `${ground.work}-away`);
  const { artifact } = await ground.event('artifact.changed', (event) => event.artifact.state === 'problem');
  expect(artifact.stateMessage).toContain('is not there');
  ground.forgetEvents();
  renameSync(`${ground.work}-away`, ground.work);
  await ground.event('artifact.changed', (event) => event.artifact.state === 'watching');
  writeFileSync(path.join(ground.work, 'back'), '1');
  expect(await nextVersion(ground)).toMatchObject({ ref: 'v1', changes: { added: 1 } });
});

test('a folder that comes back empty, like the mount point of a pulled drive, does not become a version with everything deleted', async () => {
  const ground = await watched();
  renameSync(ground.work, `${ground.work}-away`);
  await ground.event('artifact.changed', (event) => event.artifact.state === 'problem');
  mkdirSync(ground.work);
  const { artifact } = await ground.event('artifact.changed', (event) => event.artifact.stateMessage.includes('empty'));
  expect(artifact).toMatchObject({ state: 'problem', versions: 1 });
  rmSync(ground.work, { recursive: true });
  ground.forgetEvents();
  renameSync(`${ground.work}-away`, ground.work);
  await ground.event('artifact.changed', (event) => event.artifact.state === 'watching');
  expect((await ground.client.invoke('version.list', { artifact: 'mine' })).total).toBe(1);
});

test('a save that still waits when the drive is pulled does not turn the empty mount point into a version', async () => {
  const ground = await watched();
  writeFileSync(path.join(ground.work, 'last'), 'words');
  await ground.event('artifact.changed', (event) => event.artifact.state === 'settling');
  renameSync(ground.work, `${ground.work}-away`);
  mkdirSync(ground.work);
  await ground.event('artifact.changed', (event) => event.artifact.stateMessage.includes('empty'));
  await new Promise((resolve) => setTimeout(resolve, 2 * quietWindowMs));
  expect(ground.events.filter(({ kind }) => kind === 'version.created')).toEqual([]);
  rmSync(ground.work, { recursive: true });
  renameSync(`${ground.work}-away`, ground.work);
  expect(await nextVersion(ground)).toMatchObject({ ref: 'v1', changes: { added: 1, removed: 0 } });
});
