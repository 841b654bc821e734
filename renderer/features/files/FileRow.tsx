import {
  IconChevronRight,
  IconDots,
  IconExternalLink,
  IconFile,
  IconFolder,
  IconFolderOpen,
  IconLink,
} from '@tabler/icons-react';
import { ByteSize } from '../../components/ByteSize.tsx';
import { PathText } from '../../components/PathText.tsx';
import { absoluteTime, columnTime } from '../../lib/dates.ts';
import { formatNumberOf } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import styles from './FilesTree.module.css';
import type { MenuPlace } from './RowMenu.tsx';
import type { NamedRow, TreeRow } from './selectors.ts';

interface Props {
  row: TreeRow;
  onMenu: (place: MenuPlace) => void;
}

/** One row of the tree: a folder with its totals, or an entry. */
export function FileRow({ row, onMenu }: Props) {
  const indent = { paddingLeft: 12 + (row.level - 1) * 18 };
  if (row.kind === 'missing') return <MissingRow indent={indent} place={row.place} />;
  return (
    <div className={styles['row']} style={indent}>
      <span className={styles['name']} role="gridcell">
        <span className={styles['chevron']} data-open={row.kind === 'folder' && row.expanded}>
          {row.kind === 'folder' && <IconChevronRight size={14} aria-hidden />}
        </span>
        <span className={styles['icon']} data-kind={row.kind}>
          <RowIcon row={row} />
        </span>
        <span className={styles['text']}>
          <PathText path={row.name} />
        </span>
        {row.kind === 'folder' && <span className={styles['count']}>{formatNumberOf(row.files, 'file')}</span>}
        {row.kind === 'entry' && row.entry.target !== null && (
          <span className={styles['target']} title={row.entry.target}>
            → {row.entry.target}
          </span>
        )}
      </span>
      <span className={styles['size']} role="gridcell">
        <Size row={row} />
      </span>
      <span className={styles['modified']} role="gridcell">
        {row.kind === 'entry' && row.entry.modifiedAt !== null && <Modified at={row.entry.modifiedAt} />}
      </span>
      <span className={styles['more']} role="gridcell">
        <button
          type="button"
          tabIndex={-1}
          className={styles['dots']}
          aria-label={`Actions for ${row.name}`}
          onClick={(event) => {
            event.stopPropagation();
            const { left, bottom } = event.currentTarget.getBoundingClientRect();
            onMenu({ row, x: left, y: bottom });
          }}
        >
          <IconDots size={15} />
        </button>
      </span>
    </div>
  );
}

/** A row whose page is not there yet: as high as the others, and quiet. */
function MissingRow({ indent, place }: { indent: { paddingLeft: number }; place: number }) {
  return (
    <div className={styles['row']} style={indent}>
      <span className={styles['name']} role="gridcell" aria-label="Loading">
        <span className={styles['missing']} style={{ width: `${18 + ((place * 7) % 5) * 4}%` }} />
      </span>
    </div>
  );
}

function RowIcon({ row }: { row: NamedRow }) {
  if (row.kind === 'folder') {
    return row.expanded ? <IconFolderOpen size={16} aria-hidden /> : <IconFolder size={16} aria-hidden />;
  }
  switch (row.entry.kind) {
    case 'link':
      return <IconLink size={16} aria-hidden />;
    case 'directory':
      return <IconFolder size={16} aria-hidden />;
    case 'reference':
      return <IconExternalLink size={16} aria-hidden />;
    case 'file':
      return <IconFile size={16} stroke={1.5} aria-hidden />;
  }
}

function Size({ row }: { row: NamedRow }) {
  if (row.kind === 'folder') return <ByteSize bytes={row.bytes} />;
  return row.entry.size === null || row.entry.kind === 'link' ? null : <ByteSize bytes={row.entry.size} />;
}

function Modified({ at }: { at: number }) {
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={absoluteTime(at)}>
      {columnTime(at, now)}
    </time>
  );
}
