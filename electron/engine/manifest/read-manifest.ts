import type { Digest } from '../model/digest.ts';
import type { EntryPath, FolderPath } from '../model/entry-path.ts';
import { entrySize, type Entry } from '../model/entry.ts';
import type { Digester } from '../ports/digester.ts';
import { openCursor, type EntryCursor } from './entry-cursor.ts';
import { contentPart, isLeaf, sumItems, type ManifestRoot } from './node.ts';
import { readChild, readNode, rememberNodes, type NodeSource } from './node-source.ts';

/** What is true of a whole manifest, told by its root node. */
export function manifestTotals(root: Digest, source: NodeSource, digester: Digester): ManifestRoot {
  const { level, items } = readNode(source, root);
  return { node: root, digest: digester.digest(contentPart(source.read(root))), ...sumItems(items, level) };
}

/** The entry of one path, or null. */
export function findEntry(root: Digest, path: EntryPath, source: NodeSource): Entry | null {
  const cursor = openCursor(root, source);
  cursor.seek(path);
  const entry = cursor.current();
  return entry?.path === path ? entry : null;
}

/**
 * The entries at or below a path, in path order; all of them for ''. With `after`, only those behind that path. Nodes are read
 * as the walk reaches them.
 */
export function* entriesWithin(root: Digest, prefix: FolderPath, source: NodeSource, after = ''): Generator<Entry> {
  const cursor = openCursor(root, source);
  if (prefix === '') {
    yield* entriesBetween(cursor, '', null, after);
    return;
  }
  yield* entriesBetween(cursor, prefix, `${prefix}\0`, after);
  yield* entriesBetween(cursor, `${prefix}/`, endOf(prefix), after);
}

/** The first text behind all paths below a folder: "0" is the character after "/". */
export function endOf(folder: string): string {
  return `${folder}0`;
}

function* entriesBetween(cursor: EntryCursor, from: string, to: string | null, after: string): Generator<Entry> {
  cursor.seek(after >= from ? after : from);
  if (cursor.current()?.path === after) cursor.next();
  for (let entry = cursor.current(); entry !== null; entry = cursor.current()) {
    if (to !== null && entry.path >= to) return;
    yield entry;
    cursor.next();
  }
}

export interface Totals {
  readonly files: number;
  readonly bytes: number;
}

/** Number and bytes of the entries that `entriesWithin` would give. Reads O(log n) nodes. */
export function folderTotals(root: Digest, folder: FolderPath, source: NodeSource): Totals {
  const tree = rememberNodes(source, 32);
  if (folder === '') return totalsBefore(root, null, tree);
  const own = findEntry(root, folder, tree);
  const below = totalsBelow(root, folder, tree);
  if (own === null) return below;
  return { files: below.files + 1, bytes: below.bytes + entrySize(own) };
}

/** The path that has `rank` paths before it, or null behind the last one. Reads O(log n) nodes. */
export function pathAt(root: Digest, rank: number, source: NodeSource): EntryPath | null {
  let node = readNode(source, root);
  let left = rank;
  while (!isLeaf(node)) {
    const reached = node.items.findIndex((child) => {
      if (left < child.files) return true;
      left -= child.files;
      return false;
    });
    const child = node.items[reached];
    if (child === undefined) return null;
    node = readChild(source, node.level, child);
  }
  return node.items[left]?.path ?? null;
}

function totalsBelow(root: Digest, folder: string, source: NodeSource): Totals {
  const before = totalsBefore(root, `${folder}/`, source);
  const after = totalsBefore(root, endOf(folder), source);
  return { files: after.files - before.files, bytes: after.bytes - before.bytes };
}

/** Totals of all entries whose path comes before `bound`; of all for null. Reads O(log n) nodes. */
export function totalsBefore(root: Digest, bound: string | null, source: NodeSource): Totals {
  let files = 0;
  let bytes = 0;
  let node = readNode(source, root);
  while (!isLeaf(node)) {
    const reached = node.items.findIndex((child) => bound !== null && child.path >= bound);
    for (const child of reached < 0 ? node.items : node.items.slice(0, reached)) {
      files += child.files;
      bytes += child.bytes;
    }
    const next = node.items[reached];
    if (next === undefined) return { files, bytes };
    node = readChild(source, node.level, next);
  }
  for (const entry of node.items) {
    if (bound !== null && entry.path >= bound) break;
    files += 1;
    bytes += entrySize(entry);
  }
  return { files, bytes };
}
