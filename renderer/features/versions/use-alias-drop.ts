import { useState } from 'react';
import type { DragEvent } from 'react';
import { aliasDragType } from './alias-drag.ts';
import { useVersionsApi } from './context.ts';

export interface AliasDrop {
  /** Index of the version an alias is dragged over. */
  readonly over: number | null;
  /** What makes the row of a version take a dragged alias. */
  readonly handlers: (index: number) => {
    onDragOver: (event: DragEvent) => void;
    onDragLeave: () => void;
    onDrop: (event: DragEvent) => void;
  };
}

/** Rows of the timeline take aliases that are dragged onto them. */
export function useAliasDrop(): AliasDrop {
  const [over, setOver] = useState<number | null>(null);
  const store = useVersionsApi();
  return {
    over,
    handlers: (index) => ({
      onDragOver(event) {
        if (!event.dataTransfer.types.includes(aliasDragType)) return;
        event.preventDefault();
        setOver(index);
      },
      onDragLeave: () => setOver(null),
      onDrop(event) {
        setOver(null);
        const alias = event.dataTransfer.getData(aliasDragType);
        if (alias === '') return;
        event.preventDefault();
        void store.getState().addAlias(index, alias);
      },
    }),
  };
}
