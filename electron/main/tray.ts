import { Menu, nativeImage, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron';
import path from 'node:path';
import { describeSummary, type Summary } from './activity-summary.ts';
import type { Commands } from './commands.ts';

function loadIcon(folder: string, isPaused: boolean): NativeImage {
  // A template image takes the colour of the menu bar; electron picks the @2x file beside it by itself.
  const name = process.platform === 'darwin' ? 'trayTemplate.png' : isPaused ? 'tray-paused.png' : 'tray.png';
  const icon = nativeImage.createFromPath(path.join(folder, name));
  if (process.platform === 'darwin') icon.setTemplateImage(true);
  return icon;
}

export function trayItems({ engine, allPaused }: Summary, commands: Commands): MenuItemConstructorOptions[] {
  return [
    { id: 'open', label: 'Open Strata', click: () => commands.open() },
    { id: 'add-folder', label: 'Add folder…', click: () => commands.addFolder() },
    { type: 'separator' },
    {
      id: 'pause-all',
      label: allPaused ? 'Resume all' : 'Pause all',
      enabled: engine === 'running',
      click: () => commands.setAllPaused(!allPaused),
    },
    { type: 'separator' },
    { id: 'quit', label: 'Quit Strata', click: () => commands.quit() },
  ];
}

export interface StrataTray {
  update(summary: Summary): void;
  /** The menu as shown now, for tests: no program can click a system's tray. */
  menu(): Menu;
  tooltip(): string;
}

export function createTray(icons: string, commands: Commands, initial: Summary): StrataTray {
  const tray = new Tray(loadIcon(icons, false));
  let menu = new Menu();
  let tooltip = '';
  let shown: Summary | undefined;
  const update = (summary: Summary) => {
    tooltip = describeSummary(summary);
    tray.setToolTip(tooltip);
    if (shown?.allPaused === summary.allPaused && shown.engine === summary.engine) return;
    shown = summary;
    menu = Menu.buildFromTemplate(trayItems(summary, commands));
    tray.setContextMenu(menu);
    tray.setImage(loadIcon(icons, summary.allPaused));
  };
  tray.on('click', () => commands.open());
  update(initial);
  return { update, menu: () => menu, tooltip: () => tooltip };
}
