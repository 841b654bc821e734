import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { formatNumberOf } from '../../lib/format.ts';
import { keyNames } from '../../lib/keyboard.ts';
import { useNow } from '../../lib/use-now.ts';
import { useVersions } from './context.ts';
import { timelineRows } from './selectors.ts';
import { TickBar } from './TickBar.tsx';
import styles from './Timeline.module.css';
import { TimelineList } from './TimelineList.tsx';
import type { MarkOf } from './TimelineList.tsx';

interface Props {
  /** Opens the version's page (on a narrow window it takes the timeline's place). */
  onOpen: () => void;
  /** Asks to delete these versions. */
  onDelete: (refs: string[]) => void;
  markOf: MarkOf;
}

/** Every version of the artifact, newest first, under the days they were made on. */
export function Timeline({ onOpen, onDelete, markOf }: Props) {
  const { order, total, hasMore } = useVersions((state) => state.timeline);
  const shown = useVersions((state) => state.shown);
  const ticking = useVersions((state) => state.ticks.indexes.length > 0);
  const now = useNow();
  const rows = useMemo(() => timelineRows(order, shown, now), [order, shown, now]);

  if (order.length === 0) return null;
  return (
    <div className={styles['root']}>
      {ticking ? <TickBar onDelete={onDelete} /> : <Caption total={total} />}
      <div className={styles['list']}>
        <TimelineList rows={rows} onOpen={onOpen} onDelete={onDelete} markOf={markOf} />
      </div>
      {hasMore && (
        <div className={styles['more']} role="status">
          {formatNumberOf(order.length, 'version')} loaded, older ones follow as you scroll
        </div>
      )}
    </div>
  );
}

function Caption({ total }: { total: number }) {
  return (
    <div className={styles['caption']}>
      <Text size="xs" fw={600} c="dimmed" component="h2">
        {formatNumberOf(total, 'version')}
      </Text>
      <Text size="xs" c="dimmed">
        {keyNames('mod').join('')}+click to compare, Space to tick
      </Text>
    </div>
  );
}
