import type { Core } from '../core.ts';
import type { Artifact } from '../model/artifact.ts';
import { costOfEach, reclaimOfEach, type Shares } from './shares.ts';

export interface VersionUsage {
  readonly artifact: string;
  readonly index: number;
  readonly createdAt: number;
  /** All bytes of the version. */
  readonly size: number;
  /** Content bytes charged to it: those that no older surviving version holds. */
  readonly cost: number;
  /** Content bytes that go when it goes alone. */
  readonly reclaim: number;
}

/** Size, cost and reclaim of versions, oldest first, as these shares say. Versions that came or went since are left out. */
export function usage(core: Core, shares: Shares, only: Artifact | null): VersionUsage[] {
  const costs = costOfEach(shares);
  const reclaims = reclaimOfEach(shares);
  const numbers = new Map(shares.holders.map(({ artifact, index }, number) => [`${artifact} ${index}`, number]));
  const artifacts = only === null ? core.catalog.artifacts() : [only];
  return artifacts
    .flatMap((artifact) => core.catalog.versions(artifact.id).map((version) => ({ artifact, version })))
    .toSorted((a, b) => a.version.createdAt - b.version.createdAt || a.artifact.id - b.artifact.id || a.version.index - b.version.index)
    .flatMap(({ artifact, version }) => {
      const number = numbers.get(`${artifact.id} ${version.index}`);
      if (number === undefined) return [];
      const { index, createdAt, bytes } = version;
      return [{ artifact: artifact.name, index, createdAt, size: bytes, cost: costs[number] ?? 0, reclaim: reclaims[number] ?? 0 }];
    });
}

/** Bytes of all containers on disk. */
export function storeBytes(core: Core): number {
  return core.catalog.containers().reduce((sum, { size }) => sum + size, 0);
}

/** Those of them that lie in clones. How many blocks are still shared, no file system tells in a way that all have. */
export function cloneBytes(core: Core): number {
  return core.catalog.containers().reduce((sum, { id, size }) => sum + (core.containers.isClone(id) ? size : 0), 0);
}
