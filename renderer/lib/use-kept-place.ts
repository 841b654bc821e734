import type { Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** Scrolled no further than this, in px, a list counts as being at its top, and new rows push the others down. */
const top = 8;

interface Place {
  /** The first row in sight, and how far it is scrolled out of sight, in px. */
  readonly key: string;
  readonly index: number;
  readonly offset: number;
  readonly count: number;
}

/** Rows that come or go above leave what one reads where it is. */
export function useKeptPlace(
  scroll: RefObject<HTMLDivElement | null>,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  keyOf: (index: number) => string,
  count: number,
): void {
  const place = useRef<Place | null>(null);
  useLayoutEffect(() => {
    const element = scroll.current;
    if (element === null) return;
    const before = place.current;
    if (before !== null && before.count !== count && element.scrollTop > top) {
      const start = startOf(before, virtualizer, keyOf, count);
      if (start !== null) element.scrollTo({ top: start + before.offset, behavior: 'instant' });
    }
    place.current = placeOf(element.scrollTop, virtualizer, keyOf, count);
  });
}

function placeOf(
  scrollTop: number,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  keyOf: (index: number) => string,
  count: number,
): Place | null {
  const first = virtualizer.getVirtualItems().find(({ end }) => end > scrollTop);
  if (first === undefined || first.index >= count) return null;
  return { key: keyOf(first.index), index: first.index, offset: scrollTop - first.start, count };
}

/** Where the row of that place begins now; null when it is gone or has not moved. */
function startOf(
  { key, index, count: countBefore }: Place,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  keyOf: (index: number) => string,
  count: number,
): number | null {
  if (index < count && keyOf(index) === key) return null;
  const guess = index + count - countBefore;
  const found = guess >= 0 && guess < count && keyOf(guess) === key ? guess : findKey(key, keyOf, count);
  if (found === null) return null;
  return virtualizer.measurementsCache[found]?.start ?? null;
}

function findKey(key: string, keyOf: (index: number) => string, count: number): number | null {
  for (let index = 0; index < count; index += 1) {
    if (keyOf(index) === key) return index;
  }
  return null;
}
