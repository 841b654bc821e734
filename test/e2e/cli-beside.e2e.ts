import { expect } from '@playwright/test';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { enginePid } from './running-app.ts';
import { oneApp, test, track } from './strata-test.ts';
import { artifactRow, invoke, openVersion, restoreDialog, versionPage, versionRow } from './window.ts';

const strata = oneApp();
const program = path.resolve(import.meta.dirname, '../../out/main/cli.js');

/** Runs the command line on the app's home and reads its one document. */
async function cli(...args: string[]) {
  const env = { ...process.env, STRATA_HOME: strata().home };
  const { stdout } = await promisify(execFile)(process.execPath, [program, '--json', ...args], { env });
  return JSON.parse(stdout);
}

test('"ls" is answered by the engine of the app', async ({ world }) => {
  const engine = await enginePid(strata().app);
  await track(strata(), await world.folder('listed', { 'cat.txt': 'meow' }));
  const { artifacts } = await cli('ls');
  expect(artifacts).toEqual([expect.objectContaining({ name: 'listed', type: 'dataset' })]);
  // The home has one owner: had the command brought an engine of its own, it would have been refused.
  expect(await enginePid(strata().app)).toBe(engine);
  expect(strata().output()).not.toContain('in-use');
});

test('a folder that the command line tracks appears in the window', async ({ world }) => {
  const folder = await world.folder('outside', { 'cat.txt': 'meow' });
  await cli('track', folder, '--quiet-window', '200');
  await expect(artifactRow(strata().window, 'outside')).toHaveAttribute('data-state', 'watching');
  await artifactRow(strata().window, 'outside').click();
  await writeFile(path.join(folder, 'dog.txt'), 'woof');
  await expect(versionRow(strata().window, 'v1')).toBeVisible();
});

test('a version that the command line makes appears in the window without being asked for', async ({ world }) => {
  const { window } = strata();
  const folder = await world.folder('beside', { 'cat.txt': 'meow' });
  await track(strata(), folder);
  await invoke(window, 'artifact.configure', { artifact: 'beside', quietWindowMs: 3_600_000 });
  await writeFile(path.join(folder, 'dog.txt'), 'woof');
  const { created, version } = await cli('snapshot', 'beside', '-m', 'from a script', '--alias', 'scripted');
  expect(created).toBe(true);
  expect(version.ref).toBe('v1');
  await expect(versionRow(window, 'v1')).toContainText('scripted');
  await expect(versionRow(window, 'v1')).toContainText('from a script');
});

test('edits of the command line are seen on the open page', async ({ world }) => {
  const { window } = strata();
  await track(strata(), await world.folder('edited', { 'cat.txt': 'meow' }));
  await openVersion(window, 'v0');
  await cli('alias', 'add', 'edited:v0', 'blessed');
  await expect(versionPage(window, 'v0').locator('[data-alias="blessed"]')).toBeVisible();
  await cli('describe', 'edited:v0', 'where it began');
  await expect(versionPage(window, 'v0')).toContainText('where it began');
  await cli('tag', 'add', 'edited:v0', 'seen');
  await expect(versionPage(window, 'v0').getByRole('group', { name: 'Tags' })).toContainText('seen');
});

test('a restore by the command line is a version in the window', async ({ world }) => {
  const { window } = strata();
  const folder = await world.folder('brought-back', { 'cat.txt': 'meow' });
  await track(strata(), folder);
  await writeFile(path.join(folder, 'cat.txt'), 'hiss');
  await expect(versionRow(window, 'v1')).toBeVisible();
  const restored = await cli('restore', 'brought-back:v0');
  expect(restored).toMatchObject({ written: 1, safetyVersion: 'v1' });
  await expect(versionRow(window, 'v2')).toContainText('identical to v0');
  await expect(restoreDialog(window)).toBeHidden();
});
