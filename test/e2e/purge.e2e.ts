import { expect, type Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { storeHolds } from '../engine/store-bytes.ts';
import { oneApp, test, track, type World } from './strata-test.ts';
import { clearNotices, fileRow, invoke, notice, openVersion, shoot, versionPage, versionRow } from './window.ts';

const strata = oneApp();

const dialog = (window: Page) => window.getByRole('dialog', { name: /^Purge / });
const files = (window: Page) => window.getByRole('treegrid', { name: 'Files' });

/** An artifact in whose first two versions, of which the first waits in the undo window, and in whose folder lies a secret. */
async function leaked(world: World, name: string): Promise<{ window: Page; folder: string; secret: Buffer }> {
  const { window } = strata();
  const secret = randomBytes(40_000);
  const folder = await world.folder(name, { people: { 'addresses.csv': secret, 'list.csv': 'mira\n' }, 'readme.md': `about ${name}` });
  await track(strata(), folder);
  await writeFile(path.join(folder, 'readme.md'), `more about ${name}`);
  await invoke(window, 'artifact.snapshot', { artifact: name });
  await writeFile(path.join(folder, 'readme.md'), `all about ${name}`);
  await invoke(window, 'artifact.snapshot', { artifact: name });
  await invoke(window, 'delete.apply', { targets: [{ artifact: name, refs: ['v0'] }] });
  await expect(versionRow(window, 'v2')).toBeVisible();
  await expect(versionRow(window, 'v0')).toBeHidden();
  await clearNotices(window);
  return { window, folder, secret };
}

test('a file is taken out of every version without a pointer, and no byte of it stays', async ({ world }) => {
  const { window, folder, secret } = await leaked(world, 'leaked');
  const { keyboard } = window;
  await openVersion(window, 'v1', 'Files');
  await fileRow(window, 'people').click();
  await expect(fileRow(window, 'people/addresses.csv')).toBeVisible();
  await files(window).focus();
  await keyboard.press('Home');
  await keyboard.press('ArrowDown');
  await keyboard.press('Shift+F10');
  await shoot(window, '90-purge-menu');
  for (const item of ['Preview', 'History of this path', 'Restore this file…']) {
    await keyboard.press('ArrowDown');
    await expect(window.getByRole('menuitem', { name: item })).toBeFocused();
  }
  await keyboard.press('ArrowDown');
  await expect(window.getByRole('menuitem', { name: 'Purge from every version…' })).toBeFocused();
  await keyboard.press('Enter');

  await expect(dialog(window)).toContainText('It is still in the folder');
  await expect(dialog(window)).toContainText('v0 waits in the undo window');
  await expect(dialog(window).getByTestId('purge-plan-versions')).toHaveAttribute('data-count', '3');
  const button = dialog(window).getByRole('button', { name: 'Purge for good' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await shoot(window, '91-purge-present');
  expect(storeHolds(strata().home, secret.subarray(0, 200))).toBe(true);

  await rm(path.join(folder, 'people/addresses.csv'));
  await dialog(window).getByRole('button', { name: 'Look again' }).focus();
  await keyboard.press('Enter');
  await expect(dialog(window)).toContainText('This cannot be taken back');
  await expect(dialog(window).getByTestId('purge-plan-bytes')).toHaveAttribute('data-bytes', '40000');
  await expect(dialog(window).getByRole('checkbox', { name: 'I want it gone for good' })).toBeFocused();
  await keyboard.press('Space');
  await expect(button).toHaveAttribute('aria-disabled', 'false');
  await shoot(window, '92-purge-sure');
  await button.focus();
  await keyboard.press('Enter');

  await expect(notice(window, '“addresses.csv” is gone from 3 versions of leaked')).toContainText('40 kB freed');
  await expect(dialog(window)).toBeHidden();
  await expect(fileRow(window, 'people/addresses.csv')).toBeHidden();
  await expect(fileRow(window, 'people/list.csv')).toBeVisible();
  await expect(versionPage(window, 'v1')).toBeVisible();
  await shoot(window, '93-purged');
  expect(storeHolds(strata().home, secret.subarray(0, 200))).toBe(false);
  await window.keyboard.press('Control+2');
  await expect(window.getByText('Purged').first()).toBeVisible();
  await shoot(window, '94-purge-history');
  await window.keyboard.press('Control+1');
  const report = await invoke(window, 'store.verify', { deep: true });
  expect(report.findings).toEqual([]);
});

test('a folder is taken out with the mouse, and what something else holds as well is said to stay', async ({ world }) => {
  const { window, folder, secret } = await leaked(world, 'shared');
  await writeFile(path.join(folder, 'copy.bin'), secret);
  await rm(path.join(folder, 'people'), { recursive: true });
  await invoke(window, 'artifact.snapshot', { artifact: 'shared' });
  await openVersion(window, 'v1', 'Files');
  await fileRow(window, 'people').click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Purge from every version…' }).click();
  await expect(dialog(window).getByTestId('purge-plan-entries')).toHaveAttribute('data-count', '6');
  await expect(dialog(window)).toContainText('40 kB of the same content stay in the store');
  await shoot(window, '95-purge-held');
  await dialog(window).getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog(window)).toBeHidden();
  await expect(fileRow(window, 'people')).toBeVisible();
});
