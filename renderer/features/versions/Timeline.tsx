import { Text } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import type { DragEvent } from 'react';
import { EmptyState } from '../../components/EmptyState.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { formatNumberOf } from '../../lib/format.ts';
import { keyNames } from '../../lib/keyboard.ts';
import { useNow } from '../../lib/use-now.ts';
import { aliasDragType } from './alias-drag.ts';
import { useVersions, useVersionsApi } from './context.ts';
import { timelineRows, versionLabel } from './selectors.ts';
import type { TimelineRow } from './selectors.ts';
import styles from './Timeline.module.css';
import { VersionRow } from './VersionRow.tsx';

interface Props {
  /** Opens the version's page (on a narrow window it takes the timeline's place). */
  onOpen: (index: number) => void;
}

const versionOf = (row: TimelineRow | undefined) => (row?.kind === 'version' ? row.version : null);

/** Every version of the artifact, newest first, under the days they were made on. */
export function Timeline({ onOpen }: Props) {
  const { order, total, hasMore } = useVersions((state) => state.timeline);
  const shown = useVersions((state) => state.shown);
  const selected = useVersions((state) => state.selected);
  const compared = useVersions((state) => state.compared);
  const arrived = useVersions((state) => state.arrived);
  const status = useVersions((state) => state.status);
  const store = useVersionsApi();
  const now = useNow();
  const rows = useMemo(() => timelineRows(order, shown, now), [order, shown, now]);
  const [dropAt, setDropAt] = useState<number | null>(null);
  const onVisible = useCallback(
    (_first: number, last: number) => {
      if (last >= rows.length - 20) void store.getState().loadMore();
    },
    [rows.length, store],
  );

  if (order.length === 0) return status === 'ready' ? <NoVersions /> : null;

  /** Ctrl or Shift with a click compares the selected version with this one. */
  function pick(index: number, compare: boolean): void {
    const { select, compareWith, selected: current } = store.getState();
    if (compare && current !== null && current !== index) compareWith(index);
    else void select(index);
  }

  const dropHandlers = (index: number) => ({
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(aliasDragType)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move' as const;
      if (dropAt !== index) setDropAt(index);
    },
    onDragLeave: () => setDropAt(null),
    onDrop: (event: DragEvent) => {
      setDropAt(null);
      const alias = event.dataTransfer.getData(aliasDragType);
      if (alias === '') return;
      event.preventDefault();
      void store.getState().addAlias(index, alias);
    },
  });

  const activeRow = rows.findIndex((row) => versionOf(row)?.index === selected);
  return (
    <div className={styles['root']}>
      <div className={styles['caption']}>
        <Text size="xs" fw={600} c="dimmed" component="h2">
          {formatNumberOf(total, 'version')}
        </Text>
        <Text size="xs" c="dimmed" className={styles['hint']}>
          {keyNames('mod').join('')}+click to compare
        </Text>
      </div>
      <div className={styles['list']}>
        <VirtualList
          label="Versions"
          role="listbox"
          count={rows.length}
          keyOf={(row) => rows[row]?.key ?? String(row)}
          estimate={(row) => (rows[row]?.kind === 'day' ? 32 : 58)}
          active={activeRow}
          canBeActive={(row) => rows[row]?.kind === 'version'}
          onActive={(row) => {
            const version = versionOf(rows[row]);
            if (version !== null && version.index !== selected) pick(version.index, false);
          }}
          onEnter={(row) => {
            const version = versionOf(rows[row]);
            if (version !== null) onOpen(version.index);
          }}
          onVisible={onVisible}
          activeOnPress={false}
          rowProps={(row) => {
            const version = versionOf(rows[row]);
            if (version === null) return { role: 'presentation' };
            const { index } = version;
            return {
              'data-testid': 'version-row',
              'data-ref': version.ref,
              'data-drop': dropAt === index ? 'true' : undefined,
              'aria-label': versionLabel(version),
              'aria-selected': index === selected,
              'aria-setsize': total,
              'aria-posinset': order.indexOf(index) + 1,
              onClick: (event) => {
                const compare = event.ctrlKey || event.metaKey || event.shiftKey;
                pick(index, compare);
                if (!compare) onOpen(index);
              },
              ...dropHandlers(index),
            };
          }}
          render={(row) => {
            const shownRow = rows[row];
            if (shownRow === undefined) return null;
            if (shownRow.kind === 'day') return <Day label={shownRow.label} count={shownRow.count} />;
            const { version } = shownRow;
            return (
              <VersionRow
                version={version}
                selected={version.index === selected}
                compared={version.index === compared}
                arrived={arrived.includes(version.index)}
              />
            );
          }}
        />
      </div>
      {hasMore && (
        <div className={styles['more']} role="status">
          {formatNumberOf(order.length, 'version')} loaded, older ones follow as you scroll
        </div>
      )}
    </div>
  );
}

function Day({ label, count }: { label: string; count: number }) {
  return (
    <div className={styles['day']}>
      <span>{label}</span>
      <span className={styles['count']}>{count}</span>
    </div>
  );
}

function NoVersions() {
  return (
    <EmptyState icon={<IconStack2 size={36} stroke={1.3} />} title="No versions yet">
      The first one appears as soon as the folder’s present state is stored.
    </EmptyState>
  );
}
