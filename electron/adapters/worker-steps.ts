import type { Clock } from '../engine/ports/clock.ts';

/**
 * Long work as a generator: it yields 0 wherever it may be interrupted and a number of ms where it wants to pause. Two ways to
 * drive it: in a thread that others wait for, and in a worker that may block. `check` throws to stop the work.
 */
export type Steps<T> = Generator<number, T>;

/** How long the engine's thread works before it lets others go first, ms. */
const breathMs = 8;

/** Works in this thread and lets others go first every few ms. */
export async function stepThrough<T>(steps: Steps<T>, clock: Clock, check: () => void): Promise<T> {
  let since = clock.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    const pause = step.value;
    if (pause > 0 || clock.now() - since >= breathMs) {
      await new Promise<void>((resolve) => void (pause > 0 ? clock.after(pause, resolve) : setImmediate(resolve)));
      since = clock.now();
    }
    checkOrEnd(steps, check);
  }
}

const nobody = new Int32Array(new SharedArrayBuffer(4));

/** Works in a thread that nobody waits for, and sleeps in it. */
export function runThrough<T>(steps: Steps<T>, check: () => void): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (step.value > 0) Atomics.wait(nobody, 0, 0, step.value);
    checkOrEnd(steps, check);
  }
}

/** Work that goes on elsewhere and must not be left behind too far. */
export interface Relief {
  readonly crowded: boolean;
  relieved(): Promise<void>;
}

/** Like `runThrough`, but lets the event loop turn when what was begun in the background piles up. */
export async function runRelieved<T>(steps: Steps<T>, check: () => void, relief: Relief): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (step.value > 0) Atomics.wait(nobody, 0, 0, step.value);
    checkOrEnd(steps, check);
    if (relief.crowded) await relieveOrEnd(steps, relief);
  }
}

async function relieveOrEnd<T>(steps: Steps<T>, relief: Relief): Promise<void> {
  try {
    await relief.relieved();
  } catch (error) {
    steps.return(undefined as never);
    throw error;
  }
}

/** A stopped generator runs its `finally` blocks: open files are closed. */
function checkOrEnd<T>(steps: Steps<T>, check: () => void): void {
  try {
    check();
  } catch (error) {
    steps.return(undefined as never);
    throw error;
  }
}
