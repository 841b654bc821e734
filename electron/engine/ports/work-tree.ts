import type { EntryPath, FolderPath } from '../model/entry-path.ts';
import type { Problem } from '../model/problem.ts';

/**
 * What a folder directly contains, as `lstat` tells, sorted by name and encoded by `engine/scan/listing.ts`, so that two
 * looks at an unchanged folder are equal byte for byte.
 */
export type ListingBytes = Uint8Array;

export type ScannedFolder =
  | {
      readonly state: 'listed';
      readonly path: FolderPath;
      readonly listing: ListingBytes;
      /** The folder's own permission bits and modification time (microseconds). */
      readonly mode: number;
      readonly modifiedAt: number;
      readonly problems: readonly Problem[];
    }
  /** It is not there, or is no folder any more. */
  | { readonly state: 'gone'; readonly path: FolderPath }
  /** It is there but cannot be listed; what is known of it stays. */
  | { readonly state: 'unreadable'; readonly path: FolderPath; readonly problem: Problem };

export interface ScanRequest {
  /** Absolute path of the work tree. */
  readonly root: string;
  readonly folders: readonly { readonly path: FolderPath; /** Everything below it too. */ readonly deep: boolean }[];
}

/** A folder asked for tracking, looked at once. */
export type FolderInspection =
  | { readonly state: 'folder'; /** Absolute, links resolved. */ readonly path: string; readonly name: string }
  | { readonly state: 'missing' }
  | { readonly state: 'not-a-folder' }
  | { readonly state: 'unreadable' };

/**
 * Looking at users' folders. Never writes, locks or moves anything.
 *
 * Law of `scan`: each asked folder that is not below an ignored one is answered exactly once, in any order, a folder before the folders below
 * it; links are not followed; other file systems mounted below are walked like folders; ignored names (`.strataignore` with gitignore's meaning, the
 * defaults, and Strata's own temporary files) are absent from listings. A folder that changes while it is listed is as some
 * moment during the call. Aborting the signal ends the iteration with the signal's reason.
 */
export interface WorkTree {
  inspect(path: string): FolderInspection;
  /** An absolute path with the links resolved in as much of it as exists. */
  resolve(path: string): string;
  scan(request: ScanRequest, signal: AbortSignal): AsyncIterable<readonly ScannedFolder[]>;
  /** All names that stand directly in a folder, ignored ones too; none when it is no folder or cannot be listed. */
  names(root: string, folder: FolderPath): ReadonlySet<string>;
  /** Tells which paths listings would not have if each folder held such a `.strataignore` (its text; null: none). */
  ignoring(rules: (folder: FolderPath) => string | null): (path: EntryPath, isFolder: boolean) => boolean;
  /** The text of a link. Null when it is gone or no link any more. */
  readLink(root: string, path: EntryPath): string | null;
  /** Bytes that a file takes on disk: fewer than its size where it has holes. 0 when it is gone. */
  bytesOnDisk(root: string, path: EntryPath): number;
  /** Free bytes on the file system of an absolute path (or of its nearest existing parent). */
  freeSpace(path: string): number;
  /** Absolute path from a root and a path below it, in the system's own notation. */
  absolute(root: string, path: FolderPath): string;
}
