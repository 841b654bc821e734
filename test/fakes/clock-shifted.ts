import { createSystemClock } from '../../electron/adapters/clock-system.ts';
import type { Clock } from '../../electron/engine/ports/clock.ts';

/** The system's clock, moved on as far as a test says: what waits for milliseconds waits as ever. */
export interface ShiftedClock extends Clock {
  /** ms. */
  shift: number;
}

export function createShiftedClock(): ShiftedClock {
  const system = createSystemClock();
  const clock: ShiftedClock = { shift: 0, now: () => system.now() + clock.shift, after: (delay, action) => system.after(delay, action) };
  return clock;
}
