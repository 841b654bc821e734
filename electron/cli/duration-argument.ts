import { InvalidArgumentError } from 'commander';

const units: Readonly<Record<string, number>> = { min: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30min`, `6h` or `1d` in ms; null for `off`. */
export function durationOf(text: string): number | null {
  if (text === 'off') return null;
  const [, count, unit] = /^(\d{1,6})(min|h|d)$/.exec(text) ?? [];
  const ms = Number(count) * (units[unit ?? ''] ?? 0);
  if (count === undefined || ms === 0) throw new InvalidArgumentError('Write how often, such as 30min, 6h or 1d, or off.');
  return ms;
}
