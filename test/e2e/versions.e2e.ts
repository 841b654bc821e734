import { expect, type Page } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { oneApp, test, track, type World } from './strata-test.ts';
import type { Tree } from './tree.ts';
import { artifactRow, diffRow, fileRow, invoke, openVersion, shoot, versionPage, versionRow } from './window.ts';

const strata = oneApp();

/** An artifact with three versions: v1 edits the cat, v2 adds a rat. */
async function threeVersions(world: World, name: string, tree: Tree = {}): Promise<Page> {
  const folder = await world.folder(name, { 'cat.txt': 'meow', 'dog.txt': 'woof', ...tree });
  const { window } = strata();
  await track(strata(), folder);
  await writeFile(path.join(folder, 'cat.txt'), 'meow meow');
  await invoke(window, 'artifact.snapshot', { artifact: name });
  await writeFile(path.join(folder, 'rat.txt'), 'squeak');
  await invoke(window, 'artifact.snapshot', { artifact: name });
  await expect(versionRow(window, 'v2')).toBeVisible();
  return window;
}

const chip = (window: Page, ref: string, alias: string) =>
  versionPage(window, ref).locator(`[data-testid="alias-chip"][data-alias="${alias}"]`);

async function addAlias(window: Page, ref: string, alias: string): Promise<void> {
  const page = await openVersion(window, ref);
  await page.getByRole('button', { name: 'Add alias' }).click();
  // With aliases elsewhere the button offers those too.
  const another = window.getByRole('menuitem', { name: 'New alias…' });
  const box = page.getByLabel('New alias', { exact: true });
  await expect(another.or(box)).toBeVisible();
  if (await another.isVisible()) await another.click();
  await box.fill(alias);
  await box.press('Enter');
  await expect(chip(window, ref, alias)).toBeVisible();
}

test('an alias is added, renamed and removed through its chip', async ({ world }) => {
  const window = await threeVersions(world, 'aliases');
  await addAlias(window, 'v1', 'best');
  await expect(versionRow(window, 'v1')).toContainText('best');
  await shoot(window, '20-aliases');
  await chip(window, 'v1', 'best').click();
  await window.getByRole('menuitem', { name: 'Rename…' }).click();
  await window.getByLabel('New name of best').fill('release 1');
  await window.getByLabel('New name of best').press('Enter');
  await expect(chip(window, 'v1', 'release 1')).toBeVisible();
  await expect(versionRow(window, 'v1')).toContainText('release 1');
  await expect(versionRow(window, 'v1')).not.toContainText('best');
  await expect.poll(async () => (await invoke(window, 'version.get', { artifact: 'aliases', ref: 'release 1' })).version.ref).toBe('v1');
  await chip(window, 'v1', 'release 1').click();
  await window.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(chip(window, 'v1', 'release 1')).toBeHidden();
  await expect.poll(async () => (await invoke(window, 'version.get', { artifact: 'aliases', ref: 'v1' })).version.aliases).toEqual([]);
});

test('a protected alias shows a lock, and neither it nor its version goes until it is unprotected', async ({ world }) => {
  const window = await threeVersions(world, 'protected');
  await addAlias(window, 'v1', 'gold');
  await chip(window, 'v1', 'gold').click();
  await window.getByRole('menuitem', { name: 'Protect' }).click();
  await expect(window.getByRole('button', { name: 'Protected alias gold' })).toBeVisible();
  await expect.poll(async () => (await invoke(window, 'version.get', { artifact: 'protected', ref: 'v1' })).version.protectedAliases).toEqual(['gold']);
  await chip(window, 'v1', 'gold').click();
  await expect(window.getByRole('menuitem', { name: 'Remove' })).toBeDisabled();
  await expect(window.getByRole('menuitem', { name: 'Rename…' })).toBeDisabled();
  await shoot(window, '21-protected-alias');
  await window.keyboard.press('Escape');
  await versionRow(window, 'v1').hover();
  await versionRow(window, 'v1').getByTestId('tick').click();
  await window.getByRole('button', { name: 'Delete…' }).click();
  await expect(window.getByRole('dialog')).toContainText('"gold" of protected:v1 is protected: unprotect it first.');
  await shoot(window, '21-protected-version');
  await window.keyboard.press('Escape');
  await chip(window, 'v1', 'gold').click();
  await window.getByRole('menuitem', { name: 'Unprotect' }).click();
  await chip(window, 'v1', 'gold').click();
  await window.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(chip(window, 'v1', 'gold')).toBeHidden();
});

