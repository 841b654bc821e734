import { expect, type Locator, type Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { lookAround } from './looking.ts';
import { oneApp, test, track } from './strata-test.ts';
import { artifactRow, clearNotices, invoke, openVersion, shoot, versionRow } from './window.ts';

const strata = oneApp();
const program = path.resolve(import.meta.dirname, '../../out/main/cli.js');

/** Somebody else, with a home of his own. */
async function other(home: string, ...args: string[]) {
  const { stdout } = await promisify(execFile)(process.execPath, [program, '--json', ...args], { env: { ...process.env, STRATA_HOME: home } });
  return JSON.parse(stdout);
}

const sync = (window: Page): Locator => window.getByRole('region', { name: 'Remote' });
const state = (window: Page): Locator => sync(window).getByTestId('sync-state');

/** Sizes and themes in which the section is looked at. */
async function shootAll(window: Page, name: string): Promise<void> {
  const size = ({ width, height, zoom }: { width: number; height: number; zoom: number }) =>
    strata().app.evaluate(({ BrowserWindow }, to) => {
      const [shown] = BrowserWindow.getAllWindows();
      shown?.setContentSize(to.width, to.height);
      shown?.webContents.setZoomFactor(to.zoom);
    }, { width, height, zoom });
  const theme = (scheme: 'light' | 'dark') => window.emulateMedia({ colorScheme: scheme });
  await shoot(window, `${name}-light`);
  await theme('dark');
  await shoot(window, `${name}-dark`);
  await theme('light');
  await size({ width: 760, height: 600, zoom: 1 });
  await shoot(window, `${name}-small`);
  await size({ width: 1200, height: 800, zoom: 2 });
  await shoot(window, `${name}-zoomed`);
  await size({ width: 1200, height: 800, zoom: 1 });
}

test.afterEach(async () => {
  const { window } = strata();
  if (await window.getByRole('dialog').isVisible()) await window.keyboard.press('Escape');
  for (const { name } of (await invoke(window, 'remote.list', {})).remotes) await invoke(window, 'remote.remove', { remote: name });
  await clearNotices(window);
});

test('a save is pushed by itself, waits while it is paused or on battery, and others’ versions come', async ({ world }) => {
  const { window, app } = strata();
  const nas = path.join(world.desk, 'nas');
  const bob = path.join(world.desk, 'bob');
  await mkdir(bob);
  const folder = await world.folder('shared', { 'cat.txt': 'meow' });
  await invoke(window, 'remote.add', { name: 'team', url: nas });
  await track(strata(), folder);
  await sync(window).getByRole('button', { name: 'Rules of shared' }).click();
  const dialog = window.getByRole('dialog', { name: 'Pushing shared' });
  await expect(dialog.getByRole('radio', { name: 'Automatic' })).toBeChecked();
  await dialog.getByRole('checkbox', { name: 'Not on battery' }).check();
  const choices = ['Only records, without the contents of files', 'Not on battery', 'Not on metered connections'].map((name) => dialog.getByRole('checkbox', { name }));
  await lookAround(strata(), '120-how-it-is-pushed', [...choices, dialog.getByRole('button', { name: 'Set' })]);
  await dialog.getByRole('button', { name: 'Set' }).click();
  await expect(state(window)).toContainText('Up to date · pushed');
  await expect(sync(window)).toContainText('Automatic · not on battery');
  await shootAll(window, '121-automatic');

  await writeFile(path.join(folder, 'dog.txt'), 'woof');
  await expect(versionRow(window, 'v1')).toBeVisible();
  await expect(versionRow(window, 'v1').getByTestId('place')).toHaveAttribute('data-place', 'both');
  await other(bob, 'remote', 'add', 'ours', nas);
  expect((await other(bob, 'clone', 'ours', 'shared', path.join(world.desk, 'theirs'))).pulled.refs).toEqual(['v0', 'v1']);

  await sync(window).getByRole('button', { name: 'Pause' }).click();
  await writeFile(path.join(folder, 'rat.txt'), 'squeak');
  await expect(versionRow(window, 'v2').getByTestId('place')).toHaveAttribute('data-place', 'not-pushed');
  await expect(state(window)).toHaveText('1 version waits: paused');
  await shoot(window, '122-paused');
  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('on-battery'));
  await sync(window).getByRole('button', { name: 'Resume' }).click();
  await expect(state(window)).toHaveText('1 version waits: on battery');
  expect((await other(bob, 'pull', 'shared')).pulled.refs).toEqual([]);
  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('on-ac'));
  await expect(state(window)).toContainText('Up to date');
  expect((await other(bob, 'pull', 'shared')).pulled.refs).toEqual(['v2']);

  await writeFile(path.join(world.desk, 'theirs', 'owl.txt'), 'hoot');
  await other(bob, 'snapshot', 'shared');
  await other(bob, 'push', 'shared');
  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
  await expect(versionRow(window, 'v3').getByTestId('place')).toHaveAttribute('data-place', 'away');

  await rename(nas, `${nas}-away`);
  await writeFile(path.join(folder, 'ant.txt'), '…');
  await expect(state(window)).toContainText(/1 version waits: offline since \d\d:\d\d, tries again in/);
  await shootAll(window, '123-offline');
  await rename(`${nas}-away`, nas);
  await sync(window).getByRole('button', { name: 'Try again' }).click();
  await expect(state(window)).toContainText('Up to date');
});

test('contents that lie in the bucket alone are downloaded from the version’s page', async ({ world }) => {
  const { window } = strata();
  const nas = path.join(world.desk, 'nas');
  const ada = path.join(world.desk, 'ada');
  await mkdir(ada);
  const folder = await world.folder('far', { 'lynx.txt': 'a purr that nobody here has' });
  await other(ada, 'track', folder);
  await other(ada, 'remote', 'add', 'team', nas);
  await other(ada, 'push', 'far');
  await invoke(window, 'remote.add', { name: 'team', url: nas });
  await invoke(window, 'artifact.clone', { remote: 'team', artifact: 'far' });
  await artifactRow(window, 'far').click();
  await expect(versionRow(window, 'v0').getByTestId('place')).toHaveAttribute('data-place', 'away');
  const page = await openVersion(window, 'v0');
  await expect(page.getByTestId('place-line')).toContainText('Its contents lie in team alone');
  await shootAll(window, '124-away');
  await page.getByRole('button', { name: 'Download' }).click();
  await expect(versionRow(window, 'v0').getByTestId('place')).toHaveAttribute('data-place', 'both');
  await expect(page.getByRole('button', { name: 'Download' })).toBeHidden();
});
