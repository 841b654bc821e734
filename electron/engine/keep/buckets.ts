/** How sparse versions are kept that have reached an age. */
export interface ThinLevel {
  /** From this age on, ms. */
  readonly from: number;
  /** One version is kept in each. */
  readonly per: 'hour' | 'day' | 'week';
  /** The number of the bucket that a time lies in. */
  readonly bucket: (at: number) => number;
}

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Finest first; younger versions all stay. Buckets are those of UTC and lie in each other: an hour in one day, a day in one week (from
 * Monday). So the newest version of a week is the newest of its day and of its hour as well, and growing old never takes the last of any.
 */
export const thinLevels: readonly ThinLevel[] = [
  { from: day, per: 'hour', bucket: (at) => Math.floor(at / hour) },
  { from: 7 * day, per: 'day', bucket: (at) => Math.floor(at / day) },
  // 1 January 1970 was a Thursday.
  { from: 30 * day, per: 'week', bucket: (at) => Math.floor((Math.floor(at / day) + 3) / 7) },
];

/** The level of an age, or null while everything of that age stays. */
export function levelOf(age: number): ThinLevel | null {
  return thinLevels.findLast(({ from }) => age >= from) ?? null;
}
