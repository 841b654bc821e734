import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openGround } from './ground.ts';
import { facts } from './tree.ts';

/** v0 holds logs; since v1 a rule ignores them, and they were written again, where no version sees it. */
async function logsIgnoredSince() {
  const ground = await openGround({ tree: { 'a.txt': 'a', 'x.log': 'old log', sub: { 'b.txt': 'b', 'y.log': 'old log' } } });
  await ground.client.invoke('artifact.track', { path: ground.work, name: 'mine' });
  ground.write({ '.strataignore': '*.log\n' });
  await ground.client.invoke('artifact.snapshot', { artifact: 'mine' });
  ground.write({ 'x.log': 'precious', sub: { 'y.log': 'precious', 'z.log': 'precious' } });
  return ground;
}

test('a restore leaves alone what is ignored now, since no version holds it, and says so before and after', async () => {
  const { client, work } = await logsIgnoredSince();
  const alone = [{ path: 'sub/y.log' }, { path: 'x.log' }];
  const plan = await client.invoke('restore.plan', { artifact: 'mine', ref: 'v0' });
  expect(plan).toMatchObject({ create: 0, delete: 1, unchanged: 2, problems: alone });
  const result = await client.invoke('restore.apply', { artifact: 'mine', ref: 'v0' });
  expect(result).toMatchObject({ written: 0, deleted: 1, unchanged: 2, problems: alone });
  expect(readFileSync(path.join(work, 'x.log'), 'utf8')).toBe('precious');
});

test('what a restored rule ignores stays in the folder, so that an undo gives back exactly what was there', async () => {
  const { client, work } = await logsIgnoredSince();
  const present = facts(work);
  await client.invoke('restore.apply', { artifact: 'mine', ref: 'v0' });
  const { entries } = await client.invoke('version.entries', { artifact: 'mine' });
  expect(entries.map((entry) => entry.path)).toEqual(['a.txt', 'sub/b.txt', 'sub/y.log', 'sub/z.log', 'x.log']);
  await client.invoke('operation.undo', {});
  expect(facts(work)).toEqual(present);
  expect((await client.invoke('version.entries', { artifact: 'mine' })).entries.map((entry) => entry.path)).toEqual(['.strataignore', 'a.txt', 'sub/b.txt']);
});

test('once what was ignored is in a version, the second restore brings the old state back', async () => {
  const { client, work } = await logsIgnoredSince();
  await client.invoke('restore.apply', { artifact: 'mine', ref: 'v0' });
  expect(await client.invoke('restore.apply', { artifact: 'mine', ref: 'v0' })).toMatchObject({ written: 2, deleted: 1, problems: [] });
  expect(Object.keys(facts(work))).toEqual(['a.txt', 'sub/b.txt', 'sub/y.log', 'x.log']);
  expect(readFileSync(path.join(work, 'x.log'), 'utf8')).toBe('old log');
});

test.skipIf(process.platform === 'win32')('a named pipe where a file was is left alone', async () => {
  const { client, work } = await openGround({ tree: { a: 'a', b: 'b' } });
  await client.invoke('artifact.track', { path: work, name: 'mine' });
  rmSync(path.join(work, 'a'));
  rmSync(path.join(work, 'b'));
  execFileSync('mkfifo', [path.join(work, 'a')]);
  const result = await client.invoke('restore.apply', { artifact: 'mine', ref: 'v0' });
  expect(result).toMatchObject({ written: 1, problems: [{ path: 'a' }] });
});

test('a link to the tracked folder is the folder itself: the present state is kept first', async () => {
  const { client, work } = await openGround({ tree: { a: 'a' } });
  await client.invoke('artifact.track', { path: work, name: 'mine' });
  writeFileSync(path.join(work, 'a'), 'not in any version yet');
  const target = path.join(path.dirname(work), 'link');
  symlinkSync(work, target);
  expect(await client.invoke('restore.apply', { artifact: 'mine', ref: 'v0', target })).toMatchObject({ target: work, safetyVersion: 'v1' });
});

test('no link leads a restore into the store', async () => {
  const { client, work, home } = await openGround({ tree: { a: 'a' } });
  await client.invoke('artifact.track', { path: work, name: 'mine' });
  const link = path.join(path.dirname(work), 'link');
  symlinkSync(path.join(home, 'containers'), link);
  for (const target of [link, path.join(link, 'new', 'deep')]) {
    await expect(client.invoke('restore.apply', { artifact: 'mine', target })).rejects.toMatchObject({ code: 'restore.target-invalid' });
  }
});

test('a link to a folder hides nothing: it is replaced by the folder that the version has there', async () => {
  const { client, work } = await openGround({ tree: { a: { x: 'in a' }, b: { deep: { x: 'in b' } }, c: { deep: { x: 'in c' } } } });
  await client.invoke('artifact.track', { path: work, name: 'mine' });
  const before = facts(work);
  for (const name of ['b', 'c/deep']) rmSync(path.join(work, name), { recursive: true });
  symlinkSync('c', path.join(work, 'b'));
  symlinkSync('../a', path.join(work, 'c/deep'));
  expect(await client.invoke('restore.apply', { artifact: 'mine', ref: 'v0' })).toMatchObject({ problems: [] });
  expect(facts(work)).toEqual(before);
});
