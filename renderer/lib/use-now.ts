import { useSyncExternalStore } from 'react';

const interval = 15_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let current = Date.now();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    current = Date.now();
    timer = setInterval(tick, interval);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  current = Date.now();
  for (const listener of listeners) listener();
}

/** The time in ms since 1970, told again every 15 s, so that "3 minutes ago" stays true. One timer serves all. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => current);
}
