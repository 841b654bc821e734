import type { Microseconds } from '../engine/model/entry.ts';
import { microseconds } from '../engine/scan/listing.ts';

/**
 * Seconds to hand to `utimes` so that `lstat` shows exactly this microsecond again: the smallest double that is not before
 * it. Times travel as doubles, whose steps today are a quarter of a microsecond, and are cut off to whole nanoseconds; one
 * that is a hair too early would come back as the microsecond before. From 2038 on the steps are half a microsecond, and now and then it is
 * the double before that comes back right; after the year 2106 they are a microsecond and more.
 * Times before 1970 are given as text, since Node takes a negative number for "now".
 */
export function secondsOf(time: Microseconds): number | string {
  const from = smallestFrom(time);
  const seconds = [from, next(from, -1n)].find((each) => readBack(each) === time) ?? from;
  return seconds < 0 ? String(seconds) : seconds;
}

/** The microsecond that a file shows whose time was set to these seconds: libuv cuts them to nanoseconds, Node tells them in ms. */
function readBack(seconds: number): Microseconds {
  const whole = Math.floor(seconds);
  const nanoseconds = Math.trunc((seconds - whole) * 1e9);
  return microseconds(whole * 1_000 + nanoseconds / 1e6);
}

function smallestFrom(time: Microseconds): number {
  const whole = Math.floor(time / 1_000_000);
  const fraction = (time - whole * 1_000_000) / 1_000_000;
  const seconds = whole + fraction;
  // Taking the whole seconds off again is exact, so the comparison shows how the sum was rounded.
  return seconds - whole < fraction ? next(seconds, 1n) : seconds;
}

const bits = new DataView(new ArrayBuffer(8));

/** The next greater double (1), or the next smaller one (-1). */
function next(value: number, direction: 1n | -1n): number {
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + (value < 0 ? -direction : direction));
  return bits.getFloat64(0);
}
