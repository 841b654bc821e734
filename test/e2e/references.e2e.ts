import { expect, type Locator, type Page } from '@playwright/test';
import { readlink, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { dropLink } from './app.ts';
import { answerDialog, resize, shootWhole } from './running-app.ts';
import { oneApp, test } from './strata-test.ts';
import { artifactRow, clearNotices, fileRow, invoke, notice, openVersion, restoreDialog, shoot, versionRow } from './window.ts';

const strata = oneApp();

const addDialog = (window: Page): Locator => window.getByRole('dialog', { name: 'Add reference' });
const details = (window: Page): Locator => window.getByRole('dialog', { name: /^References of / });

/** As a person pastes it: into nothing in particular. */
async function paste(window: Page, text: string): Promise<void> {
  await window.evaluate((words) => {
    const data = new DataTransfer();
    data.setData('text/plain', words);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  }, text);
}

test('a folder becomes an artifact by reference, is looked at again, checked, and brought into the store', async ({ world }) => {
  const { window, home } = strata();
  const animals = await world.folder('animals', { 'cat.txt': 'a cat', birds: { 'owl.txt': 'an owl' } });
  await window.getByRole('button', { name: 'Add reference…' }).click();
  await expect(addDialog(window).getByRole('textbox', { name: 'URI' })).toBeFocused();
  await answerDialog(strata(), animals);
  await addDialog(window).getByRole('button', { name: 'Folder…' }).click();
  await expect(addDialog(window).getByRole('textbox', { name: 'URI' })).toHaveValue(pathToFileURL(animals).href);
  await shoot(window, '200-add-reference');
  await addDialog(window).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(notice(window, 'animals refers to it')).toBeVisible();
  await expect(artifactRow(window, 'animals')).toBeVisible();
  await clearNotices(window);
  await openVersion(window, 'v0', 'Files');
  await expect(fileRow(window, 'cat.txt')).toContainText('file://');
  await expect(window.getByRole('region', { name: 'References' })).toContainText(pathToFileURL(animals).href);
  await shoot(window, '201-references');

  await fileRow(window, 'cat.txt').click();
  await window.keyboard.press('Enter');
  await expect(window.getByRole('region', { name: 'Content of cat.txt' })).toHaveText('a cat');
  await shoot(window, '202-reference-looked-at');
  await window.keyboard.press('Escape');

  await writeFile(path.join(animals, 'cat.txt'), 'another cat');
  await rm(path.join(animals, 'birds', 'owl.txt'));
  await window.getByRole('button', { name: 'References…' }).click();
  await details(window).getByRole('button', { name: 'Check' }).click();
  await expect(details(window).getByTestId('drift')).toHaveAttribute('data-changed', '1');
  await expect(details(window).getByTestId('drift')).toHaveAttribute('data-missing', '1');
  await shoot(window, '203-drift');
  await details(window).getByRole('button', { name: 'Make a version of what is there now' }).click();
  await expect(notice(window, 'v1 says what is there now.')).toBeVisible();
  await details(window).getByRole('combobox', { name: 'Look at the sources' }).click();
  await window.getByRole('option', { name: 'Every day' }).click();
  await expect.poll(async () => (await invoke(window, 'reference.list', { artifact: 'animals' })).everyMs).toBe(86_400_000);
  await details(window).getByRole('button', { name: 'Check' }).click();
  await expect(details(window).getByRole('status')).toHaveText('All that can be told is as v1 names it.');
  await details(window).getByRole('button', { name: 'Bring into the store' }).click();
  await expect(notice(window, 'Bringing animals into the store')).toBeVisible();
  await shoot(window, '204-brought');
  await window.keyboard.press('Escape');
  await expect(versionRow(window, 'v2')).toBeVisible();
  await rm(animals, { recursive: true });
  expect(await invoke(window, 'restore.plan', { artifact: 'animals', ref: 'v2', target: path.join(home, '..', 'elsewhere') })).toMatchObject({ create: 1, problems: [] });
});

test('a pasted URI is asked about, and what is wrong with it is said', async () => {
  const { window } = strata();
  await paste(window, 'see you');
  await expect(addDialog(window)).toBeHidden();
  await paste(window, 'file:///nowhere/at-all');
  await expect(addDialog(window).getByRole('textbox', { name: 'URI' })).toHaveValue('file:///nowhere/at-all');
  await expect(addDialog(window).getByRole('combobox', { name: 'Artifact' })).toHaveValue('at-all');
  await addDialog(window).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(addDialog(window).getByRole('alert')).toContainText('There is nothing at file:///nowhere/at-all');
  await addDialog(window).getByRole('textbox', { name: 'URI' }).fill('https://me:secret@data.example/cats');
  await addDialog(window).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(addDialog(window).getByRole('alert')).not.toContainText('secret');
  await shoot(window, '205-refused');
  await window.keyboard.press('Escape');
  await expect(addDialog(window)).toBeHidden();
  await expect(artifactRow(window, 'at-all')).toBeHidden();
});

test('a link that is dropped from a browser is asked about', async () => {
  const { window } = strata();
  await dropLink(window, 'https://data.example/sets/cats.zip');
  await expect(addDialog(window).getByRole('textbox', { name: 'URI' })).toHaveValue('https://data.example/sets/cats.zip');
  await expect(addDialog(window).getByRole('combobox', { name: 'Artifact' })).toHaveValue('cats.zip');
  await window.keyboard.press('Escape');
  await expect(addDialog(window)).toBeHidden();
});

test('a version of references is restored to another folder with its bytes, with links, or without', async ({ world }) => {
  const { window } = strata();
  const stones = await world.folder('stones', { 'flint.txt': 'a flint' });
  await invoke(window, 'reference.add', { artifact: 'stones', uri: pathToFileURL(stones).href });
  await artifactRow(window, 'stones').click();
  await openVersion(window, 'v0');
  const out = path.join(world.desk, 'out');
  await answerDialog(strata(), out);
  await window.keyboard.press('r');
  await restoreDialog(window).getByRole('button', { name: 'Choose folder…' }).click();
  await expect(restoreDialog(window)).toContainText(out);
  await restoreDialog(window).getByText('Links to them').click();
  await expect(restoreDialog(window)).toContainText('Links stand for files on this computer');
  await shoot(window, '208-restore-references');
  await restoreDialog(window).getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(restoreDialog(window)).toBeHidden();
  expect(await readlink(path.join(out, 'flint.txt'))).toBe(path.join(stones, 'flint.txt'));
  await clearNotices(window);
});

test('a tracked folder refers to what lies elsewhere, too', async ({ world }) => {
  const { window } = strata();
  const pond = await world.folder('pond', { 'frog.txt': 'a frog' });
  const reeds = await world.folder('reeds', { 'reed.txt': 'a reed' });
  await invoke(window, 'artifact.track', { path: pond });
  await artifactRow(window, 'pond').click();
  await window.getByRole('button', { name: 'More actions' }).click();
  await window.getByRole('menuitem', { name: 'References…' }).click();
  await expect(details(window)).toContainText('Nothing was added at this computer.');
  await details(window).getByRole('button', { name: 'Add another…' }).click();
  await addDialog(window).getByRole('textbox', { name: 'URI' }).fill(pathToFileURL(reeds).href);
  await addDialog(window).getByRole('textbox', { name: 'Folder in it' }).fill('plants');
  await addDialog(window).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(notice(window, 'pond refers to it')).toBeVisible();
  await clearNotices(window);
  const { entries } = await invoke(window, 'version.entries', { artifact: 'pond', ref: 'latest' });
  expect(entries.map(({ path: at, kind }) => [at, kind])).toEqual([['frog.txt', 'file'], ['plants/reed.txt', 'reference']]);
});

test('with the keyboard alone, at twice the size, an URI is kept without asking its source', async ({ world }) => {
  const { window } = strata();
  const plants = await world.folder('plants', { 'fern.txt': 'a fern' });
  await resize(strata(), 1280, 820, 2);
  try {
    await window.keyboard.press('Control+l');
    await expect(addDialog(window).getByRole('textbox', { name: 'URI' })).toBeFocused();
    await window.keyboard.type(pathToFileURL(plants).href);
    await addDialog(window).getByRole('checkbox').focus();
    await window.keyboard.press('Space');
    await expect(addDialog(window)).toContainText('a change or a loss there is not noticed');
    await shootWhole(strata(), '206-unchecked-large');
    await addDialog(window).getByRole('textbox', { name: 'URI' }).focus();
    await window.keyboard.press('Enter');
    await expect(notice(window, 'plants refers to it')).toBeVisible();
    await clearNotices(window);
    await shootWhole(strata(), '207-references-large');
  } finally {
    await resize(strata(), 1280, 820, 1);
  }
  const { references } = await invoke(window, 'reference.list', { artifact: 'plants' });
  expect(references).toMatchObject([{ checksum: false }]);
});
