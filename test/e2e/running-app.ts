import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { ElectronApplication } from '@playwright/test';
import type { RunningApp } from './app.ts';
import { shotFile } from './window.ts';

/** What main shows to tests: the parts of the running application that no program can reach from outside. */
interface Inside {
  readonly strataApplication: {
    readonly engine: { readonly pid: number | undefined };
    readonly tray: {
      menu(): { getMenuItemById(id: string): { label: string; enabled: boolean; click(): void } | null };
      tooltip(): string;
    };
  };
}

/** Clicks an item of the tray's menu. */
export const clickTray = ({ app }: RunningApp, id: string): Promise<void> =>
  app.evaluate((_, item) => {
    const { strataApplication } = globalThis as unknown as Inside;
    // Later: what it does may end the process that has to answer.
    setImmediate(() => strataApplication.tray.menu().getMenuItemById(item)?.click());
  }, id);

export const trayLabel = ({ app }: RunningApp, id: string): Promise<string | undefined> =>
  app.evaluate((_, item) => (globalThis as unknown as Inside).strataApplication.tray.menu().getMenuItemById(item)?.label, id);

export const trayTooltip = ({ app }: RunningApp): Promise<string> =>
  app.evaluate(() => (globalThis as unknown as Inside).strataApplication.tray.tooltip());

/** The engine process that main holds now; undefined between two of them. */
export const enginePid = (app: ElectronApplication): Promise<number | undefined> =>
  app.evaluate(() => (globalThis as unknown as Inside).strataApplication.engine.pid);

/** The system's dialog for folders answers this one from now on; null: it was cancelled. */
export const answerDialog = ({ app }: RunningApp, folder: string | null): Promise<void> =>
  app.evaluate(({ dialog }, chosen) => {
    const answer = { canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] };
    dialog.showOpenDialog = (() => Promise.resolve(answer)) as typeof dialog.showOpenDialog;
  }, folder);

export const closeWindow = ({ app }: RunningApp): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

export const isWindowVisible = ({ app }: RunningApp): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Every process that was started for this home (Linux: by its environment). */
export async function processesOf(home: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (!environment.split('\0').includes(`STRATA_HOME=${home}`)) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    // A zombie has no command line: it has ended, and only waits for its parent to ask.
    if (command !== '') found.push(`${pid} ${command.replaceAll('\0', ' ')}`);
  }
  return found;
}

/** Keeps a picture of the window as it is on the screen, once nothing moves: a zoomed page is bigger than it says. */
export async function shootWhole({ app, window }: RunningApp, name: string): Promise<void> {
  await window.evaluate(async () => {
    const moving = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(moving.map(({ finished }) => finished));
    await new Promise((drawn) => void requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
  const picture = await app.evaluate(async ({ BrowserWindow }) => {
    const page = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
    return page?.toPNG().toString('base64');
  });
  await writeFile(await shotFile(name), Buffer.from(picture ?? '', 'base64'));
}

/** Size of the window's content in px, and how much larger everything in it is. */
export const resize = ({ app }: RunningApp, width: number, height: number, zoom: number) =>
  app.evaluate(
    ({ BrowserWindow }, [wide, high, factor]) => {
      const window = BrowserWindow.getAllWindows()[0];
      window?.setContentSize(wide, high);
      window?.webContents.setZoomFactor(factor);
    },
    [width, height, zoom] as const,
  );
