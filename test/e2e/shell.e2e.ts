import { expect, test, type Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { StrataTray } from '../../electron/main/tray.ts';
import { launchApp, temporaryFolder, type RunningApp } from './app.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

let running: RunningApp;
let desk: string;

test.beforeEach(async () => {
  desk = await temporaryFolder('strata-desk-');
  running = await launchApp();
  await expect(running.window.getByTestId('drop-zone')).toBeAttached();
});

test.afterEach(async () => {
  await running.close();
  await rm(desk, { recursive: true, force: true, maxRetries: 5 });
});

async function folder(name: string): Promise<string> {
  const made = path.join(desk, name);
  await mkdir(made);
  await writeFile(path.join(made, 'cat.txt'), 'cat');
  return made;
}

const ask = (page: Page, method: string, params: object) =>
  page.evaluate(([name, values]) => window.strata.invoke(name, values), [method, params] as const);

const isVisible = () => running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);

const tray = () =>
  running.app.evaluate(() => {
    const { tray: shown } = (globalThis as unknown as { strataApplication: { tray: StrataTray } }).strataApplication;
    return { tooltip: shown.tooltip(), items: shown.menu().items.map(({ label }) => label).filter(Boolean) };
  });

const clickTray = (id: string) =>
  running.app.evaluate((_, item) => {
    const { tray: shown } = (globalThis as unknown as { strataApplication: { tray: StrataTray } }).strataApplication;
    shown.menu().getMenuItemById(item)?.click();
  }, id);

const clickMenu = (id: string) =>
  running.app.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id);

/** As its close button does; a command of the menu needs a focused window, which a bare display has not. */
const closeWindow = () => running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

/** The system's dialog cannot be clicked by a program: it answers at once instead. */
const answerDialog = (chosen: string) =>
  running.app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
  }, chosen);

test.describe('the tray', () => {
  test('keeps the app running when its window is closed, and opens it again', async () => {
    await closeWindow();
    await expect.poll(isVisible).toBe(false);
    expect(await ask(running.window, 'home.status', {})).toMatchObject({ ok: true });
    await clickTray('open');
    await expect.poll(isVisible).toBe(true);
  });

  test('pauses all and resumes all, and says which it is', async () => {
    await ask(running.window, 'artifact.track', { path: await folder('pets') });
    await expect.poll(tray).toMatchObject({ tooltip: 'Strata: watching 1 folder' });
    await clickTray('pause-all');
    await expect.poll(tray).toMatchObject({ tooltip: 'Strata: paused' });
    expect((await tray()).items).toEqual(['Open Strata', 'Add folder…', 'Resume all', 'Quit Strata']);
    await clickTray('pause-all');
    await expect.poll(tray).toMatchObject({ tooltip: 'Strata: watching 1 folder' });
    expect((await tray()).items).toContain('Pause all');
  });

  test('hands a folder chosen there to the window', async () => {
    const chosen = await folder('from-tray');
    await answerDialog(chosen);
    await clickTray('add-folder');
    await expect(running.window.getByText('from-tray').first()).toBeVisible();
  });

  test('quits the app and the engine in less than two seconds', async () => {
    const status = await ask(running.window, 'home.status', {});
    const { pid } = (status as { result: { pid: number } }).result;
    const closed = running.app.waitForEvent('close');
    const began = Date.now();
    await clickTray('quit').catch(() => undefined);
    await closed;
    expect(Date.now() - began).toBeLessThan(2_000);
    expect(() => process.kill(pid, 0)).toThrow();
  });
});

