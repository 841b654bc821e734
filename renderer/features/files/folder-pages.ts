import type { Result } from '../../../shared/contract.ts';
import type { FolderRow } from '../../../shared/values.ts';

/** Rows asked for at once: some more than are in sight, few enough that nobody notices them come. */
export const pageSize = 200;

/** One folder of the version, as far as it is loaded. */
export interface FolderPages {
  /** All its rows; 1 until the first page tells. */
  readonly total: number;
  readonly files: number;
  readonly bytes: number;
  /** Where it stands among the rows of the folder it is in; null at the top. */
  readonly place: number | null;
  /** By their number; those that were in sight. */
  readonly pages: Readonly<Record<number, readonly FolderRow[]>>;
}

/** A folder that was just opened: one row stands for all of them. */
export function unloaded(place: number | null): FolderPages {
  return { total: 1, files: 0, bytes: 0, place, pages: {} };
}

export function withPage(known: FolderPages | undefined, page: number, result: Result<'version.folder'>): FolderPages {
  const { rows, ...facts } = result;
  return { ...facts, pages: { ...known?.pages, [page]: rows } };
}

export function rowOf({ pages }: FolderPages, place: number): FolderRow | undefined {
  return pages[Math.floor(place / pageSize)]?.[place % pageSize];
}
