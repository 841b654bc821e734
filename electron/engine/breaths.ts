import type { Clock } from './ports/clock.ts';

/** The engine's thread works so long before it lets others go first, ms. */
const breath = 8;

/** Takes all steps of a long work, a few ms at a time, so that nobody waits for the engine's thread meanwhile. */
export async function takeInBreaths<T>(clock: Clock, steps: Generator<void, T>): Promise<T> {
  for (let since = clock.now(); ; ) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (clock.now() - since < breath) continue;
    await new Promise<void>((resolve) => void clock.after(0, resolve));
    since = clock.now();
  }
}
