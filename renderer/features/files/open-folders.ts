import { unloaded } from './folder-pages.ts';
import type { FolderPages } from './folder-pages.ts';

/** Where a row is: the folder, and its place among that folder's rows. It stays so whatever opens or closes around it. */
export interface RowPlace {
  readonly folder: string;
  readonly place: number;
}

/** An open folder and those open inside it, so that a row is found by its number without listing the rows before it. */
export interface OpenFolder {
  readonly path: string;
  readonly level: number;
  readonly pages: FolderPages;
  /** Open folders directly inside, by place. */
  readonly open: readonly OpenFolder[];
  /** For each of those: the number of its first row among all rows below this folder. */
  readonly starts: readonly number[];
  /** All rows below it. */
  readonly length: number;
}

/** The open folders of a version, from the one at the top. Made bottom up: a deep tree costs no stack. */
export function openFolders(
  folders: Readonly<Record<string, FolderPages>>,
  expanded: Readonly<Record<string, true>>,
): OpenFolder {
  const inside = new Map<string, OpenFolder[]>();
  const paths = Object.keys(expanded).toSorted((a, b) => levelOf(b) - levelOf(a));
  for (const path of paths) {
    const pages = folders[path];
    if (pages === undefined || pages.place === null) continue;
    const made = openFolder(path, pages, inside.get(path) ?? []);
    const beside = inside.get(parentOf(path));
    if (beside === undefined) inside.set(parentOf(path), [made]);
    else beside.push(made);
  }
  return openFolder('', folders[''] ?? unloaded(null), inside.get('') ?? []);
}

function openFolder(path: string, pages: FolderPages, inside: readonly OpenFolder[]): OpenFolder {
  const open = inside.toSorted((a, b) => placeOf(a) - placeOf(b));
  const starts: number[] = [];
  let length = 0;
  for (const folder of open) {
    starts.push(placeOf(folder) + 1 + length);
    length += folder.length;
  }
  return { path, level: levelOf(path), pages, open, starts, length: length + pages.total };
}

const placeOf = ({ pages }: OpenFolder): number => pages.place ?? 0;

/** The place of the row with that number, counted from the top of the tree, and the folder it is in. */
export function placeAt(top: OpenFolder, index: number): { readonly within: OpenFolder; readonly place: number } {
  let within = top;
  let left = index;
  for (;;) {
    const before = lastStarting(within.starts, left);
    const folder = within.open[before];
    if (folder === undefined) return { within, place: left };
    const start = within.starts[before] ?? 0;
    if (left >= start + folder.length) return { within, place: placeOf(folder) + 1 + left - start - folder.length };
    within = folder;
    left -= start;
  }
}

/** The number of a row from the top of the tree; -1 when a folder on the way is closed. */
export function indexAt(top: OpenFolder, { folder, place }: RowPlace): number {
  let within = top;
  let index = 0;
  for (let end = folder.indexOf('/'); folder !== ''; end = folder.indexOf('/', end + 1)) {
    const path = end < 0 ? folder : folder.slice(0, end);
    const found = within.open.findIndex((one) => one.path === path);
    const next = within.open[found];
    if (next === undefined) return -1;
    index += within.starts[found] ?? 0;
    within = next;
    if (end < 0) break;
  }
  const opened = within.open.filter((one) => placeOf(one) < place).reduce((sum, { length }) => sum + length, 0);
  return index + place + opened;
}

/** The last of the ascending numbers that is not behind `at`; -1 when all are. */
function lastStarting(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The folder a path lies in; '' at the top. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** 1 for what stands at the top. The rows of a folder are one deeper than its own. */
function levelOf(path: string): number {
  return path === '' ? 1 : path.split('/').length + 1;
}
