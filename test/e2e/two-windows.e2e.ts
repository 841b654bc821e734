import { expect, type Locator, type Page } from '@playwright/test';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunningApp } from './app.ts';
import { lookAround } from './looking.ts';
import { answerDialog, shootWhole } from './running-app.ts';
import { test, track, type World } from './strata-test.ts';
import { clearNotices, invoke, openVersion, restoreDialog, shoot, versionRow } from './window.ts';

/** Two people with a home, a folder and a window each, and one folder on the network that both reach. */

const region = (window: Page): Locator => window.getByRole('region', { name: 'Remote' });
const apart = (window: Page, kind: string): Locator => window.locator(`[data-testid="apart-notice"][data-kind="${kind}"]`);
const sidesDialog = (window: Page): Locator => window.getByRole('dialog', { name: /side by side$/ });

interface Person {
  readonly strata: RunningApp;
  readonly window: Page;
  readonly folder: string;
}

interface Team {
  readonly anna: Person;
  readonly ben: Person;
  readonly nas: string;
}

async function addRemote({ window }: Person, nas: string): Promise<void> {
  await window.getByRole('button', { name: 'Remotes', exact: true }).click();
  await window.getByRole('button', { name: 'Add remote…' }).click();
  const dialog = window.getByRole('dialog', { name: 'Add remote' });
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(nas);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(window.locator('[data-testid="remote-row"][data-remote="nas"]')).toBeVisible();
  await clearNotices(window);
}

/** Everything by the windows: Anna adds the remote and pushes, Ben adds it and clones. Then both go together only when they say so. */
async function createTeam(world: World): Promise<Team> {
  const nas = path.join(world.desk, 'nas');
  const [annas, bens] = [await world.folder('animals', { 'cat.txt': 'cat', 'dog.txt': 'dog', notes: { 'all.md': 'all' } }), path.join(world.desk, 'bens')];
  const anna = await person(await world.launch(), annas);
  await track(anna.strata, annas);
  await addRemote(anna, nas);
  await anna.window.keyboard.press('Control+1');
  await region(anna.window).getByRole('button', { name: 'Push to nas' }).click();
  await expect(region(anna.window)).toContainText(/Up to date|everything here was pushed/);

  const ben = await person(await world.launch(), bens);
  await addRemote(ben, nas);
  await ben.window.getByRole('button', { name: 'Clone from nas' }).click();
  const clone = ben.window.getByRole('dialog', { name: 'Clone from nas' });
  await answerDialog(ben.strata, bens);
  await clone.getByRole('textbox', { name: 'Folder' }).fill(bens);
  await clone.getByRole('button', { name: 'Clone', exact: true }).click();
  await expect(versionRow(ben.window, 'v0')).toBeVisible();
  for (const { window } of [anna, ben]) {
    await invoke(window, 'sync.set', { artifact: 'animals', mode: 'manual' });
    await clearNotices(window);
  }
  return { anna, ben, nas };
}

async function person(strata: RunningApp, folder: string): Promise<Person> {
  return { strata, window: strata.window, folder };
}

/** A save that becomes a version by itself. */
async function save({ window, folder }: Person, files: Readonly<Record<string, string>>, ref: string): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  await expect(versionRow(window, ref)).toBeVisible();
}

/** Presses Push or Pull, and waits until it is done. */
async function press(window: Page, name: 'Push' | 'Pull'): Promise<void> {
  const button = region(window).getByRole('button', { name, exact: true });
  await button.click();
  await expect(button).not.toHaveAttribute('data-loading');
  await expect(region(window).getByRole('alert')).toHaveCount(0);
}

async function push({ window }: Person): Promise<void> {
  await press(window, 'Push');
  await expect(region(window).getByTestId('last-sync')).toBeVisible();
  await expect(region(window)).toContainText(/Up to date|everything here was pushed/);
  await clearNotices(window);
}

async function pull({ window }: Person, ref: string): Promise<void> {
  await press(window, 'Pull');
  await expect(versionRow(window, ref)).toBeVisible();
  await clearNotices(window);
}

const latest = async ({ window }: Person) => (await invoke(window, 'artifact.get', { artifact: 'animals' })).artifact.latest;

async function dark({ strata }: Person, theme: 'dark' | 'light'): Promise<void> {
  await strata.app.evaluate(({ nativeTheme }, source) => void (nativeTheme.themeSource = source), theme);
}

async function resize({ strata, window }: Person, width: number, height: number, zoom: number): Promise<void> {
  await strata.app.evaluate(
    ({ BrowserWindow }, [w, h, factor]) => {
      const [page] = BrowserWindow.getAllWindows();
      page?.setContentSize(w, h);
      page?.webContents.setZoomFactor(factor);
    },
    [width, height, zoom] as const,
  );
  await expect.poll(() => window.evaluate(() => innerWidth)).toBe(width / zoom);
}

