import type { Digest } from '../model/digest.ts';
import { comparePaths, nameOf, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import { entrySize, type Entry } from '../model/entry.ts';
import { openCursor } from './entry-cursor.ts';
import { rememberNodes, type NodeSource } from './node-source.ts';
import { endOf, pathAt, totalsBefore, type Totals } from './read-manifest.ts';

/** A folder inside a folder, with the totals of everything below it. */
export interface SubFolder extends Totals {
  readonly name: string;
  readonly path: EntryPath;
}

/**
 * The sub-folders of a folder, and what must be known to find any of the entries that stand directly in it without walking
 * the others: in the order of a manifest, whole sub-folders lie between those entries.
 */
export interface FolderOutline {
  /** By name. */
  readonly folders: readonly SubFolder[];
  /** How many entries stand directly in the folder. */
  readonly entries: number;
  /** How many entries of the manifest come before the folder's first. */
  readonly start: number;
  /** In path order. */
  readonly gaps: readonly Gap[];
}

/** A sub-folder as it lies between the entries that stand beside it. */
interface Gap {
  /** Entries of the folder itself that come before it. */
  readonly after: number;
  /** Entries within this sub-folder and those before it. */
  readonly skipped: number;
}

/**
 * Walks the entries that stand directly in a folder, once; sub-folders are passed over with O(log n) reads each, whatever is
 * below them. No folders and no entries when there is no such folder.
 */
export function outlineFolder(root: Digest, folder: FolderPath, source: NodeSource): FolderOutline {
  const tree = rememberNodes(source, 64);
  const cursor = openCursor(root, tree);
  const inside = startOf(folder);
  const folders: SubFolder[] = [];
  const gaps: Gap[] = [];
  const { files: start, bytes: startBytes } = totalsBefore(root, inside, tree);
  let seen: Totals = { files: start, bytes: startBytes };
  let entries = 0;
  cursor.seek(inside);
  for (let entry = cursor.current(); entry?.path.startsWith(inside) === true; entry = cursor.current()) {
    const path = subFolderOf(entry, inside);
    if (path === null) {
      entries += 1;
      seen = { files: seen.files + 1, bytes: seen.bytes + entrySize(entry) };
      cursor.next();
      continue;
    }
    const after = totalsBefore(root, endOf(path), tree);
    folders.push({ name: nameOf(path), path, files: after.files - seen.files, bytes: after.bytes - seen.bytes });
    gaps.push({ after: entries, skipped: after.files - start - entries });
    seen = after;
    cursor.seek(endOf(path));
  }
  folders.sort((a, b) => comparePaths(a.name, b.name));
  return { folders, entries, start, gaps };
}

/** The entries that stand directly in a folder, in path order, from the one with that number on. The first costs O(log n). */
export function* entriesOf(
  root: Digest,
  folder: FolderPath,
  outline: FolderOutline,
  offset: number,
  source: NodeSource,
): Generator<Entry> {
  if (offset >= outline.entries) return;
  const first = pathAt(root, outline.start + offset + skippedBefore(outline.gaps, offset), source);
  if (first === null) return;
  const cursor = openCursor(root, source);
  const inside = startOf(folder);
  cursor.seek(first);
  for (let entry = cursor.current(); entry?.path.startsWith(inside) === true; entry = cursor.current()) {
    const path = subFolderOf(entry, inside);
    if (path === null) {
      yield entry;
      cursor.next();
    } else {
      cursor.seek(endOf(path));
    }
  }
}

/** Outlines made before are kept, those used last: a manifest never changes, so they stay true. */
export function rememberOutlines(source: NodeSource, limit: number): (root: Digest, folder: FolderPath) => FolderOutline {
  const known = new Map<string, FolderOutline>();
  return (root, folder) => {
    const key = `${root}/${folder}`;
    const outline = known.get(key) ?? outlineFolder(root, folder, source);
    known.delete(key);
    known.set(key, outline);
    for (const oldest of known.keys()) {
      if (known.size <= limit) break;
      known.delete(oldest);
    }
    return outline;
  };
}

function startOf(folder: FolderPath): string {
  return folder === '' ? '' : `${folder}/`;
}

/** The folder directly inside that an entry lies in; null when it stands in the folder itself. */
function subFolderOf({ path }: Entry, inside: string): EntryPath | null {
  const slash = path.indexOf('/', inside.length);
  return slash < 0 ? null : (path.slice(0, slash) as EntryPath);
}

/** Entries within the sub-folders that come before the entry with that number. */
function skippedBefore(gaps: readonly Gap[], offset: number): number {
  let low = 0;
  let high = gaps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((gaps[middle] as Gap).after <= offset) low = middle + 1;
    else high = middle;
  }
  return gaps[low - 1]?.skipped ?? 0;
}
