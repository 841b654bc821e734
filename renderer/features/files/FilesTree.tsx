import { useCallback, useMemo, useRef, useState } from 'react';
import { EvenList } from '../../components/EvenList.tsx';
import { useFiles, useFilesApi } from './context.ts';
import { FileRow } from './FileRow.tsx';
import styles from './FilesTree.module.css';
import { FilesToolbar } from './FilesToolbar.tsx';
import { NoFiles } from './NoFiles.tsx';
import { RowMenu } from './RowMenu.tsx';
import type { MenuPlace } from './RowMenu.tsx';
import { shownRows } from './selectors.ts';
import type { TreeRow, TreeRows } from './selectors.ts';
import { handleTreeKey } from './tree-keys.ts';

/** As the style sheet has it, px. */
const rowHeight = 32;

interface Props {
  onRestore: (path: string) => void;
  onPurge: (path: string) => void;
}

/** The files of a version: a tree that loads what is in sight, or the matches of a filter. */
export function FilesTree({ onRestore, onPurge }: Props) {
  const rows = useRows();
  const active = useFiles((state) => state.active);
  const unreadable = useFiles((state) => state.unreadable);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const store = useFilesApi();

  // With other rows another function: the list tells anew what is in sight.
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- see above
  const onVisible = useCallback((first: number, last: number) => store.getState().see(first, last), [rows, store]);

  function enter(row: TreeRow | undefined): void {
    if (row?.kind === 'folder') store.getState().toggle(row.path, row.place, !row.expanded);
    if (row?.kind === 'entry') void store.getState().look(row.path, 'preview');
  }

  return (
    <div className={styles['root']}>
      <FilesToolbar />
      <div className={styles['head']} aria-hidden>
        <span>Name</span>
        <span className={styles['size']}>Size</span>
        <span className={styles['modified']}>Modified</span>
        <span className={styles['more']} />
      </div>
      <div className={styles['list']}>
        {rows.count === 0 || unreadable ? (
          <NoFiles />
        ) : (
          <EvenList
            ref={list}
            label="Files"
            role="treegrid"
            count={rows.count}
            rowHeight={rowHeight}
            active={active === null ? -1 : rows.indexOf(active)}
            onActive={(index) => store.getState().setActive(rows.at(index) ?? null)}
            onEnter={(index) => enter(rows.at(index))}
            onKey={(event, index) => handleTreeKey(event, rows, index, store.getState(), setMenu)}
            onVisible={onVisible}
            rowProps={(index) => attributesOf(rows.at(index), setMenu, enter)}
            render={(index) => {
              const row = rows.at(index);
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
        onPurge={onPurge}
      />
    </div>
  );
}

function useRows(): TreeRows {
  const folders = useFiles((state) => state.folders);
  const expanded = useFiles((state) => state.expanded);
  const matches = useFiles((state) => state.matches);
  return useMemo(() => shownRows({ folders, expanded, matches }), [folders, expanded, matches]);
}

function attributesOf(row: TreeRow | undefined, setMenu: (place: MenuPlace) => void, enter: (row: TreeRow) => void) {
  if (row === undefined) return {};
  const place = { 'aria-level': row.level, 'aria-posinset': row.place + 1, 'aria-setsize': row.siblings };
  if (row.kind === 'missing') return { ...place, 'aria-busy': true, 'data-testid': 'missing-row' };
  return {
    ...place,
    'data-testid': 'file-row',
    'data-path': row.path,
    'data-kind': row.kind,
    'aria-label': row.name,
    ...(row.kind === 'folder' ? { 'aria-expanded': row.expanded, onClick: () => enter(row) } : {}),
    onContextMenu: (event: React.MouseEvent) => {
      event.preventDefault();
      setMenu({ row, x: event.clientX, y: event.clientY });
    },
  };
}
