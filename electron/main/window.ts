import { BrowserWindow, nativeTheme, screen, type BrowserWindowConstructorOptions, type Rectangle } from 'electron';
import { SAFE_PREFERENCES } from './security.ts';
import type { SettingsFile } from './settings-file.ts';

const DEFAULT_SIZE = { width: 1280, height: 820 };
const SMALLEST = { minWidth: 720, minHeight: 480 };
const BACKGROUND = { dark: '#141517', light: '#ffffff' };

export interface WindowOptions {
  readonly url: string;
  readonly preload: string;
  readonly icon: string;
  readonly settings: SettingsFile;
  /** False when quitting: then a close is a close. */
  readonly staysInTray: () => boolean;
  readonly onHidden: () => void;
}

/** Remembered bounds are used only while a screen still shows them. */
function visibleBounds(bounds: Rectangle | undefined): Partial<Rectangle> {
  if (!bounds) return DEFAULT_SIZE;
  const { workArea } = screen.getDisplayMatching(bounds);
  const overlaps =
    bounds.x < workArea.x + workArea.width - 80 &&
    bounds.x + bounds.width > workArea.x + 80 &&
    bounds.y >= workArea.y - 20 &&
    bounds.y < workArea.y + workArea.height - 40;
  return overlaps ? bounds : { width: bounds.width, height: bounds.height };
}

function remember(window: BrowserWindow, settings: SettingsFile): void {
  const save = () => settings.change({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  let timer: NodeJS.Timeout | undefined;
  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => window.isDestroyed() || save(), 500);
  };
  for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) window.on(event as 'resize', saveSoon);
  window.on('close', save);
}

function hideInsteadOfClosing(window: BrowserWindow, options: WindowOptions): void {
  window.on('close', (event) => {
    if (!options.staysInTray()) return;
    event.preventDefault();
    window.hide();
    options.onHidden();
  });
}

export function createWindow(options: WindowOptions): BrowserWindow {
  const { settings } = options;
  const chrome: BrowserWindowConstructorOptions =
    process.platform === 'darwin' ? { titleBarStyle: 'hiddenInset' } : { autoHideMenuBar: true, icon: options.icon };
  const window = new BrowserWindow({
    title: 'Strata',
    ...visibleBounds(settings.current.bounds),
    ...SMALLEST,
    ...chrome,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: { ...SAFE_PREFERENCES, preload: options.preload },
  });
  if (settings.current.maximized) window.maximize();
  remember(window, settings);
  hideInsteadOfClosing(window, options);
  window.once('ready-to-show', () => window.show());
  window.webContents.on('render-process-gone', () => window.isDestroyed() || window.reload());
  void window.loadURL(options.url).catch((error: unknown) => console.error(`The window could not be loaded: ${String(error)}`));
  return window;
}

export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