test('two people who save while they are offline keep both versions, and bring their folders together', async ({ world }) => {
  const { anna, ben, nas } = await createTeam(world);
  await rename(nas, `${nas}-away`);
  await save(anna, { 'cat.txt': 'by anna', 'dog.txt': 'by anna too' }, 'v1');
  await save(ben, { 'dog.txt': 'by ben', 'rat.txt': 'by ben' }, 'v1');
  await expect(versionRow(ben.window, 'v1').getByTestId('provisional')).toHaveAttribute('title', /may get another one when it is pushed/);
  await expect(versionRow(ben.window, 'v0').getByTestId('provisional')).toHaveCount(0);
  await openVersion(ben.window, 'v1');
  await expect(ben.window.getByTestId('provisional-line')).toContainText('v1 is a provisional number');
  await shoot(ben.window, '130-provisional');
  expect((await invoke(ben.window, 'remote.checkAgain', { remote: 'nas' })).ok).toBe(false);
  await rename(`${nas}-away`, nas);

  await push(anna);
  await push(ben);
  await expect(apart(ben.window, 'renumbered')).toContainText(/Your v1 is now v2, because .+’s v1 came first\./);
  await expect(apart(ben.window, 'folder')).toContainText(/v2 was made from v0 and does not have the changes of v1 by .+; 1 path changed on both sides\./);
  await shoot(ben.window, '131-apart');
  await ben.window.getByRole('button', { name: 'Got it' }).click();
  await expect(apart(ben.window, 'renumbered')).toBeHidden();

  await ben.window.getByRole('button', { name: 'See both sides' }).click();
  const dialog = sidesDialog(ben.window);
  await expect(dialog.locator('[data-testid="sides-row"]')).toHaveCount(3);
  await expect(dialog.locator('[data-path="cat.txt"]')).toHaveAttribute('data-changed', 'there');
  await expect(dialog.locator('[data-path="dog.txt"]')).toHaveAttribute('data-changed', 'both');
  await expect(dialog.locator('[data-path="rat.txt"]')).toHaveAttribute('data-changed', 'here');
  await shoot(ben.window, '132-sides');
  const ways = ['Keep mine', 'Restore v1…', 'Close'].map((name) => dialog.getByRole('button', { name }));
  await lookAround(ben.strata, '132-sides', [dialog.getByRole('listbox'), ...ways]);
  await dialog.getByRole('listbox').focus();
  // Keys alone: the list has the keyboard, the first row is the one that both changed or theirs.
  await ben.window.keyboard.press('Home');
  await ben.window.keyboard.press('Space');
  await expect(dialog.getByRole('button', { name: 'Take 1 file…' })).toBeEnabled();
  await shoot(ben.window, '133-ticked');
  await dialog.getByRole('button', { name: 'Take 1 file…' }).click();
  await restoreDialog(ben.window).getByRole('button', { name: /^Restore/ }).last().click();
  await expect(restoreDialog(ben.window)).toBeHidden();
  await expect.poll(() => readFile(path.join(ben.folder, 'cat.txt'), 'utf8')).toBe('by anna');
  expect(await readFile(path.join(ben.folder, 'dog.txt'), 'utf8')).toBe('by ben');
  await expect(apart(ben.window, 'folder')).toContainText('1 path changed on both sides');
  await clearNotices(ben.window);
  await apart(ben.window, 'folder').getByRole('button', { name: 'Keep mine' }).click();
  await expect(apart(ben.window, 'folder')).toBeHidden();
  await push(ben);

  const newest = (await latest(ben))?.ref ?? '';
  await pull(anna, newest);
  await expect(apart(anna.window, 'folder')).toContainText('does not have the changes of');
  await anna.window.getByRole('button', { name: 'See both sides' }).click();
  await sidesDialog(anna.window).getByRole('button', { name: `Restore ${newest}…` }).click();
  await restoreDialog(anna.window).getByRole('button', { name: /^Restore/ }).last().click();
  await expect(restoreDialog(anna.window)).toBeHidden();
  await expect(apart(anna.window, 'folder')).toBeHidden();
  expect(await readFile(path.join(anna.folder, 'rat.txt'), 'utf8')).toBe('by ben');

  await push(anna);
  await pull(ben, newest);
  expect((await latest(anna))?.digest).toBe((await latest(ben))?.digest);
  expect((await latest(anna))?.ref).toBe((await latest(ben))?.ref);
  for (const { window } of [anna, ben]) expect((await invoke(window, 'store.verify', { deep: true })).findings).toEqual([]);
});

