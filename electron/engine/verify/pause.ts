import type { Core } from '../core.ts';

/** The engine's thread works so long before it lets others go first, ms. */
const breath = 8;

/** A real turn of the event loop, so that long work does not keep others from their answers. */
export function pause(core: Pick<Core, 'clock'>, ms = 0): Promise<void> {
  return new Promise((resolve) => void core.clock.after(ms, resolve));
}

/** Goes through all steps of some work, and lets others go first in between. Between two steps it can be called off. */
export async function breathe<T>(core: Pick<Core, 'clock'>, steps: Generator<void, T>, signal: AbortSignal | null = null): Promise<T> {
  for (let since = core.clock.now(); ; ) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (core.clock.now() - since < breath) continue;
    signal?.throwIfAborted();
    await pause(core);
    since = core.clock.now();
  }
}
