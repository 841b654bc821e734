import { IconArrowRight, IconCirclePlus, IconCircleX, IconEdit, IconFileArrowRight } from '@tabler/icons-react';
import { ByteSize } from '../../components/ByteSize.tsx';
import { PathText } from '../../components/PathText.tsx';
import { formatBytes, formatCount } from '../../lib/format.ts';
import styles from './ChangesView.module.css';
import type { DiffRow as Row } from './selectors.ts';

const headings = { added: 'Added', modified: 'Modified', renamed: 'Renamed or moved', removed: 'Removed' } as const;
const icons = { added: IconCirclePlus, modified: IconEdit, renamed: IconFileArrowRight, removed: IconCircleX } as const;

/** A heading of the comparison, or one changed path with its sizes. */
export function DiffRow({ row }: { row: Row }) {
  if (row.kind === 'heading') {
    return (
      <div className={styles['heading']} data-kind={row.change}>
        {headings[row.change]} <span className={styles['count']}>{formatCount(row.total)}</span>
        {row.listed < row.total && <span className={styles['count']}>the first {formatCount(row.listed)} are listed</span>}
      </div>
    );
  }
  const Icon = icons[row.change];
  return (
    <div className={styles['row']}>
      <span className={styles['icon']} data-kind={row.change}>
        <Icon size={15} aria-hidden />
      </span>
      <span className={styles['path']}>
        {row.from !== null && (
          <>
            <PathText path={row.from} />
            <IconArrowRight size={13} className={styles['arrow']} aria-label="became" />
          </>
        )}
        <PathText path={row.path} />
      </span>
      {row.sizeBefore !== null && row.sizeBefore !== row.size && (
        <span className={styles['delta']} title={`${formatBytes(row.sizeBefore)} before`}>
          {row.size > row.sizeBefore ? '+' : '−'}
          {formatBytes(Math.abs(row.size - row.sizeBefore))}
        </span>
      )}
      <span className={styles['size']}>
        <ByteSize bytes={row.size} />
      </span>
    </div>
  );
}
