import { expect, type Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { oneApp, test, track, type World } from './strata-test.ts';
import { describeFolder } from './tree.ts';
import { artifactRow, clearNotices, deleteDialog, invoke, notice, shoot, versionPage, versionRow } from './window.ts';

const strata = oneApp();

/** An artifact with four versions: each holds 1 MB that no other one has, and all of them a cat that no other artifact has. */
async function fourVersions(world: World, name: string): Promise<{ window: Page; folder: string }> {
  const folder = await world.folder(name, { 'cat.txt': `meow, ${name}`, 'noise.bin': randomBytes(1_000_000) });
  const { window } = strata();
  await track(strata(), folder);
  for (let version = 1; version < 4; version++) {
    await writeFile(path.join(folder, 'noise.bin'), randomBytes(1_000_000));
    await invoke(window, 'artifact.snapshot', { artifact: name });
  }
  await expect(versionRow(window, 'v3')).toBeVisible();
  await clearNotices(window);
  return { window, folder };
}

const reclaim = (window: Page) => window.getByTestId('reclaim');

const refsOf = async (window: Page, artifact: string): Promise<string[]> =>
  (await invoke(window, 'version.list', { artifact })).versions.map(({ ref }) => ref);

async function tick(window: Page, ref: string): Promise<void> {
  await versionRow(window, ref).hover();
  await versionRow(window, ref).getByTestId('tick').click();
  await expect(versionRow(window, ref)).toHaveAttribute('aria-checked', 'true');
}

async function expectReclaim(window: Page, versions: string, bytes: string): Promise<void> {
  await expect(reclaim(window)).toHaveAttribute('data-current', 'true');
  await expect(reclaim(window)).toContainText(versions);
  await expect(reclaim(window)).toContainText(`${bytes} would be freed`);
}

test('versions are ticked with the mouse, and what they would free follows each tick', async ({ world }) => {
  const { window } = await fourVersions(world, 'ticked');
  await tick(window, 'v1');
  await expectReclaim(window, '1 version', '1 MB');
  await tick(window, 'v3');
  await expectReclaim(window, '2 versions', '2 MB');
  await versionRow(window, 'v0').getByTestId('tick').click({ modifiers: ['Shift'] });
  await expectReclaim(window, '4 versions', '4 MB');
  await shoot(window, '80-ticked');
  await versionRow(window, 'v2').getByTestId('tick').click();
  await expectReclaim(window, '3 versions', '3 MB');
  await window.keyboard.press('Control+3');
  await window.getByRole('listbox', { name: 'Artifacts by cost' }).getByRole('option', { name: /^ticked/ }).click();
  await expect(window.getByTestId('ticked')).toHaveText('3 versions ticked3 MB would be freed');
  await shoot(window, '84-ticked-in-storage');
  await window.getByRole('button', { name: 'Choose versions…' }).click();
  await versionRow(window, 'v1').click();
  await expect(versionPage(window, 'v1')).toBeVisible();
  await expectReclaim(window, '3 versions', '3 MB');
  await window.getByRole('button', { name: 'End ticking' }).click();
  await expect(reclaim(window)).toBeHidden();
});

test('versions are ticked, deleted and taken back without a pointer', async ({ world }) => {
  const { window } = await fourVersions(world, 'keys');
  const { keyboard } = window;
  await window.getByRole('listbox', { name: 'Versions' }).focus();
  await keyboard.press('Home');
  await keyboard.press('ArrowDown');
  await keyboard.press('Space');
  await expectReclaim(window, '1 version', '1 MB');
  await keyboard.press('Shift+ArrowDown');
  await expectReclaim(window, '2 versions', '2 MB');
  await keyboard.press('Control+a');
  await expectReclaim(window, '4 versions', '4 MB');
  await keyboard.press('Escape');
  await expect(reclaim(window)).toBeHidden();
  await keyboard.press('Space');
  await keyboard.press('Shift+ArrowUp');
  await keyboard.press('Shift+ArrowUp');
  await expectReclaim(window, '3 versions', '3 MB');

  await keyboard.press('Escape');
  await keyboard.press('Delete');
  await expect(window.getByRole('dialog', { name: 'Delete v3 of keys' })).toBeVisible();
  await keyboard.press('Escape');
  await expect(deleteDialog(window)).toBeHidden();
  await expect(window.getByRole('listbox', { name: 'Versions' })).toBeFocused();
  await keyboard.press('Control+a');
  await keyboard.press('End');
  await keyboard.press('Space');
  await expectReclaim(window, '3 versions', '3 MB');

  await keyboard.press('Delete');
  const dialog = deleteDialog(window);
  await expect(dialog.getByTestId('delete-plan-bytes')).toHaveAttribute('data-bytes', '3000000');
  await expect(dialog).toContainText('“latest” moves to v0');
  await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toBeFocused();
  await keyboard.press('Enter');
  await expect(versionRow(window, 'v3')).toBeHidden();
  await expect(versionRow(window, 'v0')).toContainText('latest');
  expect(await refsOf(window, 'keys')).toEqual(['v0']);
  await expect(reclaim(window)).toBeHidden();

  const told = notice(window, '3 versions of keys deleted');
  await expect(told).toContainText('3 MB will be freed tomorrow at');
  await told.getByRole('button', { name: 'Undo' }).focus();
  await keyboard.press('Enter');
  await expect(notice(window, 'Deletion taken back')).toBeVisible();
  await expect(versionRow(window, 'v3')).toContainText('latest');
  await expect(versionRow(window, 'v1')).toBeVisible();
  expect(await refsOf(window, 'keys')).toEqual(['v3', 'v2', 'v1', 'v0']);
});

test('a version with an alias goes only when that is agreed to, and for good only when that is chosen', async ({ world }) => {
  const { window } = await fourVersions(world, 'named');
  await invoke(window, 'alias.set', { artifact: 'named', ref: 'v1', alias: 'best' });
  await expect(versionRow(window, 'v1')).toContainText('best');
  await tick(window, 'v1');
  await window.getByRole('button', { name: 'Delete…' }).click();
  const dialog = deleteDialog(window);
  const button = dialog.getByRole('button', { name: /^Delete( for good)?$/ });
  await expect(dialog.getByTestId('delete-plan-bytes')).toHaveAttribute('data-bytes', '1000000');
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByRole('checkbox', { name: /alias “best”/ }).check();
  await expect(button).toHaveAttribute('aria-disabled', 'false');
  await dialog.getByRole('radio', { name: 'Delete now, for good' }).check();
  await expect(dialog.getByRole('alert')).toContainText('This cannot be taken back');
  await shoot(window, '81-for-good');
  const before = (await invoke(window, 'store.usage', {})).storeBytes;
  await button.click();
  await expect(notice(window, 'v1 of named deleted')).toContainText('1 MB freed');
  await expect(notice(window, 'v1 of named deleted').getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expect(versionRow(window, 'v1')).toBeHidden();
  expect(before - (await invoke(window, 'store.usage', {})).storeBytes).toBeGreaterThanOrEqual(1_000_000);
});

test('what waits in the undo window is shown in the storage view, comes back from there, and is freed on request', async ({ world }) => {
  const { window } = await fourVersions(world, 'waiting');
  const remove = (...refs: string[]) => invoke(window, 'delete.apply', { targets: [{ artifact: 'waiting', refs }] });
  const first = await remove('v0', 'v1');
  await remove('v2');
  await window.getByRole('button', { name: 'Storage', exact: true }).click();
  const waiting = window.getByRole('region', { name: 'Waiting to be freed' });
  const row = waiting.locator(`[data-operation="${first.operations[0]}"]`);
  await expect(row).toContainText('v0, v1 of waiting');
  await expect(row).toContainText('2 MB');
  await expect(row).toContainText('freed tomorrow at');
  await window.getByRole('listbox', { name: 'Artifacts by cost' }).getByRole('option', { name: /^waiting/ }).click();
  await expect(window.getByTestId('part-waiting')).toHaveAttribute('data-bytes', '3000000');
  await shoot(window, '82-waiting');

  await row.getByRole('button', { name: 'Take back' }).click();
  await expect(row).toBeHidden();
  expect(await refsOf(window, 'waiting')).toEqual(['v3', 'v1', 'v0']);
  await expect(window.getByTestId('part-waiting')).toHaveAttribute('data-bytes', '1000000');
  await expect(window.getByTestId('usage-row')).toHaveCount(3);

  await clearNotices(window);
  await waiting.getByRole('button', { name: /^Free .* now…$/ }).click();
  await window.getByRole('dialog').getByRole('button', { name: 'Free now, for good' }).click();
  await expect(notice(window, /MB freed/)).toBeVisible();
  await expect(waiting).toBeHidden();
  expect(await invoke(window, 'delete.waiting', {})).toEqual({ deletions: [], bytes: 0 });
  await window.keyboard.press('Control+1');
});

test('one deletion of those that wait is deleted for good, and the others wait on', async ({ world }) => {
  const { window } = await fourVersions(world, 'one-by-one');
  const remove = (...refs: string[]) => invoke(window, 'delete.apply', { targets: [{ artifact: 'one-by-one', refs }] });
  const first = await remove('v0');
  const second = await remove('v2');
  await window.keyboard.press('Control+3');
  const row = (operation: number | undefined) => window.locator(`[data-testid="waiting-row"][data-operation="${operation}"]`);
  await row(second.operations[0]).getByRole('button', { name: 'Delete for good: v2 of one-by-one' }).focus();
  await window.keyboard.press('Enter');
  const dialog = window.getByRole('dialog', { name: 'Delete it for good?' });
  await expect(dialog).toContainText('v2 of one-by-one can no longer be taken back then, and 1 MB are freed at once.');
  await shoot(window, '85-one-for-good');
  await dialog.getByRole('button', { name: 'Delete for good' }).focus();
  await window.keyboard.press('Enter');
  await expect(notice(window, '1 MB freed')).toBeVisible();
  await expect(row(second.operations[0])).toBeHidden();
  await expect(row(first.operations[0])).toBeVisible();
  await invoke(window, 'delete.emptyUndo', {});
  await window.keyboard.press('Control+1');
});

test('the open version is deleted from its page', async ({ world }) => {
  const { window } = await fourVersions(world, 'page');
  await versionRow(window, 'v1').click();
  await versionPage(window, 'v1').getByRole('button', { name: 'Delete v1' }).click();
  await expect(window.getByRole('dialog', { name: 'Delete v1 of page' }).getByTestId('delete-plan-bytes')).toHaveAttribute('data-bytes', '1000000');
  await deleteDialog(window).getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(versionRow(window, 'v1')).toBeHidden();
  await expect(versionPage(window, 'v0')).toBeVisible();
  await notice(window, 'v1 of page deleted').getByRole('button', { name: 'Undo' }).click();
  await expect(versionRow(window, 'v1')).toBeVisible();
});

test('an artifact is deleted from its menu, its folder stays as it is, and "Undo" brings all of it back', async ({ world }) => {
  const { window, folder } = await fourVersions(world, 'whole');
  const present = await describeFolder(folder);
  await window.getByRole('button', { name: 'More actions' }).click();
  await window.getByRole('menuitem', { name: 'Delete artifact…' }).click();
  const dialog = deleteDialog(window);
  await expect(dialog.getByTestId('delete-plan-bytes')).toHaveAttribute('data-bytes', String(4_000_000 + 'meow, whole'.length));
  await expect(dialog).toContainText('The folder itself is never touched');
  await shoot(window, '83-whole');
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(artifactRow(window, 'whole')).toBeHidden();
  expect(await describeFolder(folder)).toEqual(present);
  await notice(window, 'whole with 4 versions deleted').getByRole('button', { name: 'Undo' }).click();
  await expect(artifactRow(window, 'whole')).toBeVisible();
  await expect(versionRow(window, 'v0')).toBeVisible();
  await expect(versionPage(window, 'v3')).toBeVisible();
  expect(await refsOf(window, 'whole')).toEqual(['v3', 'v2', 'v1', 'v0']);
});
