import type { ArtifactId } from '../model/artifact.ts';
import type { Share } from './share-out.ts';

/** A version that holds content: one that people see, or one in the undo window. */
export interface Holder {
  readonly artifact: ArtifactId;
  readonly index: number;
  readonly createdAt: number;
  /** Place of the deletion that it waits in; null for a version that is there. */
  readonly deletion: number | null;
}

/** Who holds what: everything about cost and reclaim follows from it. */
export interface Shares {
  /** By number; those of one artifact stand together, by index. */
  readonly holders: readonly Holder[];
  readonly shares: readonly Share[];
  /** Operations of the deletions that wait, those that are due first before the others. */
  readonly deletions: readonly number[];
}

/**
 * Content bytes that go when these versions do, by holder number: those that nobody else holds. Versions in the undo window do not
 * keep anything from going, since they go first; what they alone hold goes without any deletion and does not count. But when the
 * deletion is to be at once (`now`), it does not wait for them, and what they hold stays.
 */
export function reclaimOf({ holders, shares }: Shares, selected: ReadonlySet<number>, now = false): number {
  const going = countsBefore(holders, ({ deletion }, number) => (deletion !== null && !now) || selected.has(number));
  const waiting = countsBefore(holders, ({ deletion }) => deletion !== null);
  let bytes = 0;
  for (const share of shares) if (isWithin(share, going) && !isWithin(share, waiting)) bytes += share.bytes;
  return bytes;
}

/** For each version that is there: the bytes that go when it goes alone. */
export function reclaimOfEach(table: Shares): Float64Array {
  const { holders, shares } = table;
  const bytes = new Float64Array(holders.length);
  const there = countsBefore(holders, ({ deletion }) => deletion === null);
  for (const share of shares) {
    if (countOf(share, there) !== 1) continue;
    for (const number of numbersOf(share)) {
      if (holders[number]?.deletion === null) bytes[number] = (bytes[number] ?? 0) + share.bytes;
    }
  }
  return bytes;
}

/** For each version that is there: the bytes that no older one of the store holds. */
export function costOfEach({ holders, shares }: Shares): Float64Array {
  const bytes = new Float64Array(holders.length);
  const ages = ageOfEach(holders);
  for (const share of shares) {
    let oldest = -1;
    let age = Infinity;
    for (const number of numbersOf(share)) {
      const own = ages[number] ?? Infinity;
      if (own >= age) continue;
      age = own;
      oldest = number;
    }
    if (oldest >= 0) bytes[oldest] = (bytes[oldest] ?? 0) + share.bytes;
  }
  return bytes;
}

/** For each operation that deleted what waits: the bytes that are freed when it is due. The last that holds something frees it. */
export function bytesOfDeletions({ holders, shares, deletions }: Shares): Map<number, number> {
  const bytes = new Map<number, number>();
  const waiting = countsBefore(holders, ({ deletion }) => deletion !== null);
  for (const share of shares) {
    if (!isWithin(share, waiting)) continue;
    let last = -1;
    for (const number of numbersOf(share)) last = Math.max(last, holders[number]?.deletion ?? -1);
    const operation = deletions[last] ?? -1;
    bytes.set(operation, (bytes.get(operation) ?? 0) + share.bytes);
  }
  return bytes;
}

/** Content bytes that are freed when these deletions, by operation, are freed before all others: those that nobody else holds. */
export function bytesHeldBy({ holders, shares, deletions }: Shares, operations: ReadonlySet<number>): number {
  const going = countsBefore(holders, ({ deletion }) => deletion !== null && operations.has(deletions[deletion] ?? -1));
  return shares.reduce((sum, share) => (isWithin(share, going) ? sum + share.bytes : sum), 0);
}

/** Content bytes of one artifact, each in one of four parts. */
export interface Composition {
  /** Held by several of its versions. */
  shared: number;
  /** Held by one of its versions alone. */
  unique: number;
  /** Held by other artifacts as well. */
  elsewhere: number;
  /** Held by its deleted versions, and by no version that is there. */
  waiting: number;
}

export function compositions({ holders, shares }: Shares): Map<ArtifactId, Composition> {
  const found = new Map<ArtifactId, Composition>();
  const there = countsBefore(holders, ({ deletion }) => deletion === null);
  for (const share of shares) {
    const living = countOf(share, there);
    const artifacts = artifactsOf(share, holders, living > 0);
    for (const artifact of artifacts) {
      const sums = found.get(artifact) ?? { shared: 0, unique: 0, elsewhere: 0, waiting: 0 };
      found.set(artifact, sums);
      sums[living === 0 ? 'waiting' : artifacts.size > 1 ? 'elsewhere' : living > 1 ? 'shared' : 'unique'] += share.bytes;
    }
  }
  return found;
}

function artifactsOf(share: Share, holders: readonly Holder[], onlyThere: boolean): Set<ArtifactId> {
  const artifacts = new Set<ArtifactId>();
  for (const number of numbersOf(share)) {
    const holder = holders[number];
    if (holder !== undefined && (!onlyThere || holder.deletion === null)) artifacts.add(holder.artifact);
  }
  return artifacts;
}

/** The place of each version that is there among all, oldest first; none for one that waits. */
function ageOfEach(holders: readonly Holder[]): number[] {
  const there = holders.flatMap((holder, number) => (holder.deletion === null ? [{ ...holder, number }] : []));
  there.sort((a, b) => a.createdAt - b.createdAt || a.artifact - b.artifact || a.index - b.index);
  const ages: number[] = Array.from({ length: holders.length }, () => Infinity);
  for (const [age, { number }] of there.entries()) ages[number] = age;
  return ages;
}

/** At each number: how many before it pass. */
function countsBefore(holders: readonly Holder[], passes: (holder: Holder, number: number) => boolean): Int32Array {
  const counts = new Int32Array(holders.length + 1);
  for (const [number, holder] of holders.entries()) counts[number + 1] = (counts[number] as number) + (passes(holder, number) ? 1 : 0);
  return counts;
}

/** How many of the share's holders pass. */
function countOf({ runs }: Share, before: Int32Array): number {
  let count = 0;
  for (let at = 0; at < runs.length; at += 2) count += (before[(runs[at + 1] as number) + 1] as number) - (before[runs[at] as number] as number);
  return count;
}

function isWithin({ runs }: Share, before: Int32Array): boolean {
  for (let at = 0; at < runs.length; at += 2) {
    const [first, last] = [runs[at] as number, runs[at + 1] as number];
    if ((before[last + 1] as number) - (before[first] as number) !== last - first + 1) return false;
  }
  return true;
}

function* numbersOf({ runs }: Share): Generator<number> {
  for (let at = 0; at < runs.length; at += 2) {
    for (let number = runs[at] as number; number <= (runs[at + 1] as number); number++) yield number;
  }
}
