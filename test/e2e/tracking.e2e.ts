import { expect, type Page } from '@playwright/test';
import { mkdir, readdir, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dropFolder } from './app.ts';
import { answerDialog, clickTray } from './running-app.ts';
import { oneApp, test, track } from './strata-test.ts';
import { artifactRow, fileRow, invoke, notice, shoot, versionPage, versionRow } from './window.ts';

const trackedNames = async (window: Page) =>
  (await invoke(window, 'artifact.list', {})).artifacts.filter(({ state }) => state !== 'untracked').map(({ name }) => name);

const trackDialog = (page: Page) => page.getByRole('dialog', { name: 'Track this folder' });

test('a folder that is dropped on the window is tracked, and its present state is v0', async ({ world }) => {
  const folder = await world.folder('animals', { 'cat.txt': 'meow', 'dog.txt': 'woof', birds: { 'owl.txt': 'hoo' } });
  const strata = await world.launch();
  const { window } = strata;
  await expect(window.getByRole('heading', { name: 'Drop a folder here' })).toBeVisible();
  await shoot(window, '01-first-start');
  await dropFolder(window, [folder]);
  await expect(artifactRow(window, 'animals')).toHaveAttribute('data-state', 'watching');
  await expect(versionRow(window, 'v0')).toBeVisible();
  await expect(notice(window, 'animals is tracked')).toBeVisible();
  await expect(versionPage(window, 'v0')).toContainText('3');
  await expect(fileRow(window, 'cat.txt')).toBeVisible();
  await shoot(window, '02-tracked');
});

test('two folders that are dropped together are both tracked', async ({ world }) => {
  const folders = [await world.folder('north', { 'a.txt': 'a' }), await world.folder('south', { 'b.txt': 'b' })];
  const { window } = await world.launch();
  await dropFolder(window, folders);
  await expect(artifactRow(window, 'north')).toHaveAttribute('data-state', 'watching');
  await expect(artifactRow(window, 'south')).toHaveAttribute('data-state', 'watching');
});

test('while a folder is dragged over it, the window says that it can be dropped', async ({ world }) => {
  const folder = await world.folder('animals', { 'cat.txt': 'meow' });
  const { window } = await world.launch();
  const session = await window.context().newCDPSession(window);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop') => session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  const zone = window.getByTestId('drop-zone');
  await drag('dragEnter');
  await drag('dragOver');
  await expect(zone).toHaveAttribute('data-over', 'true');
  await expect(zone).toContainText('Drop to start tracking');
  await shoot(window, '03-drag-over');
  await drag('drop');
  await expect(zone).toHaveAttribute('data-over', 'false');
  await expect(artifactRow(window, 'animals')).toBeVisible();
});

test('"Choose folder…" asks for a folder, proposes a name, and tracks it as it was named', async ({ world }) => {
  const folder = await world.folder('Zoo of 2026', { 'cat.txt': 'meow' });
  const strata = await world.launch();
  const { window } = strata;
  await answerDialog(strata, folder);
  await window.getByRole('button', { name: 'Choose folder…' }).click();
  const dialog = trackDialog(window);
  await expect(dialog.getByLabel('Name')).toHaveValue('Zoo-of-2026');
  await shoot(window, '04-track-dialog');
  await dialog.getByLabel('Name').fill('zoo');
  await dialog.getByLabel('Type').fill('images');
  await dialog.getByRole('button', { name: 'Start tracking' }).click();
  await expect(artifactRow(window, 'zoo')).toHaveAttribute('data-state', 'watching');
  const { artifact } = await invoke(window, 'artifact.get', { artifact: 'zoo' });
  expect(artifact).toMatchObject({ path: folder, type: 'images' });
});

test('a dialog that is cancelled tracks nothing', async ({ world }) => {
  const strata = await world.launch();
  await answerDialog(strata, null);
  await strata.window.getByRole('button', { name: 'Choose folder…' }).click();
  await expect(trackDialog(strata.window)).toBeHidden();
  expect((await invoke(strata.window, 'artifact.list', {})).artifacts).toEqual([]);
});

