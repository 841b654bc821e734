import type { CompositionView, DeletionView } from '../../../shared/values.ts';
import { formatBytes, formatNumberOf } from '../../lib/format.ts';
import type { UsageView } from './store.ts';

export interface ArtifactUsage {
  readonly artifact: string;
  readonly versions: number;
  readonly size: number;
  readonly cost: number;
}

/** Size and cost of each artifact, the most expensive first. */
export function usageByArtifact(usage: UsageView): ArtifactUsage[] {
  const sums = new Map<string, ArtifactUsage>();
  for (const { artifact, size, cost } of usage.versions) {
    const sum = sums.get(artifact) ?? { artifact, versions: 0, size: 0, cost: 0 };
    sums.set(artifact, { artifact, versions: sum.versions + 1, size: sum.size + size, cost: sum.cost + cost });
  }
  return [...sums.values()].toSorted((one, other) => other.cost - one.cost || one.artifact.localeCompare(other.artifact));
}

const indexOf = (ref: string): number => Number(ref.slice(1));

/** The versions of one artifact, newest first. */
export function usageOf(usage: UsageView, artifact: string): UsageView['versions'] {
  return usage.versions
    .filter((version) => version.artifact === artifact)
    .toSorted((one, other) => indexOf(other.ref) - indexOf(one.ref));
}

/** A moment in the growth of an artifact: a version, what it cost, and what all up to it cost together. */
export interface GrowthPoint {
  readonly at: number;
  readonly ref: string;
  readonly cost: number;
  readonly sum: number;
}

/** How an artifact grew, oldest first; of very many versions every few, and always the last. */
export function growthOf(versions: UsageView['versions'], most = 400): GrowthPoint[] {
  let sum = 0;
  const points = versions
    .toSorted((one, other) => indexOf(one.ref) - indexOf(other.ref))
    .map(({ createdAt, ref, cost }) => ({ at: createdAt, ref, cost, sum: (sum += cost) }));
  const every = Math.ceil(points.length / most);
  return points.filter((_, place) => place % every === 0 || place === points.length - 1);
}

/** The growth in a sentence, for who cannot see the chart. */
export function growthSentence(artifact: string, points: readonly GrowthPoint[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return `${artifact} has no versions.`;
  return `What ${artifact} costs grew from ${formatBytes(first.sum)} with ${first.ref} to ${formatBytes(last.sum)} with ${last.ref}. The table of versions has each one.`;
}

export type PartName = 'shared' | 'unique' | 'elsewhere' | 'waiting';

export interface StoragePart {
  readonly name: PartName;
  readonly bytes: number;
  /** Of all bytes of the artifact, 0 to 1. */
  readonly share: number;
}

const partNames: readonly PartName[] = ['shared', 'unique', 'elsewhere', 'waiting'];

/** What an artifact's storage consists of; parts without a byte are left out, but for the first two. */
export function partsOf(composition: CompositionView): StoragePart[] {
  const total = partNames.reduce((sum, name) => sum + composition[name], 0);
  return partNames
    .map((name) => ({ name, bytes: composition[name], share: total === 0 ? 0 : composition[name] / total }))
    .filter(({ name, bytes }) => bytes > 0 || name === 'shared' || name === 'unique');
}

/** `v3, v4 of animals`; with many versions their number; `animals with 12 versions`. */
export function deletionWords({ artifact, whole, refs }: DeletionView): string {
  if (whole) return `${artifact} with ${formatNumberOf(refs.length, 'version')}`;
  return refs.length > 6 ? `${formatNumberOf(refs.length, 'version')} of ${artifact}` : `${refs.join(', ')} of ${artifact}`;
}
