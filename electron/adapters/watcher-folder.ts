import { lstatSync, watch, type Stats } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { childPath, type FolderPath } from '../engine/model/entry-path.ts';
import type { FolderRules } from './ignore-rules.ts';
import { isSystemError } from './scan-problems.ts';

/** What an `fs.watch` on one folder tells: `change` or `rename`, and the name of the child if it knows. */
export type FolderListener = (event: string, name: string | null) => void;

export interface FolderWatch {
  close(): void;
}

/** Begins to watch one folder, not what lies below it. Throws the system's errors; later ones go to `failed`. */
export type WatchFolder = (folder: string, listener: FolderListener, failed: (error: unknown) => void) => FolderWatch;

export const watchWithNode: WatchFolder = (folder, listener, failed) => {
  const watcher = watch(folder, listener);
  watcher.on('error', failed);
  return watcher;
};

/** A folder that is watched. */
export interface WatchedFolder {
  readonly parent: WatchedFolder | null;
  readonly name: string;
  /** Tells it from another folder at the same path. */
  readonly identity: string;
  /** Text of its own `.strataignore`. */
  ownRules: string | null;
  rules: FolderRules;
  handle: FolderWatch | null;
  /** Watched subfolders; null while there are none. */
  children: Map<string, WatchedFolder> | null;
  /** Names of subfolders that could not be watched; null while there are none. */
  refused: Set<string> | null;
  /** It is no part of the tree any more; its last events mean nothing. */
  retired: boolean;
}

export function pathOf(folder: WatchedFolder): FolderPath {
  return folder.parent === null ? '' : childPath(pathOf(folder.parent), folder.name);
}

/** A folder and all watched folders below it. */
export function subtree(folder: WatchedFolder): WatchedFolder[] {
  const all = [folder];
  for (const each of all) if (each.children !== null) all.push(...each.children.values());
  return all;
}

/** ms for which the event loop is held at most while many folders are watched or let go. */
export const slice = 8;

/** Ends watches without holding up the event loop. */
export async function letGo(folders: readonly WatchedFolder[]): Promise<void> {
  let end = performance.now() + slice;
  for (const folder of folders) {
    folder.handle?.close();
    folder.handle = null;
    if (performance.now() < end) continue;
    await nextTurn();
    end = performance.now() + slice;
  }
}

const quietly = { throwIfNoEntry: false } as const;

/** What stands at a path, or undefined when nothing does or it cannot be told. */
export function standingAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, quietly);
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

/** Identity of the folder at a path; null when no folder stands there. */
export function identityAt(path: string): string | null {
  const stats = standingAt(path);
  return stats?.isDirectory() === true ? identityOf(stats) : null;
}

/** A removed folder's inode number is given away again at once, so the time of birth belongs to it. */
function identityOf({ dev, ino, birthtimeMs }: Stats): string {
  return `${dev}:${ino}:${birthtimeMs}`;
}

/** Whether it is surely still the folder that is watched. Where births are not recorded nothing is sure. */
export function isStill(folder: WatchedFolder, stats: Stats): boolean {
  return stats.isDirectory() && stats.birthtimeMs > 0 && identityOf(stats) === folder.identity;
}

/** Why a folder is not watched, as a cause (told once each) and a sentence for people. */
export function excuse(path: FolderPath, error: unknown): { cause: string; message: string } {
  const what = path === '' ? 'this folder' : `"${path}"`;
  const code = isSystemError(error) ? error.code : String(error);
  if (code === 'ENOSPC' || code === 'EMFILE' || code === 'ENFILE') {
    const message = "The system's limit of watched folders is reached; saves in the other folders are found by looking now and then.";
    return { cause: 'limit', message };
  }
  if (code === 'EACCES' || code === 'EPERM') {
    const message = `Strata has no permission to watch ${what}; saves there are found by looking now and then.`;
    return { cause: 'permission', message };
  }
  return { cause: code, message: `Watching ${what} failed (${code}); saves there are found by looking now and then.` };
}
