import type { Page } from '@playwright/test';
import { cp, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dropFolder, launchApp, temporaryFolder, type RunningApp } from '../e2e/app.ts';
import { describeFolder } from '../e2e/tree.ts';
import { clearNotices, deleteDialog, diffRow, invoke, notice, restoreDialog, versionPage, versionRow } from '../e2e/window.ts';
import { beginSteps, type Steps } from './steps.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PICTURES = path.join(ROOT, 'out/demo');
/** How long any single thing may take, ms. */
const PATIENCE = 20_000;
/** Seconds of quiet before a burst of saves becomes a version, in this demonstration. */
const QUIET = '0.3';

const tell = (line: string): void => console.log(line);

interface Stage {
  readonly steps: Steps;
  readonly window: Page;
  /** The tracked copy of the project's sources. */
  readonly folder: string;
}

const made = new Set(['node_modules', 'out', 'dist', '.git', 'coverage', 'test-results']);

const copySources = (to: string): Promise<void> =>
  cp(ROOT, to, { recursive: true, preserveTimestamps: true, filter: (from) => !made.has(path.relative(ROOT, from)) });

async function track({ steps, window, folder }: Stage): Promise<void> {
  await steps.picture(window, 'empty-window');
  await steps.step('dropped the folder on the window, and its present state is v0', async () => {
    await dropFolder(window, [folder]);
    await versionRow(window, 'v0').waitFor();
    const { version } = await invoke(window, 'version.get', { artifact: 'sources', ref: 'v0' });
    return `${version.files} files, ${(version.bytes / 1e6).toFixed(1)} MB`;
  });
  await steps.picture(window, 'tracked');
  await steps.step(`set the quiet window to ${QUIET} s`, async () => {
    await window.getByRole('button', { name: 'More actions' }).click();
    await window.getByRole('menuitem', { name: 'Quiet window…' }).click();
    await window.getByLabel('Seconds of quiet').fill(QUIET);
    await window.getByRole('button', { name: 'Save', exact: true }).click();
    await window.getByRole('dialog').waitFor({ state: 'detached' });
  });
}

async function save({ steps, window, folder }: Stage): Promise<void> {
  const at = (name: string): string => path.join(folder, name);
  const saves: readonly [ref: string, title: string, work: () => Promise<void>][] = [
    ['v1', 'edited a file', async () => writeFile(at('package.json'), `${await readFile(at('package.json'), 'utf8')}\n`)],
    ['v2', 'added a file', () => writeFile(at('NOTES.md'), 'Every save becomes a version.\n')],
    ['v3', 'renamed a folder', () => rename(at('shared'), at('contract'))],
    ['v4', 'deleted a file', () => unlink(at('LICENSE'))],
  ];
  for (const [ref, title, work] of saves) {
    await steps.step(`${title}, and ${ref} appeared by itself`, async () => {
      await work();
      await versionRow(window, ref).waitFor();
    });
  }
  await clearNotices(window);
  await steps.picture(window, 'four-saves');
}

async function renameAlias({ steps, window }: Stage): Promise<void> {
  const page = versionPage(window, 'v1');
  await steps.step('gave v1 the alias "draft" and renamed it to "reviewed"', async () => {
    await versionRow(window, 'v1').click();
    await page.getByRole('button', { name: 'Add alias' }).click();
    await page.getByLabel('New alias').fill('draft');
    await page.getByLabel('New alias').press('Enter');
    await page.getByRole('button', { name: 'Alias draft' }).click();
    await window.getByRole('menuitem', { name: 'Rename…' }).click();
    await page.getByLabel('New name of draft').fill('reviewed');
    await page.getByLabel('New name of draft').press('Enter');
    await page.getByRole('button', { name: 'Alias reviewed' }).waitFor();
    const { version } = await invoke(window, 'version.get', { artifact: 'sources', ref: 'reviewed' });
    return `sources:reviewed is ${version.ref}`;
  });
  await steps.picture(window, 'alias');
}

async function compare({ steps, window }: Stage): Promise<void> {
  await steps.step('compared v4 with v0', async () => {
    await versionRow(window, 'v4').click();
    await versionRow(window, 'v0').click({ modifiers: ['Control'] });
    await diffRow(window, 'modified', 'package.json').waitFor();
    const { totals } = await invoke(window, 'version.diff', { artifact: 'sources', from: 'v0', to: 'v4' });
    return `${totals.modified} modified, ${totals.renamed} renamed, ${totals.added} added, ${totals.removed} removed`;
  });
  await steps.picture(window, 'compared');
}

