import { expect, type Page } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test, track } from './strata-test.ts';
import { fileRow, invoke, openVersion, shoot, versionRow } from './window.ts';

const FLAT = 50_000;
const FOLDERS = 500;
const PER_FOLDER = 100;

/** 100,000 files: half of them in one folder, the others in many. */
function plantMany(folder: string): void {
  mkdirSync(path.join(folder, 'flat'), { recursive: true });
  for (let index = 0; index < FLAT; index++) writeFileSync(path.join(folder, 'flat', numbered(index)), String(index));
  for (let outer = 0; outer < FOLDERS; outer++) {
    const inner = path.join(folder, 'deep', `part-${outer}`);
    mkdirSync(inner, { recursive: true });
    for (let index = 0; index < PER_FOLDER; index++) writeFileSync(path.join(inner, numbered(index)), String(index));
  }
}

const numbered = (index: number) => `${String(index).padStart(6, '0')}.txt`;

/** Keeps the lengths of all tasks of the page over 50 ms, ms. */
const watchLongTasks = (window: Page) =>
  window.evaluate(() => {
    const longTasks: number[] = [];
    Object.assign(globalThis, { longTasks });
    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  });

const takeLongTasks = (window: Page) =>
  window.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks.splice(0).map(Math.round));

const rowsInPage = (window: Page) => window.getByTestId('file-row').count();

/** The row that has the keyboard, as assistive technology is told. */
const activeRow = (window: Page) => window.locator('[role="row"][data-active="true"]');

const scrollTree = (window: Page, to: 'start' | 'end') =>
  window.getByRole('treegrid', { name: 'Files' }).evaluate((list, where) => void (list.scrollTop = where === 'end' ? list.scrollHeight : 0), to);

/** Drags the scroll bar through the whole tree and back, a jump in every frame. */
const scrollFast = (window: Page) =>
  window.getByRole('treegrid', { name: 'Files' }).evaluate(async (list) => {
    const frames = 120;
    for (let frame = 0; frame <= 2 * frames; frame++) {
      const part = frame <= frames ? frame / frames : 2 - frame / frames;
      list.scrollTop = part * (list.scrollHeight - list.clientHeight);
      await new Promise((drawn) => void requestAnimationFrame(drawn));
    }
  });

test('a version of 100,000 files opens, scrolls and is searched with a page of a few rows', async ({ world }, info) => {
  test.slow();
  const folder = path.join(world.desk, 'many');
  plantMany(folder);
  const strata = await world.launch();
  const { window } = strata;
  await watchLongTasks(window);
  const measured: Record<string, number[]> = {};
  const measure = async (what: string) => void (measured[what] = await takeLongTasks(window));

  const { version } = await track(strata, folder);
  expect(version.files).toBe(FLAT + FOLDERS * PER_FOLDER);
  await measure('baseline');

  await openVersion(window, 'v0', 'Files');
  await fileRow(window, 'flat').click();
  await expect(fileRow(window, `flat/${numbered(0)}`)).toBeVisible();
  await expect(window.getByRole('treegrid', { name: 'Files' })).toHaveAttribute('aria-rowcount', String(FLAT + 2));
  expect(await rowsInPage(window)).toBeLessThan(100);
  await measure('opening a folder of 50,000');

  await scrollFast(window);
  expect(await rowsInPage(window)).toBeLessThan(100);
  await measure('scrolling fast');

  await scrollTree(window, 'end');
  await expect(fileRow(window, `flat/${numbered(FLAT - 1)}`)).toBeVisible();
  expect(await rowsInPage(window)).toBeLessThan(100);
  await shoot(window, '80-scale-end');
  await scrollTree(window, 'start');
  await fileRow(window, 'deep').click();
  await expect(fileRow(window, 'deep/part-0')).toBeVisible();
  await measure('going to its end and back');

  const tree = window.getByRole('treegrid', { name: 'Files' });
  await tree.focus();
  await tree.press('End');
  await expect(activeRow(window)).toHaveAttribute('data-path', `flat/${numbered(FLAT - 1)}`);
  await tree.press('PageUp');
  await expect(activeRow(window)).toHaveAttribute('data-path', /^flat\/0499[0-8]\d\.txt$/);
  await tree.press('ArrowLeft');
  await expect(activeRow(window)).toHaveAttribute('data-path', 'flat');
  await tree.press('ArrowRight');
  await expect(activeRow(window)).toHaveAttribute('data-path', `flat/${numbered(0)}`);
  await measure('walking it with keys');

  await window.getByRole('searchbox', { name: 'Filter files' }).fill('part-499/ 000099');
  await expect(fileRow(window, `deep/part-499/${numbered(99)}`)).toBeVisible();
  await expect(window.getByTestId('file-row')).toHaveCount(1);
  await measure('searching');

  await writeFile(path.join(folder, 'deep/part-7', numbered(7)), 'changed');
  await expect(versionRow(window, 'v1')).toContainText('~1');
  await measure('a save');
  const { residentBytes } = await invoke(window, 'home.status', {});
  info.annotations.push({ type: 'tasks over 50 ms', description: JSON.stringify(measured) });
  info.annotations.push({ type: 'engine', description: `${Math.round(residentBytes / 1e6)} MB` });
  console.log(`    tasks of the window over 50 ms: ${JSON.stringify(measured)}; engine ${Math.round(residentBytes / 1e6)} MB`);
});