test('an alias is moved to another version with the menu, and by dragging its chip', async ({ world }) => {
  const window = await threeVersions(world, 'moving');
  await addAlias(window, 'v0', 'stable');
  const page = await openVersion(window, 'v1');
  await page.getByRole('button', { name: 'Add alias' }).click();
  await window.getByRole('menuitem', { name: /^stable/ }).click();
  await expect(chip(window, 'v1', 'stable')).toBeVisible();
  await expect(versionRow(window, 'v0')).not.toContainText('stable');
  await chip(window, 'v1', 'stable').dragTo(versionRow(window, 'v2'));
  await expect(versionRow(window, 'v2')).toContainText('stable');
  await expect(versionRow(window, 'v1')).not.toContainText('stable');
  expect((await invoke(window, 'version.get', { artifact: 'moving', ref: 'stable' })).version.ref).toBe('v2');
});

test('"latest" cannot be touched, and a name that looks like a version is refused while it is typed', async ({ world }) => {
  const window = await threeVersions(world, 'reserved');
  const page = await openVersion(window, 'v2');
  await expect(chip(window, 'v2', 'latest')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Alias latest' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Add alias' }).click();
  await page.getByLabel('New alias').fill('v7');
  await expect(window.getByRole('tooltip')).toBeVisible();
  await page.getByLabel('New alias').press('Enter');
  await expect(page.getByLabel('New alias')).toBeVisible();
  await page.getByLabel('New alias').press('Escape');
  expect((await invoke(window, 'version.get', { artifact: 'reserved', ref: 'v2' })).version.aliases).toEqual(['latest']);
});

test('description, tags and metadata are edited without a new version', async ({ world }) => {
  const window = await threeVersions(world, 'facts');
  const page = await openVersion(window, 'v1');
  await page.getByRole('button', { name: 'Add a description' }).click();
  await page.getByLabel('Description').fill('The cat learned a second word.\nMore below.');
  await page.getByLabel('Description').press('Control+Enter');
  await expect(versionRow(window, 'v1')).toContainText('The cat learned a second word.');
  await page.getByRole('button', { name: 'Add tag' }).click();
  await page.getByLabel('New tag').fill('reviewed');
  await page.getByLabel('New tag').press('Enter');
  await expect(page.getByRole('group', { name: 'Tags' })).toContainText('reviewed');
  await page.getByRole('tab', { name: 'Metadata' }).click();
  await page.getByRole('button', { name: 'Add metadata' }).click();
  await page.getByLabel('Metadata key').fill('accuracy');
  await page.getByLabel('Metadata value').fill('0.93');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('row', { name: /accuracy/ })).toContainText('0.93');
  await shoot(window, '21-facts');
  await page.getByRole('button', { name: 'Edit accuracy' }).click();
  await page.getByLabel('Metadata value').fill('{"top1": 0.95}');
  await page.getByLabel('Metadata value').press('Enter');
  await expect(page.getByRole('row', { name: /accuracy/ })).toContainText('top1');
  await page.getByRole('button', { name: 'Remove tag reviewed' }).click();
  await expect(page.getByRole('group', { name: 'Tags' })).not.toContainText('reviewed');
  const { version } = await invoke(window, 'version.get', { artifact: 'facts', ref: 'v1' });
  expect(version).toMatchObject({
    description: 'The cat learned a second word.\nMore below.',
    metadata: { accuracy: { top1: 0.95 } },
    tags: [],
  });
  expect((await invoke(window, 'version.list', { artifact: 'facts' })).total).toBe(3);
});

test('two versions are compared by Ctrl+click, and by choosing the other side', async ({ world }) => {
  const window = await threeVersions(world, 'compared');
  await openVersion(window, 'v2');
  await versionRow(window, 'v0').click({ modifiers: ['Control'] });
  await expect(diffRow(window, 'modified', 'cat.txt')).toBeVisible();
  await expect(diffRow(window, 'added', 'rat.txt')).toBeVisible();
  await shoot(window, '22-compared');
  await window.getByRole('combobox', { name: 'Compare with' }).click();
  await window.getByRole('option', { name: 'v1 · Manual', exact: true }).click();
  await expect(diffRow(window, 'modified', 'cat.txt')).toBeHidden();
  await expect(diffRow(window, 'added', 'rat.txt')).toBeVisible();
});

