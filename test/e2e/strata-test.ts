import { expect, test as base, type TestInfo } from '@playwright/test';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Result } from '../../shared/contract.ts';
import { launchApp, temporaryFolder, type LaunchOptions, type RunningApp } from './app.ts';
import { plant, type Tree } from './tree.ts';
import { artifactRow, clearNotices, invoke } from './window.ts';

/** Short, so that a save is a version almost at once; long enough that one burst stays one version. */
export const QUIET_WINDOW = 250;

export interface World {
  /** A folder of the test's own, outside the app's home; removed at the end. */
  readonly desk: string;
  /** Starts the app; it is quit at the end. */
  launch(options?: LaunchOptions): Promise<RunningApp>;
  /** Makes a folder on the desk. */
  folder(name: string, tree: Tree): Promise<string>;
}

/** A test with a desk of its own and an app that ends with it. */
export const test = base.extend<{ world: World }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern
  world: async ({}, use, info) => {
    const desk = await temporaryFolder('strata-desk-');
    const running: RunningApp[] = [];
    await use({
      desk,
      launch: async (options) => {
        const started = await launchApp(options);
        running.push(started);
        await listens(started);
        return started;
      },
      folder: async (name, tree) => {
        const folder = path.join(desk, name);
        await plant(folder, tree);
        return folder;
      },
    });
    for (const app of running) await keepTraces(app, info).finally(() => app.close());
    await rm(desk, { recursive: true, force: true, maxRetries: 5 });
  },
});

/** A page that is not there yet hears of no drop and no key. */
async function listens({ window }: RunningApp): Promise<void> {
  await expect(window.getByTestId('drop-zone')).toBeAttached();
  await expect(window.getByRole('status', { name: 'Loading' })).toBeHidden();
}

/**
 * One app for all tests of a file, for those that stay out of each other's way: each has artifacts of its own. A start of the
 * app costs more than what most of them do.
 */
export function oneApp(options: LaunchOptions = {}): () => RunningApp {
  let started: RunningApp | undefined;
  test.beforeAll(async () => {
    started = await launchApp(options);
    await listens(started);
  });
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern
  test.afterEach(async ({}, info) => {
    if (started === undefined) return;
    await keepTraces(started, info);
    await untrackAll(started);
    await clearNotices(started.window);
  });
  test.afterAll(() => started?.close());
  return () => {
    if (started === undefined) throw new Error('The app starts with the first test.');
    return started;
  };
}

/** The test's folders are about to go. */
async function untrackAll({ window }: RunningApp): Promise<void> {
  const { artifacts } = await invoke(window, 'artifact.list', {});
  for (const { name, state } of artifacts) {
    if (state !== 'untracked') await invoke(window, 'artifact.untrack', { artifact: name });
  }
}

async function keepTraces({ window, output }: RunningApp, info: TestInfo): Promise<void> {
  if (info.status === info.expectedStatus) return;
  await info.attach('output', { body: output(), contentType: 'text/plain' });
  await window.screenshot({ path: info.outputPath('window.png'), timeout: 5_000 }).catch(() => undefined);
}

/** Tracks a folder with a short quiet window and opens it in the window. */
export async function track(
  { window }: RunningApp,
  folder: string,
  name = path.basename(folder),
): Promise<Result<'artifact.track'>> {
  const tracked = await invoke(window, 'artifact.track', { path: folder, name, quietWindowMs: QUIET_WINDOW });
  await artifactRow(window, name).click();
  return tracked;
}
