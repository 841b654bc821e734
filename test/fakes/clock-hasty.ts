import type { Clock } from '../../electron/engine/ports/clock.ts';

/** A clock on which every delay is over at the next turn: for what waits, not for what measures. */
export function createHastyClock(): Clock {
  let now = 1_700_000_000_000;
  return {
    now: () => now,
    after: (delay, action) => {
      const timer = setImmediate(() => {
        now += delay;
        action();
      });
      return () => clearImmediate(timer);
    },
  };
}
