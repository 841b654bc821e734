import { Text } from '@mantine/core';
import { IconFileOff, IconFolderOpen } from '@tabler/icons-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { EmptyState } from '../../components/EmptyState.tsx';
import { FilterInput } from '../../components/FilterInput.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { formatBytes, formatCount, formatNumberOf } from '../../lib/format.ts';
import { useFiles, useFilesApi } from './context.ts';
import { FileRow } from './FileRow.tsx';
import styles from './FilesTree.module.css';
import { RowMenu } from './RowMenu.tsx';
import type { MenuPlace } from './RowMenu.tsx';
import { matchRows, parentOf, treeRows } from './selectors.ts';
import type { TreeRow } from './selectors.ts';

interface Props {
  onRestore: (path: string) => void;
}

/** The files of a version: a tree whose folders load when they open, or the matches of a filter. */
export function FilesTree({ onRestore }: Props) {
  const rows = useRows();
  const active = useFiles((state) => state.active);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const store = useFilesApi();
  const activeIndex = useMemo(() => rows.findIndex(({ path }) => path === active), [rows, active]);

  const onVisible = useCallback(
    (first: number, last: number) => {
      for (const row of rows.slice(first, last + 1)) {
        if (row.kind === 'more') void store.getState().loadFolder(row.folder);
      }
    },
    [rows, store],
  );

  // The same function while the rows are: the list measures all of them anew for another one.
  const keyOf = useCallback((index: number) => rows[index]?.path ?? String(index), [rows]);

  function enter(row: TreeRow | undefined): void {
    if (row?.kind === 'folder') store.getState().toggle(row.path, !row.expanded);
    if (row?.kind === 'entry') void store.getState().look(row.path, 'preview');
  }

  return (
    <div className={styles['root']}>
      <Toolbar />
      <div className={styles['head']} aria-hidden>
        <span>Name</span>
        <span className={styles['size']}>Size</span>
        <span className={styles['modified']}>Modified</span>
        <span className={styles['more']} />
      </div>
      <div className={styles['list']}>
        {rows.length === 0 ? (
          <NoFiles />
        ) : (
          <VirtualList
            ref={list}
            label="Files"
            role="treegrid"
            count={rows.length}
            keyOf={keyOf}
            estimate={32}
            active={activeIndex}
            canBeActive={(index) => rows[index]?.kind !== 'more'}
            onActive={(index) => store.getState().setActive(rows[index]?.path ?? null)}
            onEnter={(index) => enter(rows[index])}
            onKey={(event, index) => handleKey(event, rows[index], store.getState(), setMenu)}
            onVisible={onVisible}
            rowProps={(index) => {
              const row = rows[index];
              return row === undefined ? {} : attributesOf(row, setMenu, enter);
            }}
            render={(index) => {
              const row = rows[index];
              return row && <FileRow row={row} onMenu={setMenu} />;
            }}
          />
        )}
      </div>
      <RowMenu
        place={menu}
        onClose={() => {
          setMenu(null);
          list.current?.focus();
        }}
        onRestore={onRestore}
      />
    </div>
  );
}

function useRows(): TreeRow[] {
  const folders = useFiles((state) => state.folders);
  const expanded = useFiles((state) => state.expanded);
  const matches = useFiles((state) => state.matches);
  return useMemo(
    () => (matches === null ? treeRows(folders, expanded) : matchRows(matches)),
    [folders, expanded, matches],
  );
}

function attributesOf(row: TreeRow, setMenu: (place: MenuPlace) => void, enter: (row: TreeRow) => void) {
  if (row.kind === 'more') return { 'aria-level': row.level };
  return {
    'data-testid': 'file-row',
    'data-path': row.path,
    'data-kind': row.kind,
    'aria-label': row.name,
    'aria-level': row.level,
    'aria-posinset': row.place,
    'aria-setsize': row.siblings,
    ...(row.kind === 'folder' ? { 'aria-expanded': row.expanded, onClick: () => enter(row) } : {}),
    onContextMenu: (event: React.MouseEvent) => {
      event.preventDefault();
      setMenu({ row, x: event.clientX, y: event.clientY });
    },
  };
}

/** Left and right close and open folders or go to the one above, as in every tree; H, the menu key, and R are ours. */
function handleKey(
  event: KeyboardEvent<HTMLDivElement>,
  row: TreeRow | undefined,
  store: ReturnType<ReturnType<typeof useFilesApi>['getState']>,
  setMenu: (place: MenuPlace) => void,
): void {
  if (row === undefined || row.kind === 'more') return;
  const opens = event.key === 'ArrowRight' && row.kind === 'folder' && !row.expanded;
  const closes = event.key === 'ArrowLeft' && row.kind === 'folder' && row.expanded;
  if (opens || closes) {
    event.preventDefault();
    store.toggle(row.path, opens);
  } else if (event.key === 'ArrowLeft' && parentOf(row.path) !== '') {
    event.preventDefault();
    store.setActive(parentOf(row.path));
  } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
    event.preventDefault();
    const box = document.getElementById(event.currentTarget.getAttribute('aria-activedescendant') ?? '');
    const { left, bottom } = (box ?? event.currentTarget).getBoundingClientRect();
    setMenu({ row, x: left + 40, y: bottom });
  } else if (event.key.toLowerCase() === 'h' && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    void store.look(row.path, 'history');
  }
}

function Toolbar() {
  const { filter, searching, searched, matches, matchesCut } = useFiles((state) => state);
  const top = useFiles((state) => state.folders['']);
  const store = useFilesApi();
  const found = matches?.length ?? 0;
  return (
    <div className={styles['toolbar']}>
      <FilterInput
        label="Filter files"
        placeholder="Filter files"
        className={styles['filter']}
        value={filter}
        busy={searching}
        onChange={(value) => void store.getState().setFilter(value)}
      />
      <Text size="xs" c="dimmed" role="status">
        {matches !== null &&
          (searching
            ? `${formatCount(found)} found in ${formatCount(searched)} so far…`
            : `${matchesCut ? 'the first ' : ''}${formatNumberOf(found, 'match', 'matches')}`)}
        {matches === null && top !== undefined && top.total > 0 && (
          <>
            {formatNumberOf(top.files, 'file')}, {formatBytes(top.bytes)}
          </>
        )}
      </Text>
    </div>
  );
}

function NoFiles() {
  const searching = useFiles((state) => state.searching);
  const filter = useFiles((state) => state.filter);
  const loading = useFiles((state) => state.folders['']?.loading ?? true);
  if (searching || (filter === '' && loading)) return null;
  return filter === '' ? (
    <EmptyState icon={<IconFolderOpen size={32} stroke={1.4} />} title="This version is empty">
      There was nothing in the folder.
    </EmptyState>
  ) : (
    <EmptyState icon={<IconFileOff size={32} stroke={1.4} />} title="Nothing found">
      No path of this version has “{filter}” in it.
    </EmptyState>
  );
}
