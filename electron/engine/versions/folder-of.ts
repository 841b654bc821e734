import type { Core } from '../core.ts';
import { folderRows, folderTotals } from '../manifest/read-manifest.ts';
import { nameOf, type FolderPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Version } from '../model/version.ts';

/** One row of a folder: a folder with its totals, or an entry. */
export type FolderRow =
  | { readonly kind: 'folder'; readonly name: string; readonly files: number; readonly bytes: number }
  | { readonly kind: 'entry'; readonly name: string; readonly entry: Entry };

export interface VersionFolder {
  /** Folders first, then entries, each by name. */
  readonly rows: readonly FolderRow[];
  readonly files: number;
  readonly bytes: number;
}

/** What one folder of a version directly holds. Throws Failure `path.not-found` when the version has no such folder. */
export function folderOf(core: Core, version: Version, folder: FolderPath): VersionFolder {
  const totals = folderTotals(version.root, folder, core.nodes);
  if (folder !== '' && totals.files === 0) {
    throw new Failure('path.not-found', `v${version.index} has no folder "${folder}".`, { path: folder });
  }
  const { folders, entries } = folderRows(version.root, folder, core.nodes);
  const rows: FolderRow[] = [
    ...folders.map(({ name, files, bytes }): FolderRow => ({ kind: 'folder', name, files, bytes })),
    ...entries.map((entry): FolderRow => ({ kind: 'entry', name: nameOf(entry.path), entry })),
  ];
  return { rows, files: totals.files, bytes: totals.bytes };
}
