/** The versions that are ticked in the timeline, by index. */
export interface Ticks {
  readonly indexes: readonly number[];
  /** Where a range begins that is extended with Shift; null: it begins at the next version. */
  readonly anchor: number | null;
  /** What was ticked when that range began: it stays, whatever the range becomes. */
  readonly base: readonly number[];
}

export const noTicks: Ticks = { indexes: [], anchor: null, base: [] };

/** Ticks a version, or takes its tick away. */
export function toggled({ indexes }: Ticks, index: number): Ticks {
  const next = indexes.includes(index) ? indexes.filter((other) => other !== index) : [...indexes, index];
  return next.length === 0 ? noTicks : { indexes: next, anchor: index, base: next };
}

/** Ticks everything between the range's beginning and this version; `from` is where it begins when there was none. */
export function extended(ticks: Ticks, order: readonly number[], from: number, to: number): Ticks {
  const anchor = ticks.anchor ?? from;
  const [one, other] = [order.indexOf(anchor), order.indexOf(to)];
  if (one < 0 || other < 0) return toggled(ticks, to);
  const range = order.slice(Math.min(one, other), Math.max(one, other) + 1);
  return { indexes: [...new Set([...ticks.base, ...range])], anchor, base: ticks.base };
}

export function allTicked(order: readonly number[]): Ticks {
  return { indexes: order, anchor: null, base: order };
}

/** Without versions that are no longer there; the same ticks when that changes nothing. */
export function keptTicks(ticks: Ticks, order: readonly number[]): Ticks {
  const there = new Set(order);
  if (ticks.indexes.every((index) => there.has(index))) return ticks;
  const indexes = ticks.indexes.filter((index) => there.has(index));
  return indexes.length === 0 ? noTicks : { indexes, anchor: null, base: indexes };
}
