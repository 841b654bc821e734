import type { EntryPath, FolderPath } from '../model/entry-path.ts';

/** A watcher's word. Hints may be late, double or wrong; the scan is the truth. */
export type WatchHint =
  /** Something at this path, or in this folder, may have changed. */
  | { readonly kind: 'changed'; readonly path: EntryPath }
  /** Anything at or below the folder may have changed: a new folder, lost events. */
  | { readonly kind: 'rescan'; readonly folder: FolderPath }
  /** The work tree's root is gone (unplugged, renamed, deleted). */
  | { readonly kind: 'root-gone' }
  /** Watching does not work or only in part (watch limit, permission); go on by rescanning now and then. */
  | { readonly kind: 'degraded'; readonly message: string };

export interface Watch {
  /** Resolves when every folder that was there at the start is watched. */
  readonly ready: Promise<void>;
  /** No hint is told after this resolves. Idempotent. */
  close(): Promise<void>;
}

/**
 * Tells that something changed below a folder.
 *
 * Law: each change after `ready` leads to at least one hint whose path, or whose folder's subtree, covers it; folders that
 * appear later are covered too (with a `rescan` of them). Follows folders, not files: memory grows with folders. Ignored folders need
 * not be watched. Errors are hints, never exceptions.
 */
export interface Watcher {
  watch(root: string, tell: (hint: WatchHint) => void): Watch;
}