test('a race for an alias and for a description is shown, decided and carried on; a folder that is behind is brought along', async ({ world }) => {
  const { anna, ben } = await createTeam(world);
  await save(anna, { 'cat.txt': 'one' }, 'v1');
  await push(anna);
  await pull(ben, 'v1');
  await expect(apart(ben.window, 'folder')).toContainText(/made v1; your folder is at v0\./);
  await shoot(ben.window, '134-behind');
  await ben.window.getByRole('button', { name: 'Bring the folder to v1' }).focus();
  await ben.window.keyboard.press('Enter');
  await expect(restoreDialog(ben.window)).toBeVisible();
  await restoreDialog(ben.window).getByRole('button', { name: /^Restore/ }).last().click();
  await expect(restoreDialog(ben.window)).toBeHidden();
  await expect(apart(ben.window, 'folder')).toBeHidden();
  expect(await readFile(path.join(ben.folder, 'cat.txt'), 'utf8')).toBe('one');
  await expect(versionRow(ben.window, 'v2')).toHaveCount(0);

  const artifact = 'animals';
  await invoke(anna.window, 'alias.set', { artifact, ref: 'v1', alias: 'best' });
  await invoke(ben.window, 'alias.set', { artifact, ref: 'v0', alias: 'best' });
  await invoke(anna.window, 'version.describe', { artifact, ref: 'v0', description: 'The very first ones, as they came from the field.' });
  await invoke(ben.window, 'version.describe', { artifact, ref: 'v0', description: 'Raw' });
  await invoke(anna.window, 'version.setMetadata', { artifact, ref: 'v0', set: { score: 0.5 } });
  await invoke(ben.window, 'version.setMetadata', { artifact, ref: 'v0', set: { score: 0.7 } });
  await push(anna);
  await push(ben);
  await expect(apart(ben.window, 'alias')).toContainText(/set “best” to v1, while you set it to v0\./);
  await expect(apart(ben.window, 'edit')).toHaveCount(2);
  await clearNotices(ben.window);
  await shoot(ben.window, '135-undecided');
  await dark(ben, 'dark');
  await shoot(ben.window, '136-undecided-dark');
  // A row that was seen coming does not come once more when the list is drawn anew.
  await expect(ben.window.locator('[data-arrived="true"]')).toHaveCount(0);
  await resize(ben, 760, 600, 1);
  await shootWhole(ben.strata, '137-undecided-760');
  await resize(ben, 1280, 820, 2);
  await shootWhole(ben.strata, '138-undecided-200');
  await resize(ben, 1280, 820, 1);
  await dark(ben, 'light');

  await apart(ben.window, 'alias').getByRole('button', { name: 'Use mine (v0)' }).click();
  await expect(apart(ben.window, 'alias')).toBeHidden();
  // Anna is faster once more: the race that was lost is shown again.
  await invoke(anna.window, 'alias.remove', { artifact, alias: 'best' });
  await push(anna);
  await push(ben);
  await expect(apart(ben.window, 'alias')).toContainText(/removed “best”, while you (moved|set) it to v0\./);
  await apart(ben.window, 'alias').getByRole('button', { name: 'Use mine (v0)' }).click();
  await apart(ben.window, 'edit').filter({ hasText: 'Description' }).getByRole('button', { name: 'Keep theirs' }).click();
  await apart(ben.window, 'edit').filter({ hasText: 'score' }).getByRole('button', { name: 'Use mine' }).click();
  await expect(apart(ben.window, 'edit')).toHaveCount(0);
  await push(ben);
  await press(anna.window, 'Pull');
  const v0 = async ({ window }: Person) => {
    const { version } = await invoke(window, 'version.get', { artifact, ref: 'v0' });
    return [version.aliases, version.description, version.metadata];
  };
  const expected = [['best'], 'The very first ones, as they came from the field.', { score: 0.7 }];
  for (const who of [anna, ben]) await expect.poll(() => v0(who)).toEqual(expected);

  // A protected alias is refused to others with who protected it.
  await invoke(anna.window, 'alias.setProtected', { artifact, alias: 'best', protected: true });
  await push(anna);
  await press(ben.window, 'Pull');
  await expect.poll(async () => (await invoke(ben.window, 'version.get', { artifact, ref: 'v0' })).version.protectedAliases).toEqual(['best']);
  await expect(invoke(ben.window, 'alias.set', { artifact, ref: 'v1', alias: 'best' })).rejects.toThrow(/"best" of animals:v0 is protected by .+@.+: it stays there until you unprotect it\./);
  for (const { window } of [anna, ben]) expect((await invoke(window, 'store.verify', { deep: true })).findings).toEqual([]);
});
