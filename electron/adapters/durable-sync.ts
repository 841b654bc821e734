import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

/** Where `sync` of the GNU coreutils lies; `sync -f` asks the kernel's syncfs(2), which Node does not offer. */
const syncPrograms = ['/usr/bin/sync', '/bin/sync'];

let found: string | null | undefined;

function syncProgram(): string | null {
  if (found === undefined) {
    found = process.platform === 'linux' ? (syncPrograms.find(isProgram) ?? null) : null;
  }
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether a whole file system can be made durable at once here; otherwise every file must be on its own. */
export function canSyncFileSystem(): boolean {
  return syncProgram() !== null;
}

/**
 * Makes everything durable that was written to the file system of a folder: for many files at once. Resolves when it is;
 * rejects when the disk refused (then nothing of it may be relied on).
 */
export function syncFileSystem(folder: string): Promise<void> {
  const program = syncProgram();
  if (program === null) return Promise.reject(new Error('this system cannot sync a file system'));
  return new Promise((resolve, reject) => {
    execFile(program, ['-f', '--', folder], { env: {} }, (error) => (error === null ? resolve() : reject(error)));
  });
}
