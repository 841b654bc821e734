import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface LaunchOptions {
  /** A home that a former start left; otherwise a new one, removed at the end. */
  readonly home?: string;
  /** A profile that a former start left; otherwise a new one, removed at the end. */
  readonly profile?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly window: Page;
  readonly home: string;
  /** The folder of Chromium's profile: one app runs per profile. */
  readonly profile: string;
  /** What the app wrote to stdout and stderr so far. */
  output(): string;
  /** Quits as a person would, and removes what the test made. */
  close(): Promise<void>;
}

/** A temporary folder with its real path, so that what the app says about it compares equal. */
export async function temporaryFolder(name = 'strata-e2e-'): Promise<string> {
  return realpath(await mkdtemp(path.join(os.tmpdir(), name)));
}

function environment(home: string, extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(inherited), STRATA_HOME: home, STRATA_TEST: '1', ...extra };
}

async function quit(app: ElectronApplication, program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const closed = app.waitForEvent('close', { timeout: 10_000 });
  await app.evaluate(({ app: running }) => void setImmediate(() => running.quit())).catch(() => undefined);
  await closed.catch(() => void program.kill('SIGKILL'));
}

/** Starts the real app in real Electron, with a home and a profile of its own. */
export async function launchApp({ home, profile: usedProfile, args = [], env }: LaunchOptions = {}): Promise<RunningApp> {
  const scratch = await temporaryFolder();
  const profile = usedProfile ?? path.join(scratch, 'profile');
  const usedHome = home ?? path.join(scratch, 'home');
  await mkdir(usedHome, { recursive: true });
  const flags = (process.env['STRATA_ELECTRON_FLAGS'] ?? '').split(' ').filter(Boolean);
  const app = await _electron.launch({
    args: [...flags, `--user-data-dir=${profile}`, ROOT, ...args],
    cwd: ROOT,
    env: environment(usedHome, env),
    chromiumSandbox: !flags.includes('--no-sandbox'),
    // The app's own theme counts.
    colorScheme: null,
  });
  const program = app.process();
  let output = '';
  for (const stream of [program.stdout, program.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const window = await app.firstWindow();
  let isClosed = false;
  return {
    app,
    window,
    home: usedHome,
    profile,
    output: () => output,
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await quit(app, program);
      await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Drops real files and folders from the desktop on the window, by default in its middle. */
export async function dropFolder(window: Page, files: readonly string[], selector = 'body'): Promise<void> {
  await drop(window, { items: [], files: [...files], dragOperationsMask: 1 }, selector);
}

/** Drops a link on the window, as it comes from a browser. */
export async function dropLink(window: Page, uri: string): Promise<void> {
  const items = ['text/uri-list', 'text/plain'].map((mimeType) => ({ mimeType, data: uri }));
  await drop(window, { items, files: [], dragOperationsMask: 7 }, 'body');
}

interface Dragged {
  readonly items: { readonly mimeType: string; readonly data: string }[];
  readonly files: string[];
  readonly dragOperationsMask: number;
}

async function drop(window: Page, data: Dragged, selector: string): Promise<void> {
  const box = await window.locator(selector).first().boundingBox();
  if (!box) throw new Error(`There is nothing to drop on: ${selector}`);
  const at = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
  const session = await window.context().newCDPSession(window);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...at, data });
  }
  await session.detach();
}
