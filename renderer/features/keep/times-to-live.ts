const day = 86_400;
const usual = [day, 7 * day, 30 * day, 90 * day, 365 * day];

/** Times to live to choose from, in seconds, with the one that is set. */
export function timesToLive(set: number | 'never' | 'inherit'): number[] {
  return typeof set !== 'number' || usual.includes(set) ? usual : [...usual, set].toSorted((one, other) => one - other);
}
