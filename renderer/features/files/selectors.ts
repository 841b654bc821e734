import type { EntryView } from '../../../shared/values.ts';
import type { FolderPages } from './store.ts';

/** One row of the tree as it is shown. */
export type TreeRow =
  | {
      readonly kind: 'folder';
      readonly path: string;
      readonly name: string;
      readonly level: number;
      readonly expanded: boolean;
      readonly files: number;
      readonly bytes: number;
      readonly place: number;
      readonly siblings: number;
    }
  | {
      readonly kind: 'entry';
      readonly path: string;
      readonly name: string;
      readonly level: number;
      readonly entry: EntryView;
      readonly place: number;
      readonly siblings: number;
    }
  /** More rows of this folder, loaded when it comes into sight. */
  | { readonly kind: 'more'; readonly path: string; readonly folder: string; readonly level: number; readonly missing: number };

/** The open folders' rows from top to bottom, without recursion: a deep tree costs no stack. */
export function treeRows(
  folders: Readonly<Record<string, FolderPages>>,
  expanded: Readonly<Record<string, true>>,
): TreeRow[] {
  const rows: TreeRow[] = [];
  const stack: { folder: string; next: number; level: number }[] = [{ folder: '', next: 0, level: 1 }];
  while (stack.length > 0) {
    const top = stack.at(-1);
    if (top === undefined) break;
    const pages = folders[top.folder];
    const row = pages?.rows[top.next];
    if (pages === undefined || row === undefined) {
      stack.pop();
      const missing = pages === undefined ? 1 : pages.total - pages.rows.length;
      if (missing > 0) rows.push({ kind: 'more', path: `${top.folder}/…`, folder: top.folder, level: top.level, missing });
      continue;
    }
    top.next += 1;
    const path = top.folder === '' ? row.name : `${top.folder}/${row.name}`;
    const place = { name: row.name, path, level: top.level, place: top.next, siblings: pages.total };
    if (row.kind === 'entry') {
      rows.push({ kind: 'entry', ...place, entry: row.entry });
      continue;
    }
    const isExpanded = expanded[path] === true;
    rows.push({ kind: 'folder', ...place, expanded: isExpanded, files: row.files, bytes: row.bytes });
    if (isExpanded) stack.push({ folder: path, next: 0, level: top.level + 1 });
  }
  return rows;
}

/** Matches of a search as rows of one level, with their whole path as name. */
export function matchRows(matches: readonly EntryView[]): TreeRow[] {
  return matches.map((entry, index) => ({
    kind: 'entry',
    path: entry.path,
    name: entry.path,
    level: 1,
    entry,
    place: index + 1,
    siblings: matches.length,
  }));
}

/** The folder a path lies in; '' at the top. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
