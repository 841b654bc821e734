import type { KeyboardEvent } from 'react';
import { parentOf } from './open-folders.ts';
import type { MenuPlace } from './RowMenu.tsx';
import type { TreeRow, TreeRows } from './selectors.ts';
import type { FilesState } from './store.ts';

/**
 * Left and right close and open folders or go to the one above and the first row inside, as in every tree; H and the menu key
 * are ours. Answers with the row to go to.
 */
export function handleTreeKey(
  event: KeyboardEvent<HTMLDivElement>,
  rows: TreeRows,
  index: number,
  store: FilesState,
  setMenu: (place: MenuPlace) => void,
): number | undefined {
  const row = rows.at(index);
  if (row === undefined) return undefined;
  if (event.key === 'ArrowLeft' && !isOpen(row)) return rowAbove(row, rows, store);
  if (row.kind === 'missing') return undefined;
  if (event.key === 'ArrowRight' && isOpen(row)) return index + 1 < rows.count ? index + 1 : undefined;
  if ((event.key === 'ArrowRight' || event.key === 'ArrowLeft') && row.kind === 'folder') {
    event.preventDefault();
    store.toggle(row.path, row.place, event.key === 'ArrowRight');
  } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
    event.preventDefault();
    const box = document.getElementById(event.currentTarget.getAttribute('aria-activedescendant') ?? '');
    const { left, bottom } = (box ?? event.currentTarget).getBoundingClientRect();
    setMenu({ row, x: left + 40, y: bottom });
  } else if (event.key.toLowerCase() === 'h' && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    void store.look(row.path, 'history');
  }
  return undefined;
}

const isOpen = (row: TreeRow): boolean => row.kind === 'folder' && row.expanded;

/** The row of the folder that a row is in. */
function rowAbove({ folder }: TreeRow, rows: TreeRows, { folders }: FilesState): number | undefined {
  const place = folders[folder]?.place ?? null;
  return place === null ? undefined : rows.indexOf({ folder: parentOf(folder), place });
}
