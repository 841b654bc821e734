import type { Clock } from './ports/clock.ts';

/** The engine's thread works so long before it lets others go first, ms. */
const breath = 8;

/** A turn of the event loop, or as many ms, so that long work does not keep others from their answers. */
export function pause(clock: Clock, ms = 0): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve));
}

/**
 * Takes all steps of a long work, a few ms at a time, so that nobody waits for the engine's thread meanwhile. Between two breaths it can be called
 * off: `steps` are ended by `return` and the signal's reason is thrown. `onStep` is told what each step yields.
 */
export async function takeInBreaths<S, T>(
  clock: Clock,
  steps: Generator<S, T>,
  signal: AbortSignal | null = null,
  onStep: (yielded: S) => void = () => undefined,
): Promise<T> {
  for (let since = clock.now(); ; ) {
    const step = steps.next();
    if (step.done === true) return step.value;
    onStep(step.value);
    if (clock.now() - since < breath) continue;
    await pause(clock);
    since = clock.now();
    if (signal?.aborted !== true) continue;
    steps.return(undefined as T);
    signal.throwIfAborted();
  }
}
