import { expect } from '@playwright/test';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunningApp } from './app.ts';
import { enginePid } from './running-app.ts';
import { test, track } from './strata-test.ts';
import { describeFolder } from './tree.ts';
import { artifactRow, ask, invoke, shoot, versionRow } from './window.ts';

const banner = ({ window }: RunningApp) => window.getByTestId('engine-banner');

/** kill -9; what happens to a process that the system ends. */
async function killEngine({ app }: RunningApp): Promise<number> {
  const pid = await enginePid(app);
  if (pid === undefined) throw new Error('There is no engine to end.');
  process.kill(pid, 'SIGKILL');
  return pid;
}

test('after kill -9 of the engine the window says so, and the next save becomes a version', async ({ world }) => {
  const strata = await world.launch();
  const { window, app } = strata;
  const folder = await world.folder('animals', { 'cat.txt': 'meow' });
  await track(strata, folder);
  await writeFile(path.join(folder, 'dog.txt'), 'woof');
  await expect(versionRow(window, 'v1')).toBeVisible();
  const ended = await killEngine(strata);
  await expect(banner(strata)).toContainText('is being restarted');
  await shoot(window, '40-engine-restarting');
  await expect(banner(strata)).toBeHidden();
  expect(await enginePid(app)).not.toBe(ended);
  await expect(artifactRow(window, 'animals')).toHaveAttribute('data-state', 'watching');
  await writeFile(path.join(folder, 'rat.txt'), 'squeak');
  await expect(versionRow(window, 'v2')).toBeVisible();
  const { versions } = await invoke(window, 'version.list', { artifact: 'animals' });
  expect(versions.map(({ ref, files }) => [ref, files])).toEqual([['v2', 3], ['v1', 2], ['v0', 1]]);
});

test('kill -9 in the middle of a snapshot loses no version and leaves no stray file', async ({ world }) => {
  const strata = await world.launch();
  const { window, home } = strata;
  const folder = await world.folder('animals', { 'cat.txt': 'meow' });
  await track(strata, folder);
  for (let index = 0; index < 2_000; index++) writeFileSync(path.join(folder, `${index}.txt`), `${index}\n`.repeat(500));
  await expect(artifactRow(window, 'animals')).toHaveAttribute('data-state', 'snapshotting');
  await killEngine(strata);
  // The start looks at everything once more: what the killed engine had begun is a version now.
  await expect.poll(async () => latestFiles(strata)).toBe(2_001);
  await expect(artifactRow(window, 'animals')).toHaveAttribute('data-state', 'watching');
  expect(await invoke(window, 'store.verify', { deep: true })).toMatchObject({ ok: true, findings: [] });
  expect(await readdir(path.join(home, 'tmp'))).toEqual([]);
  const target = path.join(world.desk, 'copy');
  await invoke(window, 'restore.apply', { artifact: 'animals', ref: 'latest', target });
  expect(await describeFolder(target)).toEqual(await describeFolder(folder));
});

async function latestFiles({ window }: RunningApp): Promise<number> {
  const answer = await ask(window, 'version.get', { artifact: 'animals', ref: 'latest' });
  return answer.ok ? (answer.result as { version: { files: number } }).version.files : -1;
}

test('kill -9 in the middle of a restore leaves each file old or new, and the folder can be restored again', async ({ world }) => {
  const strata = await world.launch();
  const { window } = strata;
  const folder = await world.folder('animals', {});
  const fill = (text: string) => {
    for (let index = 0; index < 1_500; index++) writeFileSync(path.join(folder, `${index}.txt`), text.repeat(200));
  };
  fill('old\n');
  await track(strata, folder);
  fill('new\n');
  await invoke(window, 'artifact.snapshot', { artifact: 'animals' });
  const cut = ask(window, 'restore.apply', { artifact: 'animals', ref: 'v0' });
  await expect.poll(async () => (await read(folder, '0.txt')).startsWith('old'), { intervals: [10] }).toBe(true);
  await killEngine(strata);
  await cut;
  const contents = new Set(await Promise.all((await readdir(folder)).map((name) => read(folder, name))));
  for (const content of contents) expect(['old\n'.repeat(200), 'new\n'.repeat(200)]).toContain(content);
  await expect(artifactRow(window, 'animals')).toHaveAttribute('data-state', 'watching');
  await invoke(window, 'restore.apply', { artifact: 'animals', ref: 'v0' });
  const names = await readdir(folder);
  expect(names).toHaveLength(1_500);
  for (const name of names) expect(await read(folder, name)).toBe('old\n'.repeat(200));
});

const read = (folder: string, name: string) => readFile(path.join(folder, name), 'utf8');

test('an engine that dies again and again is given up, and Retry brings it back', async ({ world }) => {
  const strata = await world.launch();
  const { window, app } = strata;
  const folder = await world.folder('animals', { 'cat.txt': 'meow' });
  await track(strata, folder);
  await expect(async () => {
    const pid = await enginePid(app);
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    await expect(banner(strata)).toHaveAttribute('data-failed', 'true', { timeout: 100 });
  }).toPass({ intervals: [50], timeout: 40_000 });
  await expect(banner(strata)).toContainText('The engine has stopped.');
  await shoot(window, '41-engine-failed');
  await banner(strata).getByRole('button', { name: 'Retry' }).click();
  await expect(banner(strata)).toBeHidden();
  await expect(artifactRow(window, 'animals')).toHaveAttribute('data-state', 'watching');
  await writeFile(path.join(folder, 'dog.txt'), 'woof');
  await expect(versionRow(window, 'v1')).toBeVisible();
});