test('the tree opens folders and shows a text, a picture and bytes', async ({ world }) => {
  const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const window = await threeVersions(world, 'looked', {
    birds: { night: { 'owl.txt': 'hoo '.repeat(20) }, 'dot.png': Buffer.from(onePixel, 'base64'), 'raw.bin': Buffer.from([0, 1, 2, 0, 255, 254]) },
  });
  await openVersion(window, 'v2', 'Files');
  await fileRow(window, 'birds').click();
  await fileRow(window, 'birds/night').click();
  await fileRow(window, 'birds/night/owl.txt').dblclick();
  const look = window.getByRole('dialog', { name: 'owl.txt' });
  await expect(look.getByRole('region', { name: 'Content of owl.txt' })).toContainText('hoo hoo');
  await shoot(window, '23-preview');
  await window.keyboard.press('Escape');
  await expect(look).toBeHidden();
  await fileRow(window, 'birds/dot.png').dblclick();
  await expect(window.getByRole('img', { name: 'dot.png' })).toBeVisible();
  await expect.poll(() => window.getByRole('img', { name: 'dot.png' }).evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  await window.keyboard.press('Escape');
  await fileRow(window, 'birds/raw.bin').dblclick();
  await expect(window.getByRole('region', { name: 'Bytes of raw.bin' })).toContainText('00 01 02 00 ff fe');
  await window.keyboard.press('Escape');
  await window.getByRole('searchbox', { name: 'Filter files' }).fill('owl');
  await expect(fileRow(window, 'birds/night/owl.txt')).toBeVisible();
  await expect(fileRow(window, 'cat.txt')).toBeHidden();
  await openVersion(window, 'v1');
  await expect(fileRow(window, 'birds/night/owl.txt')).toBeVisible();
});

test('a filter stays for the versions of one artifact, and is gone in another', async ({ world }) => {
  const window = await threeVersions(world, 'filtered');
  await openVersion(window, 'v2', 'Files');
  const filter = window.getByRole('searchbox', { name: 'Filter files' });
  await filter.fill('dog');
  await expect(fileRow(window, 'cat.txt')).toBeHidden();
  await openVersion(window, 'v0');
  await expect(fileRow(window, 'dog.txt')).toBeVisible();
  await expect(fileRow(window, 'cat.txt')).toBeHidden();
  await threeVersions(world, 'unfiltered');
  await expect(filter).toHaveValue('');
  await expect(fileRow(window, 'cat.txt')).toBeVisible();
});

test('the history of a path lists the versions in which it changed, and shows its content then', async ({ world }) => {
  const window = await threeVersions(world, 'history');
  await openVersion(window, 'v2', 'Files');
  await fileRow(window, 'cat.txt').click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'History of this path' }).click();
  const changes = window.getByRole('list', { name: 'Versions in which it changed' });
  await expect(changes.getByRole('listitem')).toHaveCount(2);
  await shoot(window, '24-path-history');
  await changes.getByRole('button', { name: 'v0, Added' }).click();
  await expect(window.getByRole('region', { name: 'Content of cat.txt' })).toHaveText('meow');
  await window.keyboard.press('Escape');
});

test('the history view lists what was done, and an edit is taken back there', async ({ world }) => {
  const window = await threeVersions(world, 'audited');
  await addAlias(window, 'v1', 'oops');
  await window.getByRole('button', { name: 'History', exact: true }).click();
  const row = window.getByTestId('operation-row').filter({ hasText: 'audited' }).filter({ hasText: 'oops' });
  await expect(row).toBeVisible();
  await shoot(window, '25-history');
  await row.getByRole('button', { name: /^Undo/ }).click();
  await expect(row).toContainText('Taken back');
  await artifactRow(window, 'audited').click();
  await expect(versionRow(window, 'v1')).not.toContainText('oops');
});

test('the storage view shows what versions cost, and that the store is sound', async ({ world }) => {
  const window = await threeVersions(world, 'stored');
  await window.getByRole('button', { name: 'Storage', exact: true }).click();
  await window.getByRole('listbox', { name: 'Artifacts by cost' }).getByRole('option', { name: /^stored/ }).click();
  await expect(window.getByRole('list', { name: 'Versions of stored' }).getByRole('listitem')).toHaveCount(3);
  await window.getByLabel('Read every byte').check();
  await window.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(window.getByTestId('verify-report')).toContainText('every byte read');
  await expect(window.getByRole('region', { name: 'Health of the store' })).toContainText('The store is sound');
  await shoot(window, '26-storage');
});