test('the tray\'s "Add folder…" leads to the same question', async ({ world }) => {
  const folder = await world.folder('animals', { 'cat.txt': 'meow' });
  const strata = await world.launch();
  await answerDialog(strata, folder);
  await clickTray(strata, 'add-folder');
  await expect(artifactRow(strata.window, 'animals')).toHaveAttribute('data-state', 'watching');
});

test('a folder named at the start is tracked, and starting the same way again is fine', async ({ world }) => {
  const folder = await world.folder('animals', { 'cat.txt': 'meow' });
  const home = path.join(world.desk, 'home');
  const first = await world.launch({ home, args: [`--track=${folder}`] });
  await expect(versionRow(first.window, 'v0')).toBeVisible();
  await first.close();
  const { window } = await world.launch({ home, args: [`--track=${folder}`] });
  await expect(versionRow(window, 'v0')).toBeVisible();
  await expect(artifactRow(window, 'animals')).toHaveAttribute('data-state', 'watching');
  await expect(notice(window, 'was not added')).toBeHidden();
  expect((await invoke(window, 'artifact.list', {})).artifacts).toHaveLength(1);
});

test('the baseline of a big folder shows its progress, and cancelling it leaves nothing', async ({ world }) => {
  const folder = path.join(world.desk, 'big');
  await mkdir(folder);
  await writeFile(path.join(folder, 'notes.txt'), 'small');
  // Sparse: made at once, but every byte of it has to be read.
  await writeFile(path.join(folder, 'image.raw'), '');
  await truncate(path.join(folder, 'image.raw'), 200 * 2 ** 30);
  const { window, home } = await world.launch();
  await dropFolder(window, [folder]);
  const activity = window.getByTestId('activity').and(window.locator('[data-kind="track"]')).first();
  await expect(activity).toContainText('Storing the baseline of big');
  await expect(activity).toContainText(/of 214\.7 GB/);
  await expect(activity).toContainText(/1 of 2 files|0 of 2 files/);
  await expect(activity).toContainText(/[\d.,]+ [KMG]i?B\/s/);
  await expect(activity).toContainText(/left/);
  await shoot(window, '06-baseline-progress');
  await activity.getByRole('button', { name: /^Cancel/ }).click();
  await expect(activity).toBeHidden();
  await expect(artifactRow(window, 'big')).toBeHidden();
  await expect(window.getByRole('heading', { name: 'Drop a folder here' })).toBeVisible();
  expect((await invoke(window, 'artifact.list', {})).artifacts).toEqual([]);
  expect(await readdir(path.join(home, 'tmp'))).toEqual([]);
  await shoot(window, '07-after-cancel');
});

test('tracking stops when asked, and the versions stay', async ({ world }) => {
  const strata = await world.launch();
  const { window } = strata;
  await track(strata, await world.folder('animals', { 'cat.txt': 'meow' }));
  await window.getByRole('button', { name: 'More actions' }).click();
  await window.getByRole('menuitem', { name: 'Stop tracking…' }).click();
  await window.getByRole('dialog').getByRole('button', { name: 'Stop tracking' }).click();
  await expect(artifactRow(window, 'animals')).toHaveAttribute('data-state', 'untracked');
  await expect(versionRow(window, 'v0')).toBeVisible();
});

