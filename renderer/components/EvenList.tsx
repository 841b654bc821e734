import { useRef } from 'react';
import { useEvenRows } from '../lib/use-even-rows.ts';
import { ListFrame } from './ListFrame.tsx';
import type { ListProps } from './ListFrame.tsx';

export interface EvenListProps extends ListProps {
  /** Of every row, px. */
  rowHeight: number;
}

/** A list of rows of one height: a million of them cost no more than those in sight. */
export function EvenList({ rowHeight, ...props }: EvenListProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const layout = useEvenRows(scroll, props.count, rowHeight);
  return <ListFrame {...props} scroll={scroll} layout={layout} />;
}
