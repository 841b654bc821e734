import type { Clock } from '../engine/ports/clock.ts';

/** The longest delay one timer of Node can hold; longer ones wait in several. */
const longestTimer = 2 ** 31 - 1;

/** The system's own time. */
export function createSystemClock(): Clock {
  return { now: () => Date.now(), after };
}

function after(delay: number, action: () => void): () => void {
  // A timer counts whole ms from the start of the loop's turn and may fire early by a fraction, so the end is checked.
  const end = performance.now() + delay;
  let timer: NodeJS.Timeout;
  const arm = (): void => {
    const left = end - performance.now();
    timer = setTimeout(() => (performance.now() < end ? arm() : action()), Math.min(Math.max(Math.ceil(left), 0), longestTimer));
  };
  arm();
  return () => clearTimeout(timer);
}
