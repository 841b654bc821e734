import type { Clock } from './ports/clock.ts';

/** A real turn of the event loop, so that long work does not keep others from their answers. */
export function pause(clock: Clock): Promise<void> {
  return new Promise((resolve) => void clock.after(0, resolve));
}
