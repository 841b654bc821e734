import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef } from 'react';
import type { HTMLAttributes, KeyboardEvent, ReactNode, Ref, RefObject } from 'react';
import { movedIndex } from '../lib/keyboard.ts';
import { useKeptPlace } from '../lib/use-kept-place.ts';
import styles from './VirtualList.module.css';

export type RowAttributes = HTMLAttributes<HTMLDivElement> & Record<`data-${string}`, string | undefined>;

export interface VirtualListProps {
  /** What the list is called by assistive technology. */
  label: string;
  /** `list` is read only; the others have a row that holds the keyboard. */
  role?: 'listbox' | 'list' | 'treegrid' | 'grid';
  count: number;
  keyOf: (index: number) => string;
  /** Height in px until the row is measured. */
  estimate: number | ((index: number) => number);
  render: (index: number) => ReactNode;
  /** Role, labels and test hooks of a row. */
  rowProps?: (index: number) => RowAttributes;
  /** The row that holds the keyboard; -1: none. */
  active?: number;
  onActive?: (index: number) => void;
  /** A press on a row makes it the active one; false when the row's own click does. */
  activeOnPress?: boolean;
  /** Headings and the like are skipped by the keys. */
  canBeActive?: (index: number) => boolean;
  /** Enter on the active row, or a double click. */
  onEnter?: (index: number) => void;
  /** Other keys; called first, `preventDefault` keeps the list from handling it. */
  onKey?: (event: KeyboardEvent<HTMLDivElement>, active: number) => void;
  /** Called when the rows from here are in sight. */
  onVisible?: (first: number, last: number) => void;
  /** A dialog that the list is in gives it the keyboard first. */
  firstFocus?: boolean;
  className?: string | undefined;
  ref?: Ref<HTMLDivElement>;
}

const always = (): boolean => true;
const rowRoles = { listbox: 'option', list: 'listitem', treegrid: 'row', grid: 'row' } as const;

/** A list of any length: only rows in sight are in the page. One focus for the list, arrows move within it. */
export function VirtualList(props: VirtualListProps) {
  const { label, role = 'list', count, keyOf, estimate, active = -1, onVisible, firstFocus, className, ref } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: typeof estimate === 'number' ? () => estimate : estimate,
    getItemKey: keyOf,
    overscan: 8,
  });
  useKeptPlace(scroll, virtualizer, keyOf, count);
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= 0) onVisible?.(first, last);
  }, [first, last, onVisible]);

  const rowId = (index: number): string => `${id}-${keyOf(index)}`;
  const hasActiveRow = role !== 'list' && active >= first && active <= last;
  return (
    <div
      ref={(element) => share(element, scroll, ref)}
      className={className === undefined ? styles['scroll'] : `${styles['scroll']} ${className}`}
      role={role}
      aria-label={label}
      tabIndex={0}
      data-autofocus={firstFocus}
      onKeyDown={(event) => handleKey(event, props, (index) => virtualizer.scrollToIndex(index, { align: 'auto' }))}
      {...(hasActiveRow ? { 'aria-activedescendant': rowId(active) } : {})}
      {...(role === 'treegrid' || role === 'grid' ? { 'aria-rowcount': count } : {})}
    >
      <div className={styles['inner']} style={{ height: virtualizer.getTotalSize() }} role="presentation">
        {items.map(({ key, index, start }) => (
          <div
            key={key}
            id={rowId(index)}
            ref={virtualizer.measureElement}
            data-index={index}
            className={styles['row']}
            style={{ transform: `translateY(${start}px)` }}
            {...rowAttributes(props, index)}
          >
            {props.render(index)}
          </div>
        ))}
      </div>
    </div>
  );
}

function rowAttributes(props: VirtualListProps, index: number): RowAttributes {
  const { role = 'list', active = -1, activeOnPress = true, canBeActive = always, onActive, onEnter, rowProps } = props;
  const isActive = index === active;
  return {
    role: rowRoles[role],
    'data-active': String(isActive),
    ...(role === 'listbox' ? { 'aria-selected': isActive } : {}),
    onMouseDown: () => {
      if (activeOnPress && canBeActive(index)) onActive?.(index);
    },
    onDoubleClick: () => onEnter?.(index),
    ...rowProps?.(index),
  };
}

/** Keys of the list itself; those pressed on something inside a row are that thing's. */
function handleKey(event: KeyboardEvent<HTMLDivElement>, props: VirtualListProps, scrollTo: (index: number) => void): void {
  const { role = 'list', active = -1, count, canBeActive = always, onActive, onEnter, onKey } = props;
  if (event.target !== event.currentTarget) return;
  onKey?.(event, active);
  if (event.defaultPrevented || role === 'list') return;
  if (event.key === 'Enter' && active >= 0) {
    event.preventDefault();
    onEnter?.(active);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const next = movedIndex(event.key, active, count, canBeActive);
  if (next === null) return;
  event.preventDefault();
  onActive?.(next);
  scrollTo(next);
}

/** The list needs its element, and so may the one who shows it. */
function share(element: HTMLDivElement | null, own: RefObject<HTMLDivElement | null>, theirs: Ref<HTMLDivElement> | undefined): void {
  own.current = element;
  if (typeof theirs === 'function') theirs(element);
  else if (theirs) theirs.current = element;
}
