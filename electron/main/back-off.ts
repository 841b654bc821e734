const FIRST_DELAY = 250;
const LONGEST_DELAY = 8_000;
const WINDOW = 60_000;
const MOST_CRASHES = 6;

/** The crashes that still count at `now`. */
export function recentCrashes(crashes: readonly number[], now: number): number[] {
  return crashes.filter((at) => now - at < WINDOW);
}

/** How long to wait before the next start, or undefined to give up: a process that dies at once again and again stays dead. */
export function restartDelay(crashes: readonly number[], now: number): number | undefined {
  const count = recentCrashes(crashes, now).length;
  if (count >= MOST_CRASHES) return undefined;
  return Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.max(0, count - 1));
}