test.describe('the menu bar', () => {
  test('has a key for each of its commands', async () => {
    const keys = await running.app.evaluate(({ Menu }) =>
      ['add-folder', 'pause-all', 'quit'].map((id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.accelerator),
    );
    expect(keys).toEqual(['CmdOrCtrl+O', 'CmdOrCtrl+Shift+P', 'CmdOrCtrl+Q']);
  });

  test('pauses all', async () => {
    await clickMenu('pause-all');
    await expect.poll(() => ask(running.window, 'home.status', {})).toMatchObject({ result: { allPaused: true } });
  });
});

test.describe('a second start', () => {
  const startAgain = (args: readonly string[]) =>
    new Promise<number | null>((resolve) => {
      const flags = (process.env['STRATA_ELECTRON_FLAGS'] ?? '').split(' ').filter(Boolean);
      const all = [...flags, `--user-data-dir=${running.profile}`, ROOT, ...args];
      const env = { ...process.env, STRATA_HOME: running.home };
      spawn(String(process.env['STRATA_ELECTRON']), all, { env, stdio: 'ignore' }).once('exit', resolve);
    });

  test('shows the window of the first one and tracks the folder there', async () => {
    await closeWindow();
    await expect.poll(isVisible).toBe(false);
    const pets = await folder('pets');
    expect(await startAgain([`--track=${pets}`])).toBe(0);
    await expect.poll(isVisible).toBe(true);
    await expect
      .poll(() => ask(running.window, 'artifact.list', {}))
      .toMatchObject({ ok: true, result: { artifacts: [{ name: 'pets', path: pets }] } });
  });

  test('with a folder that cannot be tracked says so in the window', async () => {
    expect(await startAgain([`--track=${path.join(desk, 'nowhere')}`])).toBe(0);
    await expect(running.window.getByText(/nowhere/).first()).toBeVisible();
  });
});

test.describe('the page', () => {
  test('has no Node and no bridge but its own', async () => {
    const found = await running.window.evaluate(() => {
      const names = globalThis as unknown as Record<string, unknown>;
      return ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => names[name] !== undefined);
    });
    expect(found).toEqual([]);
    expect(await running.window.evaluate(() => Object.keys(window.strata))).toEqual(['invoke', 'subscribe', 'pathForFile']);
  });

  test('runs no code but its own files', async () => {
    const result = await running.window.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.body.append(script);
      const remote = await fetch('https://example.org/').then(
        () => 'loaded',
        () => 'refused',
      );
      return { injected: 'injected' in window, remote };
    });
    expect(result).toEqual({ injected: false, remote: 'refused' });
  });

  test('stays where it is and opens no other window', async () => {
    const before = running.window.url();
    await running.window.evaluate(() => {
      window.open('https://example.org/');
      location.href = 'file:///etc/passwd';
    });
    await running.window.waitForTimeout(300);
    expect(running.window.url()).toBe(before);
    expect(running.app.windows()).toHaveLength(1);
  });

  test('is granted no permission', async () => {
    const asked = await running.window.evaluate(async () => ({
      notifications: await Notification.requestPermission(),
      camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'granted',
        () => 'denied',
      ),
    }));
    expect(asked).toEqual({ notifications: 'denied', camera: 'denied' });
  });

  test('is refused what the contract does not have', async () => {
    expect(await ask(running.window, 'test.crash', {})).toMatchObject({ error: { code: 'request.unknown-method' } });
    expect(await ask(running.window, 'shell.nothing', {})).toMatchObject({ error: { code: 'request.unknown-method' } });
    expect(await ask(running.window, 'shell.setTheme', { theme: 5 })).toMatchObject({ error: { code: 'request.invalid' } });
    expect(await ask(running.window, 'artifact.list', 'text' as unknown as object)).toMatchObject({
      error: { code: 'request.invalid' },
    });
  });

  test('remembers theme and bounds', async () => {
    await ask(running.window, 'shell.setTheme', { theme: 'dark' });
    expect(await running.window.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
    await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ width: 900, height: 700 }));
    await running.window.waitForTimeout(700);
    const saved: unknown = JSON.parse(await readFile(path.join(running.profile, 'window.json'), 'utf8'));
    expect(saved).toMatchObject({ theme: 'dark', bounds: { width: 900, height: 700 } });
  });
});
