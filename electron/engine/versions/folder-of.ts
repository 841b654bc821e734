import type { Core } from '../core.ts';
import { entriesOf } from '../manifest/folder-outline.ts';
import { folderTotals } from '../manifest/read-manifest.ts';
import { nameOf, parentOf, type FolderPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Version } from '../model/version.ts';

/** One row of a folder: a folder with its totals, or an entry. */
export type FolderRow =
  | { readonly kind: 'folder'; readonly name: string; readonly files: number; readonly bytes: number }
  | { readonly kind: 'entry'; readonly name: string; readonly entry: Entry };

/** Which of a folder's rows are asked for. */
export interface RowRange {
  readonly offset: number;
  readonly limit: number;
}

export interface VersionFolder {
  /** Folders first, then entries, each by name; those in the range. */
  readonly rows: readonly FolderRow[];
  /** All rows of the folder. */
  readonly total: number;
  readonly files: number;
  readonly bytes: number;
  /** Where the folder stands among the rows of the one it is in; null when it has no row there. */
  readonly place: number | null;
}

/**
 * A part of what one folder of a version directly holds. The first look at a folder walks its rows; each later one costs
 * O(log n) and what it gives. Throws Failure `path.not-found` when the version has no such folder.
 */
export function folderOf(core: Core, version: Version, folder: FolderPath, range: RowRange): VersionFolder {
  const { root } = version;
  const { files, bytes } = folderTotals(root, folder, core.nodes);
  if (folder !== '' && files === 0) {
    throw new Failure('path.not-found', `v${version.index} has no folder "${folder}".`, { path: folder });
  }
  const outline = core.outlineOf(root, folder);
  const rows: FolderRow[] = outline.folders
    .slice(range.offset, range.offset + range.limit)
    .map((row) => ({ kind: 'folder', name: row.name, files: row.files, bytes: row.bytes }));
  const first = Math.max(0, range.offset - outline.folders.length);
  for (const entry of entriesOf(root, folder, outline, first, core.nodes)) {
    if (rows.length >= range.limit) break;
    rows.push({ kind: 'entry', name: nameOf(entry.path), entry });
  }
  return { rows, total: outline.folders.length + outline.entries, files, bytes, place: placeOf(core, version, folder) };
}

function placeOf(core: Core, { root }: Version, folder: FolderPath): number | null {
  if (folder === '') return null;
  const place = core.outlineOf(root, parentOf(folder)).folders.findIndex(({ path }) => path === folder);
  return place < 0 ? null : place;
}
