const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes as a sentence says them: `512 bytes`, `1.2 GB`. */
export function sizeInWords(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1_000;
  return `${value.toFixed(unit === 0 || value >= 99.95 ? 0 : 1)} ${String(units[unit])}`;
}
