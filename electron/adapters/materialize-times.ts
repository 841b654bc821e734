import type { Microseconds } from '../engine/model/entry.ts';

/**
 * Seconds to hand to `utimes` so that `lstat` shows exactly this microsecond again: the smallest double that is not before
 * it. Times travel as doubles, whose steps today are a quarter of a microsecond, and are cut off to whole nanoseconds; one
 * that is a hair too early would come back as the microsecond before. After the year 2106 the steps are a microsecond and more.
 * Times before 1970 are given as text, since Node takes a negative number for "now".
 */
export function secondsOf(time: Microseconds): number | string {
  const seconds = smallestFrom(time);
  return seconds < 0 ? String(seconds) : seconds;
}

function smallestFrom(time: Microseconds): number {
  const whole = Math.floor(time / 1_000_000);
  const fraction = (time - whole * 1_000_000) / 1_000_000;
  const seconds = whole + fraction;
  // Taking the whole seconds off again is exact, so the comparison shows how the sum was rounded.
  return seconds - whole < fraction ? nextUp(seconds) : seconds;
}

const bits = new DataView(new ArrayBuffer(8));

/** The next greater double. */
function nextUp(value: number): number {
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + (value < 0 ? -1n : 1n));
  return bits.getFloat64(0);
}
