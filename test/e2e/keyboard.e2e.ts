import { expect, type Locator, type Page } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { answerDialog } from './running-app.ts';
import { test, track } from './strata-test.ts';
import { describeFolder } from './tree.ts';
import { artifactRow, fileRow, invoke, notice, restoreDialog, shoot, versionPage, versionRow } from './window.ts';

/** Presses Tab until this part has the keyboard. */
async function tabTo(window: Page, part: Locator): Promise<void> {
  await expect(part).toBeVisible();
  for (let presses = 0; presses < 60; presses++) {
    if (await part.evaluate((element) => element === document.activeElement)) return;
    await window.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${String(part)}.`);
}

const versions = (window: Page) => window.getByRole('listbox', { name: 'Versions' });

const files = (window: Page) => window.getByRole('treegrid', { name: 'Files' });

test('the whole main job is done without a pointer', async ({ world }) => {
  const folder = await world.folder('animals', { 'cat.txt': 'meow', birds: { 'owl.txt': 'hoo' } });
  const strata = await world.launch();
  const { window } = strata;
  const { keyboard } = window;
  await answerDialog(strata, folder);

  await keyboard.press('Control+o');
  await expect(window.getByLabel('Name', { exact: true })).toBeFocused();
  await expect(window.getByLabel('Name', { exact: true })).toHaveValue('animals');
  await keyboard.press('Enter');
  await expect(versionRow(window, 'v0')).toBeVisible();
  await invoke(window, 'artifact.configure', { artifact: 'animals', quietWindowMs: 3_600_000 });

  await writeFile(path.join(folder, 'cat.txt'), 'hiss');
  await expect(artifactRow(window, 'animals')).toHaveAttribute('data-state', 'settling');
  await keyboard.press('Control+s');
  await expect(versionRow(window, 'v1')).toBeVisible();
  const present = await describeFolder(folder);

  await tabTo(window, versions(window));
  await keyboard.press('Home');
  await expect(versionPage(window, 'v1')).toBeVisible();
  await keyboard.press('ArrowDown');
  await expect(versionPage(window, 'v0')).toBeVisible();

  await keyboard.press('a');
  await keyboard.type('first');
  await keyboard.press('Enter');
  await expect(versionRow(window, 'v0')).toContainText('first');
  await keyboard.press('d');
  await keyboard.type('before the hiss');
  await keyboard.press('Control+Enter');
  await expect(versionRow(window, 'v0')).toContainText('before the hiss');

  await keyboard.press('r');
  await expect(restoreDialog(window).getByRole('button', { name: 'Restore', exact: true })).toBeEnabled();
  await expect(restoreDialog(window).getByRole('button', { name: 'Restore', exact: true })).toBeFocused();
  await keyboard.press('Enter');
  await expect(notice(window, 'v0 of animals restored')).toBeVisible();
  await expect(versionRow(window, 'v2')).toContainText('identical to v0');
  await tabTo(window, notice(window, 'v0 of animals restored').getByRole('button', { name: 'Undo' }));
  await keyboard.press('Enter');
  await expect(notice(window, 'Restore taken back')).toBeVisible();
  expect(await describeFolder(folder)).toEqual(present);
});

test('the file tree is walked, opened, looked at and asked for history with keys', async ({ world }) => {
  const folder = await world.folder('animals', { birds: { 'owl.txt': 'hoo' }, 'cat.txt': 'meow' });
  const strata = await world.launch();
  const { window } = strata;
  const { keyboard } = window;
  await track(strata, folder);
  await expect(fileRow(window, 'birds')).toBeVisible();
  await tabTo(window, files(window));
  await keyboard.press('Home');
  await keyboard.press('ArrowRight');
  await expect(fileRow(window, 'birds')).toHaveAttribute('aria-expanded', 'true');
  await expect(fileRow(window, 'birds/owl.txt')).toBeVisible();
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(window.getByRole('region', { name: 'Content of owl.txt' })).toHaveText('hoo');
  await expect(window.getByRole('dialog').locator(':focus')).toBeVisible();
  await keyboard.press('Escape');
  await expect(window.getByRole('region', { name: 'Content of owl.txt' })).toBeHidden();
  await expect(files(window)).toBeFocused();
  await keyboard.press('h');
  await expect(window.getByRole('list', { name: 'Versions in which it changed' })).toBeVisible();
  await expect(window.getByRole('dialog').locator(':focus')).toBeVisible();
  await keyboard.press('Escape');
  await expect(window.getByRole('dialog')).toHaveCount(0);
  await expect(files(window)).toBeFocused();
  await keyboard.press('r');
  await expect(restoreDialog(window)).toContainText('birds/owl.txt');
  await expect(restoreDialog(window).locator(':focus')).toBeVisible();
  await keyboard.press('Escape');
  await expect(window.getByRole('dialog')).toHaveCount(0);
  await expect(files(window)).toBeFocused();
  await keyboard.press('ArrowLeft');
  await keyboard.press('ArrowLeft');
  await expect(fileRow(window, 'birds')).toHaveAttribute('aria-expanded', 'false');
  await keyboard.press('Control+f');
  await keyboard.type('cat');
  await expect(fileRow(window, 'birds')).toBeHidden();
  await expect(fileRow(window, 'cat.txt')).toBeVisible();
});

/** From now on every dialog is closed with Escape in the moment in which it comes, before any timer of its own. */
const closeAtOnce = (window: Page) =>
  window.evaluate(() => {
    const seen = new WeakSet<Element>();
    const observer = new MutationObserver(() => {
      const dialog = document.querySelector('[role="dialog"]');
      if (dialog === null || seen.has(dialog)) return;
      seen.add(dialog);
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
      document.body.dataset['closed'] = String(Number(document.body.dataset['closed'] ?? 0) + 1);
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });

test('a dialog that is closed before it has taken the keyboard leaves it where it was', async ({ world }) => {
  const strata = await world.launch();
  const { window } = strata;
  const { keyboard } = window;
  await track(strata, await world.folder('animals', { 'cat.txt': 'meow' }));
  await answerDialog(strata, await world.folder('plants', { 'oak.txt': 'o' }));
  await expect(fileRow(window, 'cat.txt')).toBeVisible();
  await tabTo(window, files(window));
  await keyboard.press('Home');
  await closeAtOnce(window);
  let closed = 0;
  for (const key of ['h', 'r', 'Enter', '?', 'Control+o']) {
    await keyboard.press(key);
    closed += 1;
    await expect(window.locator('body'), `a dialog comes after ${key}`).toHaveAttribute('data-closed', String(closed));
    await expect(window.getByRole('dialog'), `it goes after ${key}`).toHaveCount(0);
    await expect(files(window), `the keyboard is back after ${key}`).toBeFocused();
  }
});

test('a version is pinned and given a time to live, a rule is set, and the store gets a limit, without a pointer', async ({ world }) => {
  const folder = await world.folder('animals', { 'cat.txt': 'meow' });
  const strata = await world.launch();
  const { window } = strata;
  const { keyboard } = window;
  await track(strata, folder);
  for (const sound of ['hiss', 'purr']) {
    await writeFile(path.join(folder, 'cat.txt'), sound);
    await invoke(window, 'artifact.snapshot', { artifact: 'animals' });
  }
  await expect(versionRow(window, 'v2')).toBeVisible();
  await tabTo(window, versions(window));
  await keyboard.press('End');
  const page = versionPage(window, 'v0');
  await tabTo(window, page.getByRole('button', { name: 'Pin' }));
  await keyboard.press('Enter');
  await expect(page.getByTestId('fate')).toContainText('It is pinned.');
  await tabTo(window, page.getByRole('button', { name: 'Time to live' }));
  await keyboard.press('Enter');
  await expect(window.getByRole('menuitemradio', { name: '1 day' })).toBeVisible();
  for (let presses = 0; presses < 12 && !(await window.getByRole('menuitemradio', { name: '1 day' }).evaluate((item) => item === document.activeElement)); presses++) await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect.poll(async () => (await invoke(window, 'version.get', { artifact: 'animals', ref: 'v0' })).version.timeToLive).toBe(86_400);

  await tabTo(window, window.getByRole('button', { name: 'More actions' }));
  await keyboard.press('Enter');
  await expect(window.getByRole('menuitem', { name: /^Keep rule…/ })).toBeVisible();
  for (let presses = 0; presses < 6 && !(await window.getByRole('menuitem', { name: /^Keep rule…/ }).evaluate((item) => item === document.activeElement)); presses++) await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  const rule = window.getByRole('dialog', { name: /^Keep rule of/ });
  await expect(rule.locator(':focus')).toBeVisible();
  await tabTo(window, rule.getByRole('radio', { checked: true }));
  await keyboard.press('ArrowDown');
  await expect(rule.getByTestId('keep-preview')).toBeVisible();
  await shoot(window, '51-keep-by-keys');
  await keyboard.press('Escape');
  await expect(rule).toBeHidden();

  await keyboard.press('Control+3');
  await tabTo(window, window.getByRole('button', { name: 'Set a limit…' }));
  await keyboard.press('Enter');
  await expect(window.getByLabel('At most, in GB')).toBeFocused();
  await keyboard.press('Control+a');
  await keyboard.type('2');
  await keyboard.press('Enter');
  await expect(window.getByRole('region', { name: 'Limit of the store' })).toContainText('of at most 2 GB');
  await tabTo(window, window.getByRole('button', { name: 'Verify' }));
  await keyboard.press('Enter');
  await expect(window.getByTestId('verify-report')).toContainText('Everything is whole.');
});

test('keys lead to each view, and "?" lists them all', async ({ world }) => {
  const strata = await world.launch();
  const { window } = strata;
  await track(strata, await world.folder('animals', { 'cat.txt': 'meow' }));
  await window.keyboard.press('Control+2');
  await expect(window.getByRole('heading', { name: 'History' })).toBeVisible();
  await window.keyboard.press('Control+3');
  await expect(window.getByRole('heading', { name: 'Storage' })).toBeVisible();
  await window.keyboard.press('Control+1');
  await expect(window.getByRole('heading', { name: 'animals' })).toBeVisible();
  await window.keyboard.press('?');
  await expect(window.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Snapshot now');
  await shoot(window, '50-shortcuts');
  await window.keyboard.press('Escape');
  await expect(window.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeHidden();
});
