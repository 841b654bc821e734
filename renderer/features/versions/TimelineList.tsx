import { useCallback, useMemo } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import type { VersionView } from '../../../shared/values.ts';
import { VirtualList } from '../../components/VirtualList.tsx';
import type { RowAttributes } from '../../components/ListFrame.tsx';
import { useVersions, useVersionsApi } from './context.ts';
import { makerWords, versionLabel } from './selectors.ts';
import type { TimelineRow } from './selectors.ts';
import type { VersionsState } from './store.ts';
import styles from './Timeline.module.css';
import { useAliasDrop } from './use-alias-drop.ts';
import { useTickKeys } from './use-tick-keys.ts';
import { VersionRow } from './VersionRow.tsx';

/** A quiet mark that another feature puts on a version. */
export type MarkOf = (version: VersionView) => ReactNode;

interface Props {
  rows: readonly TimelineRow[];
  onOpen: () => void;
  onDelete: (refs: string[]) => void;
  markOf: MarkOf;
}

const versionOf = (row: TimelineRow | undefined): VersionView | null => (row?.kind === 'version' ? row.version : null);

/**
 * The rows of the timeline: arrows select, Enter and a click open, Ctrl or Shift with a click compares. While versions are ticked,
 * Ctrl with a click ticks as well, and Shift with a click ticks a range.
 */
export function TimelineList({ rows, onOpen, onDelete, markOf }: Props) {
  const selected = useVersions((state) => state.selected);
  const store = useVersionsApi();
  const makers = useMemo(() => makerWords(rows), [rows]);
  const attributesOf = useRowAttributes(onOpen, makers);
  const onKey = useTickKeys((row) => versionOf(rows[row]), rows.length, onDelete);
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
      onKey={onKey}
      onVisible={onVisible}
      rowProps={(row) => {
        const version = versionOf(rows[row]);
        return version === null ? { role: 'presentation' } : attributesOf(version);
      }}
      render={(row) => {
        const shown = rows[row];
        return shown && <Row row={shown} markOf={markOf} makers={makers} />;
      }}
    />
  );
}

/** Role, labels, test hooks and what the mouse does, for the row of a version. */
function useRowAttributes(onOpen: () => void, makers: ReadonlyMap<string, string>): (version: VersionView) => RowAttributes {
  const { order, total } = useVersions((state) => state.timeline);
  const selected = useVersions((state) => state.selected);
  const ticked = useVersions((state) => state.ticks.indexes);
  const store = useVersionsApi();
  const drop = useAliasDrop();

  function press(index: number, event: MouseEvent): void {
    const { select, compareWith } = store.getState();
    const compares = event.ctrlKey || event.metaKey || event.shiftKey;
    if (isOnTick(event.target) || (ticked.length > 0 && compares)) {
      tick(store.getState(), index, event.shiftKey);
      return;
    }
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
    'aria-label': versionLabel(version, makers.get(version.actor) ?? null),
    'aria-selected': version.index === selected,
    ...(ticked.length > 0 ? { 'aria-checked': ticked.includes(version.index) } : {}),
    'aria-setsize': total,
    'aria-posinset': order.indexOf(version.index) + 1,
    onClick: (event) => press(version.index, event),
    ...drop.handlers(version.index),
  });
}

/** The box that a version is ticked with, wherever in it the press was. */
function isOnTick(target: EventTarget): boolean {
  return target instanceof Element && target.closest('[data-tick]') !== null;
}

function tick({ toggleTick, extendTicks }: VersionsState, index: number, range: boolean): void {
  if (range) extendTicks(index, index);
  else toggleTick(index);
}

function Row({ row, markOf, makers }: { row: TimelineRow; markOf: MarkOf; makers: ReadonlyMap<string, string> }) {
  const selected = useVersions((state) => state.selected);
  const compared = useVersions((state) => state.compared);
  const arrived = useVersions((state) => state.arrived);
  const ticked = useVersions((state) => state.ticks.indexes);
  const store = useVersionsApi();
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
      onArrived={() => store.getState().settleArrival(version.index)}
      ticked={ticked.length === 0 ? null : ticked.includes(version.index)}
      maker={makers.get(version.actor) ?? null}
      mark={markOf(version)}
    />
  );
}
