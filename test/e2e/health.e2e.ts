import { expect, type Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LaunchOptions, RunningApp } from './app.ts';
import { test, track, type World } from './strata-test.ts';
import { describeFolder } from './tree.ts';
import { clearNotices, fileRow, invoke, notice, shoot, versionRow } from './window.ts';

const health = (window: Page) => window.getByRole('region', { name: 'Health of the store' });
const mark = (window: Page) => window.getByTestId('damage-mark');

/** Two versions of an artifact: the owl is in both, the first cat only in the first one. */
async function twoVersions(world: World, options: LaunchOptions = {}): Promise<{ strata: RunningApp; folder: string; owl: Buffer; cat: Buffer }> {
  const [owl, cat] = [randomBytes(60_000), randomBytes(50_000)];
  const folder = await world.folder('animals', { 'cat.bin': cat, birds: { 'owl.bin': owl } });
  const strata = await world.launch(options);
  await track(strata, folder);
  await writeFile(path.join(folder, 'cat.bin'), randomBytes(50_000));
  await invoke(strata.window, 'artifact.snapshot', { artifact: 'animals' });
  await expect(versionRow(strata.window, 'v1')).toBeVisible();
  await clearNotices(strata.window);
  return { strata, folder, owl, cat };
}

/** Flips one bit in the store, within these bytes. */
async function flipBit({ home }: RunningApp, bytes: Buffer): Promise<void> {
  const entries = await readdir(path.join(home, 'containers'), { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const stored = await readFile(file);
    const at = stored.indexOf(bytes.subarray(100, 140));
    if (at < 0) continue;
    stored[at + 7] = (stored[at + 7] as number) ^ 4;
    await writeFile(file, stored);
    return;
  }
  throw new Error('No container holds these bytes as they are.');
}

async function verifyDeep(window: Page): Promise<void> {
  await health(window).getByRole('checkbox', { name: 'Read every byte' }).check();
  await health(window).getByRole('button', { name: 'Verify' }).click();
  await expect(window.getByTestId('verify-report')).toBeVisible();
}

test('a flipped bit is found, named with all it touches, shown outside the storage view, and repaired from the folder', async ({ world }) => {
  const { strata, folder, owl } = await twoVersions(world);
  const { window } = strata;
  await window.keyboard.press('Control+3');
  await expect(health(window)).toContainText('Not looked at yet');
  await expect(mark(window)).toHaveCount(0);
  await verifyDeep(window);
  await expect(window.getByTestId('verify-report')).toContainText('Everything is whole.');
  await expect(health(window)).toContainText('The store is sound');
  await shoot(window, '96-health-sound');

  await flipBit(strata, owl);
  await verifyDeep(window);
  await expect(window.getByTestId('verify-report')).toContainText('1 thing found.');
  const damaged = window.getByRole('list', { name: 'What is damaged' });
  await expect(damaged.getByTestId('touch')).toHaveText(['animals:v1birds/owl.bin', 'animals:v0birds/owl.bin']);
  await expect(health(window)).toContainText('1 chunk is damaged');
  await shoot(window, '97-health-damaged');
  await window.keyboard.press('Control+1');
  await expect(mark(window)).toBeVisible();
  await shoot(window, '98-health-mark');

  await window.keyboard.press('Control+3');
  await health(window).getByRole('button', { name: 'Repair' }).focus();
  await window.keyboard.press('Enter');
  await expect(window.getByTestId('repair-report')).toContainText('Repaired: everything is whole again.');
  await expect(window.getByTestId('repair-report')).toContainText('1 chunk (60 kB) found again and stored anew, 1 container written again.');
  await expect(window.getByRole('list', { name: 'What was damaged, and is whole again' }).getByTestId('touch')).toHaveCount(2);
  await shoot(window, '99-health-repaired');
  await expect(mark(window)).toHaveCount(0);
  const present = await describeFolder(folder);
  const target = path.join(world.desk, 'restored');
  await invoke(window, 'restore.apply', { artifact: 'animals', ref: 'v1', target });
  expect(await describeFolder(target)).toEqual(present);
});

test('what is nowhere any more is said to be lost, and the store stays marked after a start', async ({ world }) => {
  const { strata, cat } = await twoVersions(world, { home: path.join(world.desk, 'home') });
  const { window } = strata;
  await flipBit(strata, cat);
  await window.keyboard.press('Control+3');
  await verifyDeep(window);
  await health(window).getByRole('button', { name: 'Repair' }).click();
  await expect(window.getByTestId('repair-report')).toContainText(/1 thing could not be mended\. What it needs is in no other container/);
  const lost = window.getByRole('list', { name: 'Could not be mended' });
  await expect(lost.getByTestId('touch')).toHaveText(['animals:v0cat.bin']);
  await shoot(window, '99-health-lost');
  const target = path.join(world.desk, 'restored');
  const { problems } = await invoke(window, 'restore.apply', { artifact: 'animals', ref: 'v0', target });
  expect(problems).toMatchObject([{ path: 'cat.bin' }]);

  await strata.close();
  const again = await world.launch({ home: path.join(world.desk, 'home') });
  await expect(mark(again.window)).toBeVisible();
  await expect(notice(again.window, 'The store is damaged')).toHaveCount(0);
});

test('damage that a look in the background finds is told once, with the way to it', async ({ world }) => {
  const { strata, owl } = await twoVersions(world);
  const { window } = strata;
  await flipBit(strata, owl);
  await invoke(window, 'store.verify', { deep: true });
  const told = notice(window, 'The store is damaged');
  await expect(told).toBeVisible();
  await expect(mark(window)).toBeVisible();
  await shoot(window, '99-health-notice');
  await told.getByRole('button', { name: 'Show' }).click();
  await expect(health(window)).toContainText('The store is damaged');
  await expect(window.getByRole('list', { name: 'What the last look found' })).toBeVisible();
  await shoot(window, '99-health-known');
  await invoke(window, 'store.verify', { deep: true });
  await expect(health(window)).toContainText('Last look just now');
  await expect(told).toHaveCount(0);
});

/** Presses a button in the moment in which it comes. */
const pressAtOnce = (window: Page, label: string) =>
  window.evaluate((name) => {
    const observer = new MutationObserver(() => {
      const button = document.querySelector<HTMLElement>(`button[aria-label="${name}"]`);
      if (button === null) return;
      observer.disconnect();
      button.click();
    });
    observer.observe(document.body, { childList: true, subtree: true });
  }, label);

test('a look shows how far it is, can be cancelled, and goes on where it was', async ({ world }) => {
  const folder = await world.folder('films', { 'a.bin': randomBytes(90_000_000), 'b.bin': randomBytes(90_000_000) });
  const strata = await world.launch();
  const { window } = strata;
  await track(strata, folder);
  await expect(versionRow(window, 'v0')).toBeVisible({ timeout: 60_000 });
  await clearNotices(window);
  await window.keyboard.press('Control+3');
  await health(window).getByRole('checkbox', { name: 'Read every byte' }).check();
  await pressAtOnce(window, 'Cancel: Verifying the store');
  await health(window).getByRole('button', { name: 'Verify' }).click();
  await expect(notice(window, 'Cancelled')).toBeVisible();
  await expect(window.getByTestId('verify-report')).toHaveCount(0);
  await expect(health(window)).toContainText('Not looked at yet');
  await shoot(window, '99-health-cancelled');
  await clearNotices(window);
  await health(window).getByRole('button', { name: 'Verify' }).click();
  await expect(window.getByTestId('activity')).toContainText('Verifying the store');
  await shoot(window, '99-health-verifying');
  await expect(window.getByTestId('verify-report')).toContainText('Everything is whole.');
});

/** Flips bits all over the containers of a home at rest: data, manifests and the containers' own indexes. */
async function batter(home: string): Promise<void> {
  const entries = await readdir(path.join(home, 'containers'), { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const stored = await readFile(file);
    for (const part of [0.3, 0.4, 0.5, 0.6, 0.7]) {
      const at = Math.floor(stored.length * part);
      stored[at] = (stored[at] as number) ^ 8;
    }
    await writeFile(file, stored);
  }
}

test('a damaged manifest is said where files and figures would be, and all is there again after a repair', async ({ world }) => {
  const home = path.join(world.desk, 'home');
  const notes = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`note-${index}.md`, `# Note ${index}\n${'text '.repeat(index)}`]));
  const folder = await world.folder('notes', notes);
  const first = await world.launch({ home });
  await track(first, folder);
  await expect(versionRow(first.window, 'v0')).toBeVisible();
  await first.close();
  await batter(home);
  const { window } = await world.launch({ home });
  await versionRow(window, 'v0').click();
  await expect(window.getByText('The files cannot be listed')).toBeVisible();
  await shoot(window, '99-manifest-files');
  await window.keyboard.press('Control+3');
  await expect(window.getByText('Sizes and costs are not known')).toBeVisible();
  await verifyDeep(window);
  await expect(window.getByRole('list', { name: 'What is damaged' })).toContainText('a part of its manifest');
  await expect(window.getByTestId('notice')).toHaveCount(0);
  await shoot(window, '99-manifest-storage');
  await health(window).getByRole('button', { name: 'Repair' }).click();
  await expect(window.getByTestId('repair-report')).toContainText('Repaired: everything is whole again.');
  await expect(window.getByText('Sizes and costs are not known')).toBeHidden();
  await expect(window.getByTestId('usage-row')).toHaveCount(1);
  await window.keyboard.press('Control+1');
  await expect(fileRow(window, 'note-0.md')).toBeVisible();
});