async function restore({ steps, window, folder }: Stage, original: readonly string[]): Promise<void> {
  await steps.step('asked what restoring v0 would do', async () => {
    await versionRow(window, 'v0').click();
    await versionPage(window, 'v0').getByRole('button', { name: 'Restore…' }).click();
    const count = async (action: string): Promise<string> =>
      `${await restoreDialog(window).getByTestId(`restore-plan-${action}`).getAttribute('data-count')} to ${action}`;
    return [await count('create'), await count('overwrite'), await count('delete')].join(', ');
  });
  await steps.picture(window, 'restore-plan');
  await steps.step('restored v0', async () => {
    await restoreDialog(window).getByRole('button', { name: 'Restore', exact: true }).click();
    await notice(window, 'v0 of sources restored').waitFor();
    expectEqual(await describeFolder(folder), original);
    return 'the folder is v0 again, byte for byte';
  });
  await versionRow(window, 'v5').waitFor();
  await steps.picture(window, 'restored');
}

async function undo({ steps, window, folder }: Stage, before: readonly string[]): Promise<void> {
  await steps.step('took the restore back with one click', async () => {
    await notice(window, 'v0 of sources restored').getByRole('button', { name: 'Undo' }).click();
    await notice(window, 'Restore taken back').waitFor();
    expectEqual(await describeFolder(folder), before);
    return 'the folder is as it was before the restore, byte for byte';
  });
  await versionRow(window, 'v6').waitFor();
  await steps.picture(window, 'undone');
}

async function deleteVersions({ steps, window }: Stage): Promise<void> {
  await clearNotices(window);
  await steps.step('ticked all but the newest version, and saw what deleting them would free', async () => {
    await versionRow(window, 'v5').getByTestId('tick').click({ force: true });
    await versionRow(window, 'v0').getByTestId('tick').click({ modifiers: ['Shift'] });
    await window.locator('[data-testid="reclaim"][data-current="true"]').filter({ hasText: '6 versions' }).waitFor();
    return (await window.getByTestId('reclaim').innerText()).replace('\n', ': ');
  });
  await steps.step('deleted them', async () => {
    await window.keyboard.press('Delete');
    await deleteDialog(window).getByTestId('delete-plan-bytes').waitFor();
    await deleteDialog(window).getByRole('checkbox').check();
    await steps.picture(window, 'delete-plan');
    await deleteDialog(window).getByRole('button', { name: 'Delete', exact: true }).click();
    await versionRow(window, 'v2').waitFor({ state: 'detached' });
  });
  await window.getByRole('button', { name: 'Storage', exact: true }).click();
  await window.getByTestId('waiting-row').waitFor();
  await steps.picture(window, 'storage');
  await steps.step('took the deletion back', async () => {
    await notice(window, '6 versions of sources deleted').getByRole('button', { name: 'Undo' }).click();
    await notice(window, 'Deletion taken back').waitFor();
    await window.keyboard.press('Control+1');
    await versionRow(window, 'v2').waitFor();
  });
}

function expectEqual(found: readonly string[], wanted: readonly string[]): void {
  const lines = new Set(found);
  const missing = wanted.filter((line) => !lines.delete(line));
  const differing = [...missing, ...lines].map((line) => line.slice(0, 80));
  if (differing.length > 0) throw new Error(`${differing.length} entries are not what they should be:\n${differing.slice(0, 10).join('\n')}`);
}

async function play(steps: Steps, desk: string, app: { running?: RunningApp }): Promise<void> {
  const folder = path.join(desk, 'sources');
  await steps.step("copied the project's own sources", () => copySources(folder));
  await steps.step('opened Strata', async () => {
    app.running = await launchApp();
    app.running.window.setDefaultTimeout(PATIENCE);
    await app.running.window.getByRole('heading', { name: 'Drop a folder here' }).waitFor();
  });
  if (app.running === undefined) return;
  const { window } = app.running;
  const stage: Stage = { steps, window, folder };
  const original = await describeFolder(folder);
  await track(stage);
  await save(stage);
  await renameAlias(stage);
  await compare(stage);
  const before = await describeFolder(folder);
  await restore(stage, original);
  await undo(stage, before);
  await deleteVersions(stage);
  await steps.step('quit', () => app.running?.close() ?? Promise.resolve());
}

const desk = await temporaryFolder('strata-demo-');
const steps = await beginSteps(PICTURES, tell);
const app: { running?: RunningApp } = {};
const began = performance.now();
try {
  await play(steps, desk, app);
  tell(`\nDone in ${((performance.now() - began) / 1_000).toFixed(1)} s. The pictures are in ${PICTURES}`);
} catch (error) {
  process.exitCode = 1;
  console.error(error instanceof Error ? error.message : error);
  if (app.running) await steps.picture(app.running.window, 'failed').catch(() => undefined);
  tell(`\nThe demonstration failed. The last picture in ${PICTURES} shows the window.`);
} finally {
  await app.running?.close();
  await rm(desk, { recursive: true, force: true, maxRetries: 5 });
}
