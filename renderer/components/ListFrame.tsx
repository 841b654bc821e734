import { useEffect, useId } from 'react';
import type { HTMLAttributes, KeyboardEvent, ReactNode, Ref, RefObject } from 'react';
import { movedIndex } from '../lib/keyboard.ts';
import styles from './VirtualList.module.css';

export type RowAttributes = HTMLAttributes<HTMLDivElement> & Record<`data-${string}`, string | undefined>;

/** What every list of any length has, whatever tells how high its rows are. */
export interface ListProps {
  /** What the list is called by assistive technology. */
  label: string;
  /** `list` is read only; the others have a row that holds the keyboard. */
  role?: 'listbox' | 'list' | 'treegrid' | 'grid';
  count: number;
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
  /**
   * Other keys; called first. An index it answers with becomes the active row; `preventDefault` keeps the list from handling
   * the key.
   */
  onKey?: (event: KeyboardEvent<HTMLDivElement>, active: number) => number | undefined;
  /** Called when the rows from here are in sight. */
  onVisible?: (first: number, last: number) => void;
  /** A dialog that the list is in gives it the keyboard first. */
  firstFocus?: boolean;
  className?: string | undefined;
  ref?: Ref<HTMLDivElement>;
}

/** Where the rows stand that are in the page. */
export interface RowLayout {
  readonly items: readonly { readonly key: string | number | bigint; readonly index: number; readonly start: number }[];
  /** Of all rows, px. */
  readonly height: number;
  /** Rows that fit in sight: what Page Up and Page Down move by. */
  readonly page?: number;
  /** Called with the element of each row. */
  readonly measure?: (element: HTMLDivElement | null) => void;
  readonly scrollTo: (index: number) => void;
}

interface Props extends ListProps {
  scroll: RefObject<HTMLDivElement | null>;
  layout: RowLayout;
  /** Names a row for as long as it is the same; missing: its index does. */
  keyOf?: (index: number) => string;
}

const always = (): boolean => true;
const rowRoles = { listbox: 'option', list: 'listitem', treegrid: 'row', grid: 'row' } as const;
const isGrid = (role: ListProps['role']): boolean => role === 'treegrid' || role === 'grid';

/** A list that has only the rows in sight in the page. One focus for the list, arrows move within it. */
export function ListFrame(props: Props) {
  const { label, role = 'list', count, active = -1, onVisible, firstFocus, className, ref, scroll, layout, keyOf = String } = props;
  const id = useId();
  const first = layout.items[0]?.index ?? 0;
  const last = layout.items.at(-1)?.index ?? -1;
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
      onKeyDown={(event) => handleKey(event, props)}
      {...(hasActiveRow ? { 'aria-activedescendant': rowId(active) } : {})}
      {...(isGrid(role) ? { 'aria-rowcount': count } : {})}
    >
      <div className={styles['inner']} style={{ height: layout.height }} role="presentation">
        {layout.items.map(({ key, index, start }) => (
          <div
            key={key}
            id={rowId(index)}
            ref={layout.measure}
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

function rowAttributes(props: Props, index: number): RowAttributes {
  const { role = 'list', active = -1, activeOnPress = true, canBeActive = always, onActive, onEnter, rowProps } = props;
  const isActive = index === active;
  return {
    role: rowRoles[role],
    'data-active': String(isActive),
    ...(role === 'listbox' ? { 'aria-selected': isActive } : {}),
    ...(isGrid(role) ? { 'aria-rowindex': index + 1 } : {}),
    onMouseDown: () => {
      if (activeOnPress && canBeActive(index)) onActive?.(index);
    },
    onDoubleClick: () => onEnter?.(index),
    ...rowProps?.(index),
  };
}

/** Keys of the list itself; those pressed on something inside a row are that thing's. */
function handleKey(event: KeyboardEvent<HTMLDivElement>, props: Props): void {
  const { role = 'list', active = -1, count, canBeActive = always, onActive, onEnter, onKey, layout } = props;
  if (event.target !== event.currentTarget) return;
  const move = (to: number): void => {
    event.preventDefault();
    onActive?.(to);
    layout.scrollTo(to);
  };
  const asked = onKey?.(event, active);
  if (asked !== undefined) return move(asked);
  if (event.defaultPrevented || role === 'list') return;
  if (event.key === 'Enter' && active >= 0) {
    event.preventDefault();
    onEnter?.(active);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const next = movedIndex(event.key, active, count, canBeActive, layout.page);
  if (next !== null) move(next);
}

/** The list needs its element, and so may the one who shows it. */
function share(element: HTMLDivElement | null, own: RefObject<HTMLDivElement | null>, theirs: Ref<HTMLDivElement> | undefined): void {
  own.current = element;
  if (typeof theirs === 'function') theirs(element);
  else if (theirs) theirs.current = element;
}
