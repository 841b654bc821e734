import type { Clock } from '../../electron/engine/ports/clock.ts';

/** A clock that stands still until a test moves it. */
export interface HandClock extends Clock {
  /** Moves time on and does what became due, in the order of its times, also what is asked for meanwhile. */
  advance(ms: number): void;
  /** How many actions still wait. */
  readonly waiting: number;
}

export function createHandClock(start = 1_700_000_000_000): HandClock {
  let now = start;
  const timers = new Set<{ due: number; action: () => void }>();

  function nextDue(end: number): { due: number; action: () => void } | null {
    let next: { due: number; action: () => void } | null = null;
    for (const timer of timers) if (timer.due <= end && (next === null || timer.due < next.due)) next = timer;
    return next;
  }

  return {
    now: () => now,
    after(delay, action) {
      const timer = { due: now + Math.max(delay, 0), action };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const end = now + ms;
      for (let timer = nextDue(end); timer !== null; timer = nextDue(end)) {
        timers.delete(timer);
        now = timer.due;
        timer.action();
      }
      now = end;
    },
    get waiting() {
      return timers.size;
    },
  };
}
