import type { EntryView } from '../../../shared/values.ts';
import { pageSize, rowOf } from './folder-pages.ts';
import type { FolderPages } from './folder-pages.ts';
import { indexAt, openFolders, placeAt } from './open-folders.ts';
import type { RowPlace } from './open-folders.ts';
import type { FilesState } from './store.ts';

interface Place extends RowPlace {
  readonly level: number;
  /** Rows of the folder it is in. */
  readonly siblings: number;
}

interface Named extends Place {
  readonly path: string;
  readonly name: string;
}

/** One row of the tree as it is shown. */
export type TreeRow =
  | (Named & { readonly kind: 'folder'; readonly expanded: boolean; readonly files: number; readonly bytes: number })
  | (Named & { readonly kind: 'entry'; readonly entry: EntryView })
  /** Is there, and not loaded yet. */
  | (Place & { readonly kind: 'missing' });

export type NamedRow = Exclude<TreeRow, { kind: 'missing' }>;

/** The rows from top to bottom; each is made when it is asked for. */
export interface TreeRows {
  readonly count: number;
  at(index: number): TreeRow | undefined;
  /** The number of a row; -1 when it is not shown. */
  indexOf(place: RowPlace): number;
}

/** The open folders' rows. */
export function treeRows(
  folders: Readonly<Record<string, FolderPages>>,
  expanded: Readonly<Record<string, true>>,
): TreeRows {
  const top = openFolders(folders, expanded);
  return {
    count: top.length,
    indexOf: (place) => indexAt(top, place),
    at(index) {
      if (index < 0 || index >= top.length) return undefined;
      const { within, place } = placeAt(top, index);
      const at = { folder: within.path, place, level: within.level, siblings: within.pages.total };
      const row = rowOf(within.pages, place);
      if (row === undefined) return { kind: 'missing', ...at };
      const path = within.path === '' ? row.name : `${within.path}/${row.name}`;
      const named = { ...at, path, name: row.name };
      if (row.kind === 'entry') return { kind: 'entry', ...named, entry: row.entry };
      return { kind: 'folder', ...named, expanded: expanded[path] === true, files: row.files, bytes: row.bytes };
    },
  };
}

/** Matches of a search as rows of one level, with their whole path as name. */
export function matchRows(matches: readonly EntryView[]): TreeRows {
  return {
    count: matches.length,
    indexOf: ({ place }) => place,
    at(index) {
      const entry = matches[index];
      if (entry === undefined) return undefined;
      const { path } = entry;
      return { kind: 'entry', path, name: path, folder: '', place: index, level: 1, siblings: matches.length, entry };
    },
  };
}

type Shown = Pick<FilesState, 'folders' | 'expanded' | 'matches'>;

export function shownRows({ folders, expanded, matches }: Shown): TreeRows {
  return matches === null ? treeRows(folders, expanded) : matchRows(matches);
}

/** Path of the row that has the keyboard; null when there is none or nobody knows its name yet. */
export function activePath(state: Shown & Pick<FilesState, 'active'>): string | null {
  if (state.active === null) return null;
  const rows = shownRows(state);
  const row = rows.at(rows.indexOf(state.active));
  return row === undefined || row.kind === 'missing' ? null : row.path;
}

/** A page of a folder's rows. */
export interface WantedPage {
  readonly folder: string;
  readonly page: number;
}

/** The pages that hold rows between two numbers and are not there yet, those in sight first. */
export function missingPages(rows: TreeRows, first: number, last: number, ahead: number): WantedPage[] {
  const wanted = new Map<string, WantedPage>();
  const look = (from: number, to: number): void => {
    for (let index = Math.max(0, from); index <= Math.min(rows.count - 1, to); index += 1) {
      const row = rows.at(index);
      if (row?.kind !== 'missing') continue;
      const page = Math.floor(row.place / pageSize);
      wanted.set(pageKey(row.folder, page), { folder: row.folder, page });
    }
  };
  look(first, last);
  look(last + 1, last + ahead);
  look(first - ahead, first - 1);
  return [...wanted.values()];
}

export function pageKey(folder: string, page: number): string {
  return `${page}:${folder}`;
}
