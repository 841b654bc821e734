import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { Summary } from './activity-summary.ts';
import type { Commands } from './commands.ts';

const separator: MenuItemConstructorOptions = { type: 'separator' };
const isMac = process.platform === 'darwin';

function fileMenu(commands: Commands): MenuItemConstructorOptions {
  const quit: MenuItemConstructorOptions[] = [
    separator,
    { id: 'quit', label: 'Quit', accelerator: 'CmdOrCtrl+Q', click: () => commands.quit() },
  ];
  return {
    label: '&File',
    submenu: [
      { id: 'add-folder', label: 'Add Folder…', accelerator: 'CmdOrCtrl+O', click: () => commands.addFolder() },
      separator,
      { id: 'close', role: 'close', label: 'Close Window' },
      ...(isMac ? [] : quit),
    ],
  };
}

function trackingMenu({ allPaused, engine }: Summary, commands: Commands): MenuItemConstructorOptions {
  return {
    label: '&Tracking',
    submenu: [
      {
        id: 'pause-all',
        label: allPaused ? 'Resume All' : 'Pause All',
        accelerator: 'CmdOrCtrl+Shift+P',
        enabled: engine === 'running',
        click: () => commands.setAllPaused(!allPaused),
      },
    ],
  };
}

function viewMenu(): MenuItemConstructorOptions {
  const development: MenuItemConstructorOptions[] = [separator, { role: 'reload' }, { role: 'toggleDevTools' }];
  return {
    label: '&View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      ...(app.isPackaged ? [] : development),
    ],
  };
}

/** Sets the menu bar. Called again when what it says changes. */
export function setApplicationMenu(summary: Summary, commands: Commands): void {
  const appMenu: MenuItemConstructorOptions[] = isMac ? [{ role: 'appMenu' }] : [];
  const menu = Menu.buildFromTemplate([
    ...appMenu,
    fileMenu(commands),
    { role: 'editMenu' },
    trackingMenu(summary, commands),
    viewMenu(),
    { role: 'windowMenu' },
  ]);
  Menu.setApplicationMenu(menu);
}

export function setDockMenu(commands: Commands): void {
  app.dock?.setMenu(Menu.buildFromTemplate([{ label: 'Add Folder…', click: () => commands.addFolder() }]));
}
