import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useKeptPlace } from '../lib/use-kept-place.ts';
import { ListFrame } from './ListFrame.tsx';
import type { ListProps } from './ListFrame.tsx';

export interface VirtualListProps extends ListProps {
  keyOf: (index: number) => string;
  /** Height in px until the row is measured. */
  estimate: number | ((index: number) => number);
}

/** A list of many rows, each as high as what it shows; rows that come above leave what one reads where it is. */
export function VirtualList(props: VirtualListProps) {
  const { count, keyOf, estimate } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: typeof estimate === 'number' ? () => estimate : estimate,
    getItemKey: keyOf,
    overscan: 8,
  });
  useKeptPlace(scroll, virtualizer, keyOf, count);
  const layout = {
    items: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
    scrollTo: (index: number) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
  return <ListFrame {...props} scroll={scroll} layout={layout} />;
}
