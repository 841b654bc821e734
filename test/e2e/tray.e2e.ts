import { expect } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { clickTray, closeWindow, enginePid, isAlive, isWindowVisible, processesOf, trayLabel, trayTooltip } from './running-app.ts';
import { test, track } from './strata-test.ts';
import { artifactRow, ask, invoke, versionRow } from './window.ts';

const versionCount = async (window: Page, artifact: string) => (await invoke(window, 'version.list', { artifact })).total;

test('closing the window keeps the app watching, and the tray shows the window again', async ({ world }) => {
  const strata = await world.launch();
  const { window } = strata;
  const folder = await world.folder('animals', { 'cat.txt': 'meow' });
  await track(strata, folder);
  await closeWindow(strata);
  await expect.poll(() => isWindowVisible(strata)).toBe(false);
  await writeFile(path.join(folder, 'dog.txt'), 'woof');
  await expect.poll(() => versionCount(window, 'animals')).toBe(2);
  await clickTray(strata, 'open');
  await expect.poll(() => isWindowVisible(strata)).toBe(true);
  await expect(versionRow(window, 'v1')).toBeVisible();
});

test('"Pause all" in the tray pauses every artifact, and "Resume all" catches up on what was saved', async ({ world }) => {
  const strata = await world.launch();
  const { window } = strata;
  const folder = await world.folder('animals', { 'cat.txt': 'meow' });
  await track(strata, await world.folder('plants', { 'oak.txt': '…' }));
  await track(strata, folder);
  await expect.poll(() => trayTooltip(strata)).toContain('watching 2 folders');
  expect(await trayLabel(strata, 'pause-all')).toBe('Pause all');
  await clickTray(strata, 'pause-all');
  await expect(artifactRow(window, 'animals')).toHaveAttribute('data-state', 'paused');
  await expect(artifactRow(window, 'plants')).toHaveAttribute('data-state', 'paused');
  await expect(window.getByRole('button', { name: 'Resume all' })).toBeVisible();
  await expect.poll(() => trayLabel(strata, 'pause-all')).toBe('Resume all');
  await expect.poll(() => trayTooltip(strata)).toContain('paused');
  await writeFile(path.join(folder, 'dog.txt'), 'woof');
  await clickTray(strata, 'pause-all');
  await expect(artifactRow(window, 'plants')).toHaveAttribute('data-state', 'watching');
  await expect(versionRow(window, 'v1')).toBeVisible();
  await expect.poll(() => trayLabel(strata, 'pause-all')).toBe('Pause all');
});

test('what is paused stays paused over a restart', async ({ world }) => {
  const home = path.join(world.desk, 'home');
  const first = await world.launch({ home });
  await track(first, await world.folder('animals', { 'cat.txt': 'meow' }));
  await first.window.getByRole('button', { name: 'Pause all' }).click();
  await expect(artifactRow(first.window, 'animals')).toHaveAttribute('data-state', 'paused');
  await first.close();
  const second = await world.launch({ home });
  await expect(artifactRow(second.window, 'animals')).toHaveAttribute('data-state', 'paused');
  await expect.poll(() => trayLabel(second, 'pause-all')).toBe('Resume all');
});

test('quitting ends the engine at once and leaves no process behind', async ({ world }) => {
  test.skip(process.platform !== 'linux', 'The processes of a home are found through /proc.');
  const strata = await world.launch();
  const folder = await world.folder('animals', { 'cat.txt': 'meow' });
  await track(strata, folder);
  const engine = await enginePid(strata.app);
  expect(engine).toBeDefined();
  expect(await processesOf(strata.home)).not.toEqual([]);
  const closed = strata.app.waitForEvent('close');
  const began = Date.now();
  await clickTray(strata, 'quit');
  await expect.poll(() => isAlive(engine ?? 0), { intervals: [50] }).toBe(false);
  // Two seconds are promised; the rest is for a busy machine.
  expect(Date.now() - began).toBeLessThan(3_000);
  await closed;
  await expect.poll(() => processesOf(strata.home)).toEqual([]);
});

test('quitting in the middle of a baseline ends the engine too', async ({ world }) => {
  test.skip(process.platform !== 'linux', 'The processes of a home are found through /proc.');
  const folder = await world.folder('big', { 'notes.txt': 'small', 'raw.bin': Buffer.alloc(64 * 2 ** 20, 'x') });
  const home = path.join(world.desk, 'home');
  const strata = await world.launch({ home });
  void ask(strata.window, 'artifact.track', { path: folder }).catch(() => 'the window is gone by then');
  await expect(artifactRow(strata.window, 'big')).toBeVisible();
  const closed = strata.app.waitForEvent('close');
  await clickTray(strata, 'quit');
  await closed;
  await expect.poll(() => processesOf(strata.home)).toEqual([]);
  // The next start finds a sound store, and either the whole artifact or nothing of it.
  const { window } = await world.launch({ home });
  const { artifacts } = await invoke(window, 'artifact.list', {});
  for (const { versions } of artifacts) expect(versions).toBeGreaterThanOrEqual(1);
  expect(await invoke(window, 'store.verify', { deep: true })).toMatchObject({ ok: true, findings: [] });
});
