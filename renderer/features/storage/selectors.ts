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

/** The versions of one artifact, newest first. */
export function usageOf(usage: UsageView, artifact: string): UsageView['versions'] {
  const indexOf = (ref: string): number => Number(ref.slice(1));
  return usage.versions
    .filter((version) => version.artifact === artifact)
    .toSorted((one, other) => indexOf(other.ref) - indexOf(one.ref));
}
