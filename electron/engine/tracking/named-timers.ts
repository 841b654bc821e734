import type { Clock } from '../ports/clock.ts';

/** Timers by name: setting one again replaces it. */
export interface NamedTimers<Name extends string> {
  /** `delay` in ms. Does nothing once closed. */
  set(name: Name, delay: number, action: () => void): void;
  close(): void;
}

export function createNamedTimers<Name extends string>(clock: Clock): NamedTimers<Name> {
  const cancels = new Map<Name, () => void>();
  let closed = false;
  return {
    set(name, delay, action) {
      cancels.get(name)?.();
      if (!closed) cancels.set(name, clock.after(delay, action));
    },
    close() {
      closed = true;
      for (const cancel of cancels.values()) cancel();
    },
  };
}
