import { useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';
import { flushSync } from 'react-dom';

/** Rows kept in the page above and below those in sight, so that a short scroll shows no gap. */
const spare = 8;

export interface Sight {
  readonly first: number;
  readonly last: number;
}

export interface EvenRows {
  readonly items: readonly { readonly key: number; readonly index: number; readonly start: number }[];
  readonly height: number;
  readonly page: number;
  scrollTo(index: number): void;
}

/** The rows of one height that are in sight of a scrolled element; nothing is kept or counted for the others. */
export function useEvenRows(scroll: RefObject<HTMLDivElement | null>, count: number, rowHeight: number): EvenRows {
  const [sight, setSight] = useState<Sight>({ first: 0, last: -1 });
  useLayoutEffect(() => {
    const element = scroll.current;
    if (element === null) return undefined;
    const look = (): void =>
      setSight((before) => {
        const now = sightOf(element.scrollTop, element.clientHeight, rowHeight);
        return before.first === now.first && before.last === now.last ? before : now;
      });
    // At once: a row drawn a frame later is a gap that one sees.
    const onScroll = (): void => flushSync(look);
    const observer = new ResizeObserver(look);
    look();
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [scroll, rowHeight]);

  return {
    items: itemsIn(sight, count, rowHeight),
    height: count * rowHeight,
    page: Math.max(1, sight.last - sight.first - 1),
    scrollTo(index) {
      const element = scroll.current;
      element?.scrollTo({ top: scrolledTo(index, element.scrollTop, element.clientHeight, rowHeight), behavior: 'instant' });
    },
  };
}

/** Always of the same length, so that the rows in the page stay as many. */
export function sightOf(scrollTop: number, height: number, rowHeight: number): Sight {
  const first = Math.floor(scrollTop / rowHeight);
  return { first, last: first + Math.ceil(height / rowHeight) };
}

export function itemsIn({ first, last }: Sight, count: number, rowHeight: number): EvenRows['items'] {
  // The list may have become shorter than where it was scrolled to; the browser corrects that after this is drawn.
  const from = Math.max(0, Math.min(first, count - 1) - spare);
  const to = Math.min(count - 1, last + spare);
  // A row that comes into sight takes the place in the page of one that went: changing rows is cheaper than making them.
  const slots = last - first + 1 + 2 * spare;
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => {
    const index = from + at;
    return { key: index % slots, index, start: index * rowHeight };
  });
}

/** Where to scroll so that a row is wholly in sight, moving no further than needed. */
export function scrolledTo(index: number, scrollTop: number, height: number, rowHeight: number): number {
  const start = index * rowHeight;
  if (start < scrollTop) return start;
  return Math.max(scrollTop, start + rowHeight - height);
}
