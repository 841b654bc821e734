import { useCallback } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import type { VersionView } from '../../../shared/values.ts';
import { VirtualList } from '../../components/VirtualList.tsx';
import type { RowAttributes } from '../../components/ListFrame.tsx';
import { useVersions, useVersionsApi } from './context.ts';
import { versionLabel } from './selectors.ts';
import type { TimelineRow } from './selectors.ts';
import styles from './Timeline.module.css';
import { useAliasDrop } from './use-alias-drop.ts';
import { VersionRow } from './VersionRow.tsx';

/** A quiet mark that another feature puts on a version. */
export type MarkOf = (version: VersionView) => ReactNode;

interface Props {
  rows: readonly TimelineRow[];
  onOpen: () => void;
  markOf: MarkOf;
}

const versionOf = (row: TimelineRow | undefined): VersionView | null => (row?.kind === 'version' ? row.version : null);

/** The rows of the timeline: arrows select, Enter and a click open, Ctrl or Shift with a click compares. */
export function TimelineList({ rows, onOpen, markOf }: Props) {
  const selected = useVersions((state) => state.selected);
  const store = useVersionsApi();
  const attributesOf = useRowAttributes(onOpen);
  const onVisible = useCallback(
    (_first: number, last: number) => {
      if (last >= rows.length - 20) void store.getState().loadMore();
    },
    [rows.length, store],
  );
  return (
    <VirtualList
      label="Versions"
      role="listbox"
      count={rows.length}
      keyOf={(row) => rows[row]?.key ?? String(row)}
      estimate={(row) => (rows[row]?.kind === 'day' ? 32 : 54)}
      active={rows.findIndex((row) => versionOf(row)?.index === selected)}
      activeOnPress={false}
      canBeActive={(row) => rows[row]?.kind === 'version'}
      onActive={(row) => {
        const version = versionOf(rows[row]);
        if (version !== null && version.index !== selected) void store.getState().select(version.index);
      }}
      onEnter={onOpen}
      onVisible={onVisible}
      rowProps={(row) => {
        const version = versionOf(rows[row]);
        return version === null ? { role: 'presentation' } : attributesOf(version);
      }}
      render={(row) => {
        const shown = rows[row];
        return shown && <Row row={shown} markOf={markOf} />;
      }}
    />
  );
}

/** Role, labels, test hooks and what the mouse does, for the row of a version. */
function useRowAttributes(onOpen: () => void): (version: VersionView) => RowAttributes {
  const { order, total } = useVersions((state) => state.timeline);
  const selected = useVersions((state) => state.selected);
  const store = useVersionsApi();
  const drop = useAliasDrop();

  function press(index: number, event: MouseEvent): void {
    const { select, compareWith } = store.getState();
    const compares = event.ctrlKey || event.metaKey || event.shiftKey;
    if (compares && selected !== null && selected !== index) {
      compareWith(index);
      return;
    }
    void select(index);
    onOpen();
  }

  return (version) => ({
    'data-testid': 'version-row',
    'data-ref': version.ref,
    'data-drop': drop.over === version.index ? 'true' : undefined,
    'aria-label': versionLabel(version),
    'aria-selected': version.index === selected,
    'aria-setsize': total,
    'aria-posinset': order.indexOf(version.index) + 1,
    onClick: (event) => press(version.index, event),
    ...drop.handlers(version.index),
  });
}

function Row({ row, markOf }: { row: TimelineRow; markOf: MarkOf }) {
  const selected = useVersions((state) => state.selected);
  const compared = useVersions((state) => state.compared);
  const arrived = useVersions((state) => state.arrived);
  if (row.kind === 'day') {
    return (
      <div className={styles['day']}>
        <span>{row.label}</span>
        <span className={styles['count']}>{row.count}</span>
      </div>
    );
  }
  const { version } = row;
  return (
    <VersionRow
      version={version}
      selected={version.index === selected}
      compared={version.index === compared}
      arrived={arrived.includes(version.index)}
      mark={markOf(version)}
    />
  );
}
