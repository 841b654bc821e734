import { expect, type Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { oneApp, test, track, type World } from './strata-test.ts';
import { clearNotices, invoke, notice, openVersion, shoot, versionPage, versionRow } from './window.ts';

const strata = oneApp();

/** A tracked folder and so many saves of it, each of 20 kB that no other has. */
async function saved(world: World, name: string, saves: number): Promise<Page> {
  const folder = await world.folder(name, { 'cat.bin': randomBytes(20_000).toString('base64') });
  const { window } = strata();
  await track(strata(), folder);
  for (let index = 1; index <= saves; index++) {
    await writeFile(path.join(folder, 'cat.bin'), randomBytes(20_000));
    await expect(versionRow(window, `v${index}`)).toBeVisible();
  }
  return window;
}

const dialog = (window: Page) => window.getByRole('dialog', { name: /^Keep rule of/ });

async function openRule(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'More actions' }).click();
  await window.getByRole('menuitem', { name: /^Keep rule…/ }).click();
  await expect(dialog(window)).toBeVisible();
}

test('a keep rule shows what would go, lets it go when switched on, and both come back with Undo', async ({ world }) => {
  const window = await saved(world, 'kept', 6);
  await openVersion(window, 'v2');
  await versionPage(window, 'v2').getByRole('button', { name: 'Pin' }).click();
  await expect(versionPage(window, 'v2').getByTestId('fate')).toContainText('It is pinned.');
  await expect(versionRow(window, 'v2').getByRole('img', { name: 'Pinned' })).toBeVisible();
  await shoot(window, '80-pinned');
  await openRule(window);
  await expect(dialog(window).getByTestId('keep-preview')).toContainText('Nothing would go now.');
  await shoot(window, '81-keep-all');
  await dialog(window).getByRole('radio', { name: 'The last', exact: true }).click();
  await dialog(window).getByLabel('How many versions stay').fill('2');
  await expect(dialog(window).getByTestId('keep-preview')).toContainText(/3 versions would go and free 60 kB/);
  await shoot(window, '82-keep-last');
  await dialog(window).getByRole('button', { name: 'Switch on and let them go' }).click();
  await expect(dialog(window)).toBeHidden();
  for (const ref of ['v1', 'v3', 'v4']) await expect(versionRow(window, ref)).toBeHidden();
  for (const ref of ['v0', 'v2', 'v5', 'v6']) await expect(versionRow(window, ref)).toBeVisible();
  await expect(notice(window, '3 versions went')).toBeVisible();
  await shoot(window, '83-went');
  await notice(window, '3 versions went').getByRole('button', { name: 'Undo' }).click();
  for (const ref of ['v1', 'v3', 'v4']) await expect(versionRow(window, ref)).toBeVisible();
  expect((await invoke(window, 'artifact.get', { artifact: 'kept' })).artifact.keep).toEqual({ kind: 'all' });
  expect((await invoke(window, 'version.get', { artifact: 'kept', ref: 'v1' })).version.pinned).toBe(false);
});

test('a version says when it goes, and History tells what went by itself', async ({ world }) => {
  const window = await saved(world, 'aging', 3);
  await openVersion(window, 'v1');
  const fate = versionPage(window, 'v1').getByTestId('fate');
  await fate.getByRole('button', { name: 'Time to live' }).click();
  await shoot(window, '84-time-to-live');
  await window.getByRole('menuitemradio', { name: '1 day' }).click();
  await expect(fate).toContainText(/Goes in (23 hours|1 day)\. Its own time to live ends\./);
  await expect(versionRow(window, 'v1').getByRole('img', { name: /^Goes in/ })).toBeVisible();
  await shoot(window, '85-goes');
  await invoke(window, 'keep.set', { artifact: 'aging', rule: { kind: 'last', count: 1 } });
  await expect(versionRow(window, 'v2')).toBeHidden();
  await window.getByRole('button', { name: 'History', exact: true }).click();
  await expect(window.getByText('Thinned').first()).toBeVisible();
  await shoot(window, '86-history');
  await window.keyboard.press('Control+1');
});

test('the limit of the store is set where the storage is shown, and says when it is reached', async ({ world }) => {
  const window = await saved(world, 'limited', 1);
  await window.getByRole('button', { name: 'Storage', exact: true }).click();
  const limit = window.getByRole('region', { name: 'Limit of the store' });
  await expect(limit).toContainText('as much as the disk has');
  await limit.getByRole('button', { name: 'Set a limit…' }).click();
  await window.getByLabel('At most, in GB').fill('1');
  await shoot(window, '87-limit-dialog');
  await window.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(limit).toContainText('of at most 1 GB');
  await shoot(window, '88-limit');
  await invoke(window, 'store.setLimit', { bytes: 1_000 });
  await expect(notice(window, 'The store has reached its limit')).toBeVisible();
  await expect(limit).toContainText('full, no new versions are made');
  await shoot(window, '89-full');
  await invoke(window, 'store.setLimit', { bytes: null });
  await clearNotices(window);
  await window.keyboard.press('Control+1');
});