test.describe('an artifact that is no longer tracked', () => {
  const strata = oneApp();

  async function stopped(folder: string): Promise<Page> {
    const { window } = strata();
    await track(strata(), folder);
    await invoke(window, 'artifact.untrack', { artifact: path.basename(folder) });
    await expect(artifactRow(window, path.basename(folder))).toHaveAttribute('data-state', 'untracked');
    return window;
  }

  test('is tracked again from its page: the versions stay, and the next one follows them', async ({ world }) => {
    const folder = await world.folder('animals', { 'cat.txt': 'meow', 'dog.txt': 'woof' });
    const window = await stopped(folder);
    await writeFile(path.join(folder, 'cow.txt'), 'moo');
    await answerDialog(strata(), folder);
    await window.getByRole('button', { name: 'Track again…' }).click();
    const dialog = window.getByRole('dialog', { name: 'Track animals again' });
    await expect(dialog).toContainText('What differs from v0 becomes the next version');
    await expect(dialog.getByRole('button', { name: 'Track again' })).toBeFocused();
    await shoot(window, '08-track-again');
    await window.keyboard.press('Enter');
    await expect(notice(window, 'animals is tracked again')).toContainText('v1');
    await expect(versionRow(window, 'v1')).toContainText('+1');
    await expect(versionRow(window, 'v0')).toBeVisible();
    await writeFile(path.join(folder, 'cow.txt'), 'moo moo');
    await expect(versionRow(window, 'v2')).toBeVisible();
  });

  test('says so when the chosen folder looks like another one, and when it cannot be tracked', async ({ world }) => {
    const window = await stopped(await world.folder('plants', { 'oak.txt': 'o', 'elm.txt': 'e' }));
    await answerDialog(strata(), await world.folder('rocks', { 'flint.txt': 'f' }));
    await window.getByRole('button', { name: 'Track again…' }).click();
    const dialog = window.getByRole('dialog', { name: 'Track plants again' });
    await expect(dialog).toContainText('Nothing at the top of it is in v0');
    await shoot(window, '09-track-again-other');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toHaveCount(0);
    const gone = path.join(world.desk, 'gone');
    await answerDialog(strata(), gone);
    await window.getByRole('button', { name: 'Track again…' }).click();
    await expect(dialog.getByRole('alert')).toContainText(`There is no folder at ${gone}`);
    await expect(dialog.getByRole('button', { name: 'Track again' })).toBeDisabled();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toHaveCount(0);
    expect(await trackedNames(window)).toEqual([]);
  });
});

test.describe('what cannot be tracked', () => {
  const strata = oneApp();

  test('a folder inside a tracked one, and one around it, are refused with the reason', async ({ world }) => {
    const outer = await world.folder('outer', { zoo: { birds: { 'owl.txt': 'hoo' } } });
    const { window } = strata();
    await track(strata(), path.join(outer, 'zoo'));
    await dropFolder(window, [path.join(outer, 'zoo/birds')]);
    await expect(notice(window, '"birds" was not added')).toContainText('lies inside');
    await shoot(window, '05-refused');
    await dropFolder(window, [outer]);
    await expect(notice(window, '"outer" was not added')).toContainText('stop tracking that one first');
    await dropFolder(window, [path.join(outer, 'zoo')]);
    await expect(notice(window, '"zoo" was not added')).toContainText('is tracked already, as "zoo"');
    expect(await trackedNames(window)).toEqual(['zoo']);
  });

  test("Strata's own home is refused", async () => {
    const { window, home } = strata();
    await dropFolder(window, [home]);
    await expect(notice(window, 'was not added')).toContainText("holds Strata's own store");
    expect(await trackedNames(window)).toEqual([]);
  });

  test('a file is refused, and the sentence says what to drop instead', async ({ world }) => {
    const folder = await world.folder('animals', { 'cat.txt': 'meow' });
    const { window } = strata();
    await dropFolder(window, [path.join(folder, 'cat.txt')]);
    await expect(notice(window, '"cat.txt" was not added')).toContainText('Drop the folder it is in');
  });

  test('a path that is gone is refused before anything is asked', async ({ world }) => {
    const gone = path.join(world.desk, 'gone');
    await answerDialog(strata(), gone);
    await strata().window.getByRole('button', { name: 'Add folder…' }).click();
    const dialog = trackDialog(strata().window);
    await expect(dialog).toContainText(`There is no folder at ${gone}`);
    await expect(dialog.getByRole('button', { name: 'Start tracking' })).toBeDisabled();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toHaveCount(0);
  });

  test('a name that is taken is refused, and nothing half-made stays', async ({ world }) => {
    const { window } = strata();
    await track(strata(), await world.folder('animals', { 'cat.txt': 'meow' }));
    await answerDialog(strata(), await world.folder('plants', { 'oak.txt': '…' }));
    await window.getByRole('button', { name: 'Add folder…' }).click();
    await trackDialog(window).getByLabel('Name').fill('animals');
    await trackDialog(window).getByRole('button', { name: 'Start tracking' }).click();
    await expect(window.getByText('is the name of another artifact')).toBeVisible();
    expect(await trackedNames(window)).toEqual(['animals']);
  });
});
