import type { Result } from '../../../shared/contract.ts';
import type { FolderRow } from '../../../shared/values.ts';

/** Rows asked for at once: some more than are in sight, few enough that nobody notices them come. */
export const pageSize = 200;

/** Pages kept of one folder: 20,000 rows, so that a long look through a folder of a million does not keep them all. */
export const mostPages = 100;

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

/** The folder with one page more; with too many, the page furthest from it is given up. */
export function withPage(known: FolderPages | undefined, page: number, result: Result<'version.folder'>): FolderPages {
  const { rows, ...facts } = result;
  const pages = { ...known?.pages, [page]: rows };
  const numbers = Object.keys(pages).map(Number);
  if (numbers.length <= mostPages) return { ...facts, pages };
  const furthest = numbers.reduce((far, other) => (Math.abs(other - page) > Math.abs(far - page) ? other : far));
  return { ...facts, pages: Object.fromEntries(Object.entries(pages).filter(([number]) => Number(number) !== furthest)) };
}

export function rowOf({ pages }: FolderPages, place: number): FolderRow | undefined {
  return pages[Math.floor(place / pageSize)]?.[place % pageSize];
}
