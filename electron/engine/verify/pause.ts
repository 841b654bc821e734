import type { Core } from '../core.ts';

/** A real turn of the event loop, so that long work does not keep others from their answers. */
export function pause(core: Pick<Core, 'clock'>, ms = 0): Promise<void> {
  return new Promise((resolve) => void core.clock.after(ms, resolve));
}
