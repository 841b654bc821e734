import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef } from 'react';
import type { HTMLAttributes, KeyboardEvent, ReactNode, Ref } from 'react';
import { movedIndex } from '../lib/keyboard.ts';
import { useKeptPlace } from '../lib/use-kept-place.ts';
import styles from './VirtualList.module.css';

type RowAttributes = HTMLAttributes<HTMLDivElement> & Record<`data-${string}`, string | undefined>;

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
  className?: string | undefined;
  ref?: Ref<HTMLDivElement>;
}

const always = (): boolean => true;

/** A list of any length: only rows in sight are in the page. One focus for the list, arrows move within it. */
export function VirtualList(props: VirtualListProps) {
  const { label, role = 'list', count, keyOf, estimate, render, rowProps, active = -1 } = props;
  const { onActive, activeOnPress = true, canBeActive = always, onEnter, onKey, onVisible, className, ref } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: typeof estimate === 'number' ? () => estimate : estimate,
    getItemKey: keyOf,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;

  useEffect(() => {
    if (last >= 0) onVisible?.(first, last);
  }, [first, last, onVisible]);

  useKeptPlace(scroll, virtualizer, keyOf, count);

  function handleKey(event: KeyboardEvent<HTMLDivElement>): void {
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
    virtualizer.scrollToIndex(next, { align: 'auto' });
  }

  const rowId = (index: number): string => `${id}-${keyOf(index)}`;
  const hasActiveRow = active >= first && active <= last;
  return (
    <div
      ref={(element) => {
        scroll.current = element;
        if (typeof ref === 'function') ref(element);
        else if (ref) ref.current = element;
      }}
      className={className === undefined ? styles['scroll'] : `${styles['scroll']} ${className}`}
      role={role}
      aria-label={label}
      tabIndex={0}
      onKeyDown={handleKey}
      {...(role !== 'list' && hasActiveRow ? { 'aria-activedescendant': rowId(active) } : {})}
      {...(role === 'treegrid' || role === 'grid' ? { 'aria-rowcount': count } : {})}
    >
      <div className={styles['inner']} style={{ height: virtualizer.getTotalSize() }} role="presentation">
        {items.map((item) => (
          <div
            key={item.key}
            id={rowId(item.index)}
            ref={virtualizer.measureElement}
            data-index={item.index}
            data-active={item.index === active}
            className={styles['row']}
            style={{ transform: `translateY(${item.start}px)` }}
            role={role === 'listbox' ? 'option' : role === 'list' ? 'listitem' : 'row'}
            {...(role === 'listbox' ? { 'aria-selected': item.index === active } : {})}
            onMouseDown={() => activeOnPress && canBeActive(item.index) && onActive?.(item.index)}
            onDoubleClick={() => onEnter?.(item.index)}
            {...rowProps?.(item.index)}
          >
            {render(item.index)}
          </div>
        ))}
      </div>
    </div>
  );
}
