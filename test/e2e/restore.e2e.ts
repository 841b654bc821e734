import { expect, type Page } from '@playwright/test';
import { lstat, mkdir, readFile, rm, unlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { answerDialog } from './running-app.ts';
import { oneApp, test, track, type World } from './strata-test.ts';
import { describeFolder, makeExecutable } from './tree.ts';
import { artifactRow, clearNotices, fileRow, invoke, notice, openVersion, restoreDialog, shoot, versionRow } from './window.ts';

const strata = oneApp();

interface Changed {
  readonly window: Page;
  readonly folder: string;
  /** The folder's content when it was v0, and as it is now. */
  readonly original: string[];
  readonly present: string[];
}

/** A folder of every kind of entry as v0; since then everything that can happen has happened to it, and is v1. */
async function changedFolder(world: World, name: string): Promise<Changed> {
  const folder = await world.folder(name, {
    'cat.txt': 'meow',
    'dog.txt': 'woof',
    'same.txt': 'same',
    'run.sh': 'echo hello',
    current: { link: 'cat.txt' },
    empty: {},
    birds: { 'owl.txt': 'hoo', 'crow.txt': 'caw' },
  });
  await makeExecutable(path.join(folder, 'run.sh'));
  await utimes(path.join(folder, 'dog.txt'), 1_600_000_000, 1_600_000_000);
  const original = await describeFolder(folder);
  const { window } = strata();
  await track(strata(), folder);
  await writeFile(path.join(folder, 'cat.txt'), 'hiss');
  await unlink(path.join(folder, 'dog.txt'));
  await unlink(path.join(folder, 'current'));
  await rm(path.join(folder, 'birds'), { recursive: true });
  await rm(path.join(folder, 'empty'), { recursive: true });
  await mkdir(path.join(folder, 'new'));
  await writeFile(path.join(folder, 'new/rat.txt'), 'squeak');
  await invoke(window, 'artifact.snapshot', { artifact: name });
  await expect(versionRow(window, 'v1')).toBeVisible();
  return { window, folder, original, present: await describeFolder(folder) };
}

async function openRestore(window: Page, ref: string): Promise<void> {
  const page = await openVersion(window, ref);
  await page.getByRole('button', { name: 'Restore…' }).click();
  await expect(restoreDialog(window)).toBeVisible();
}

const planned = (window: Page, action: string) => restoreDialog(window).getByTestId(`restore-plan-${action}`);

const confirmRestore = (window: Page) => restoreDialog(window).getByRole('button', { name: 'Restore', exact: true }).click();

test('the plan is shown first; then the folder is exactly the old version; one click takes it back', async ({ world }) => {
  const { window, folder, original, present } = await changedFolder(world, 'whole');
  await openRestore(window, 'v0');
  // dog, current, empty, owl and crow come back; the cat is overwritten; rat.txt goes, and with it its folder.
  await expect(planned(window, 'create')).toHaveAttribute('data-count', '5');
  await expect(planned(window, 'overwrite')).toHaveAttribute('data-count', '1');
  await expect(planned(window, 'delete')).toHaveAttribute('data-count', '1');
  await expect(planned(window, 'unchanged')).toHaveAttribute('data-count', '2');
  await expect(restoreDialog(window)).toContainText('to write');
  expect(await describeFolder(folder)).toEqual(present);
  await shoot(window, '30-restore-plan');
  await confirmRestore(window);
  await expect(restoreDialog(window)).toBeHidden();
  await expect(notice(window, 'v0 of whole restored')).toBeVisible();
  expect(await describeFolder(folder)).toEqual(original);
  await expect(versionRow(window, 'v2')).toContainText('identical to v0');
  await shoot(window, '31-restored');
  await notice(window, 'v0 of whole restored').getByRole('button', { name: 'Undo' }).click();
  await expect(notice(window, 'Restore taken back')).toBeVisible();
  expect(await describeFolder(folder)).toEqual(present);
  await clearNotices(window);
});

test('what was not yet a version is saved before a restore in place', async ({ world }) => {
  const { window, folder } = await changedFolder(world, 'unsaved');
  await invoke(window, 'artifact.configure', { artifact: 'unsaved', quietWindowMs: 3_600_000 });
  await writeFile(path.join(folder, 'draft.txt'), 'not a version yet');
  await openRestore(window, 'v0');
  await confirmRestore(window);
  await expect(versionRow(window, 'v2')).toContainText('Before restore');
  await expect(versionRow(window, 'v3')).toContainText('identical to v0');
  await expect.poll(() => describeFolder(folder).then((lines) => lines.some((line) => line.startsWith('draft.txt')))).toBe(false);
  await notice(window, 'restored').getByRole('button', { name: 'Undo' }).click();
  await expect(notice(window, 'Restore taken back')).toBeVisible();
  expect(await readFile(path.join(folder, 'draft.txt'), 'utf8')).toBe('not a version yet');
  await clearNotices(window);
});

test('ignored files stay where they are when a version is restored in place', async ({ world }) => {
  const { window, folder } = await changedFolder(world, 'ignoring');
  await writeFile(path.join(folder, '.DS_Store'), 'noise');
  await openRestore(window, 'v0');
  await confirmRestore(window);
  await expect(notice(window, 'v0 of ignoring restored')).toBeVisible();
  expect(await readFile(path.join(folder, '.DS_Store'), 'utf8')).toBe('noise');
  await clearNotices(window);
});

test('a version is restored into another folder, and the tracked one stays as it is', async ({ world }) => {
  const { window, folder, original, present } = await changedFolder(world, 'elsewhere');
  const target = path.join(world.desk, 'copy');
  await mkdir(target);
  await writeFile(path.join(target, 'mine.txt'), 'mine');
  await answerDialog(strata(), target);
  await openRestore(window, 'v0');
  await restoreDialog(window).getByLabel('Into another folder').check();
  await expect(restoreDialog(window)).toContainText('copy');
  await expect(planned(window, 'create')).toHaveAttribute('data-count', '8');
  await expect(planned(window, 'delete')).toHaveAttribute('data-count', '0');
  await shoot(window, '32-restore-elsewhere');
  await confirmRestore(window);
  await expect(notice(window, 'v0 of elsewhere restored')).toBeVisible();
  const mine = (await describeFolder(target)).filter((line) => line.startsWith('mine.txt'));
  expect(mine).toHaveLength(1);
  expect((await describeFolder(target)).filter((line) => !line.startsWith('mine.txt'))).toEqual(original);
  expect(await describeFolder(folder)).toEqual(present);
  await clearNotices(window);
});

test('one file comes back alone, from its row in the tree', async ({ world }) => {
  const { window, folder, present } = await changedFolder(world, 'onefile');
  await openVersion(window, 'v0', 'Files');
  await fileRow(window, 'dog.txt').click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Restore this file…' }).click();
  await expect(planned(window, 'create')).toHaveAttribute('data-count', '1');
  await expect(planned(window, 'delete')).toHaveAttribute('data-count', '0');
  await confirmRestore(window);
  await expect(notice(window, 'v0 of onefile restored')).toBeVisible();
  expect(await readFile(path.join(folder, 'dog.txt'), 'utf8')).toBe('woof');
  expect(Math.trunc((await lstat(path.join(folder, 'dog.txt'))).mtimeMs)).toBe(1_600_000_000_000);
  expect((await describeFolder(folder)).filter((line) => !line.startsWith('dog.txt'))).toEqual(present);
  await clearNotices(window);
});

test('one folder comes back alone, and the rest stays', async ({ world }) => {
  const { window, folder, original, present } = await changedFolder(world, 'onefolder');
  await openVersion(window, 'v0', 'Files');
  await fileRow(window, 'birds').click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Restore this folder…' }).click();
  await expect(planned(window, 'create')).toHaveAttribute('data-count', '2');
  await confirmRestore(window);
  await expect(notice(window, 'v0 of onefolder restored')).toBeVisible();
  const ofBirds = (line: string) => line.startsWith('birds');
  const now = await describeFolder(folder);
  expect(now.filter(ofBirds)).toEqual(original.filter(ofBirds));
  expect(now.filter((line) => !ofBirds(line))).toEqual(present);
  await clearNotices(window);
});

test('a folder that is like the version already says so and offers nothing to confirm', async ({ world }) => {
  const folder = await world.folder('equal', { 'cat.txt': 'meow' });
  const { window } = strata();
  await track(strata(), folder);
  await openRestore(window, 'v0');
  await expect(restoreDialog(window)).toContainText('Nothing has to change');
  await expect(restoreDialog(window).getByRole('button', { name: 'Restore', exact: true })).toBeDisabled();
  await restoreDialog(window).getByRole('button', { name: 'Cancel' }).click();
  await expect(artifactRow(window, 'equal')).toHaveAttribute('aria-label', /1 versions?/);
});

test('the plan names what it leaves as it is, and why', async ({ world }) => {
  const folder = await world.folder('hidden', { 'cat.txt': 'meow', 'dog.txt': 'woof' });
  const { window } = strata();
  await track(strata(), folder);
  await writeFile(path.join(folder, '.strataignore'), 'cat.txt\n');
  await writeFile(path.join(folder, 'cat.txt'), 'my own cat');
  await writeFile(path.join(folder, 'dog.txt'), 'growl');
  await invoke(window, 'artifact.snapshot', { artifact: 'hidden' });
  await expect(versionRow(window, 'v1')).toBeVisible();
  await openRestore(window, 'v0');
  const left = restoreDialog(window).getByRole('list', { name: 'Paths that are left as they are' });
  await expect(left.getByRole('listitem')).toHaveCount(1);
  await expect(left).toContainText(/cat\.txt.*ignore/);
  await expect(planned(window, 'overwrite')).toHaveAttribute('data-count', '1');
  await shoot(window, '26-restore-problems');
  await confirmRestore(window);
  await expect(notice(window, 'v0 of hidden restored')).toContainText('1 problem');
  expect(await readFile(path.join(folder, 'cat.txt'), 'utf8')).toBe('my own cat');
  expect(await readFile(path.join(folder, 'dog.txt'), 'utf8')).toBe('woof');
  await clearNotices(window);
});
