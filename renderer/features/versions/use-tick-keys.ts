import type { KeyboardEvent } from 'react';
import type { VersionView } from '../../../shared/values.ts';
import { isMac, movedIndex } from '../../lib/keyboard.ts';
import { useVersionsApi } from './context.ts';
import { tickedRefs } from './selectors.ts';

/** Rows as the list counts them; null where a heading stands. */
type VersionAt = (row: number) => VersionView | null;

/**
 * The keys that tick: Space the version that has the keyboard, Shift with an arrow a range, Ctrl+A all, Delete asks to delete.
 * Arrows go on to move, so they are not taken from the list.
 */
export function useTickKeys(
  versionAt: VersionAt,
  count: number,
  onDelete: (refs: string[]) => void,
): (event: KeyboardEvent<HTMLDivElement>, active: number) => undefined {
  const store = useVersionsApi();

  function extend(event: KeyboardEvent, active: number): void {
    const from = versionAt(active);
    const next = movedIndex(event.key, active, count, (row) => versionAt(row) !== null);
    const to = next === null ? null : versionAt(next);
    if (from !== null && to !== null) store.getState().extendTicks(from.index, to.index);
  }

  return (event, active) => {
    const state = store.getState();
    const here = versionAt(active);
    const mod = isMac ? event.metaKey : event.ctrlKey;
    if (mod && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      void state.tickAll();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
    if (event.key === ' ' && here !== null) {
      event.preventDefault();
      state.toggleTick(here.index);
    } else if (event.key === 'Delete') {
      event.preventDefault();
      const refs = state.ticks.indexes.length > 0 ? tickedRefs(state) : here === null ? [] : [here.ref];
      if (refs.length > 0) onDelete(refs);
    } else if (event.shiftKey) {
      extend(event, active);
    }
    return undefined;
  };
}
