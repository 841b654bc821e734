import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';

/** The system's own dialog for a folder. Null when it was cancelled. */
export async function chooseFolder(window: BrowserWindow | undefined, title = 'Choose a folder to track'): Promise<string | null> {
  const options: OpenDialogOptions = { title, buttonLabel: 'Track', properties: ['openDirectory', 'createDirectory'] };
  const { canceled, filePaths } =
    window?.isVisible() === true ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  return canceled ? null : (filePaths[0] ?? null);
}
