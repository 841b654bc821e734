import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';

/** The system's own dialog for a folder. Null when it was cancelled. */
export function chooseFolder(window: BrowserWindow | undefined, title = 'Choose a folder to track', button = 'Track'): Promise<string | null> {
  return choose(window, { title, buttonLabel: button, properties: ['openDirectory', 'createDirectory'] });
}

/** The system's own dialog for a file. Null when it was cancelled. */
export function chooseFile(window: BrowserWindow | undefined, title = 'Choose a file'): Promise<string | null> {
  return choose(window, { title, buttonLabel: 'Choose', properties: ['openFile'] });
}

/** Asks where a new file goes. Null when it was cancelled. */
export async function chooseNewFile(window: BrowserWindow | undefined, title: string, name: string): Promise<string | null> {
  const options = { title, defaultPath: name };
  const { canceled, filePath } = window?.isVisible() === true ? await dialog.showSaveDialog(window, options) : await dialog.showSaveDialog(options);
  return canceled || filePath === '' ? null : filePath;
}

async function choose(window: BrowserWindow | undefined, options: OpenDialogOptions): Promise<string | null> {
  const { canceled, filePaths } =
    window?.isVisible() === true ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  return canceled ? null : (filePaths[0] ?? null);
}
