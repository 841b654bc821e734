import type { Core } from '../core.ts';
import type { NamedChild } from '../manifest/children.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import { childrenOf } from './children-of.ts';

export interface VersionUsage {
  readonly artifact: string;
  readonly index: number;
  /** All bytes of the version. */
  readonly size: number;
  /** Content bytes charged to it: those that no older surviving version holds. */
  readonly cost: number;
}

export interface Usage {
  readonly versions: readonly VersionUsage[];
  /** Bytes of all containers on disk. */
  readonly storeBytes: number;
  /** Those of them that lie in clones. How many blocks are still shared, no file system tells in a way that all have. */
  readonly cloneBytes: number;
}

/**
 * Size and cost of versions, oldest first. Each content byte is charged to the oldest surviving version of the store that
 * holds it. Nodes that an older version has already shown are not looked at again, so the cost of the call grows with distinct nodes.
 */
export function usage(core: Core, only: Artifact | null): Usage {
  const seen = new Set<Digest>();
  const all = core.catalog
    .artifacts()
    .flatMap((artifact) => core.catalog.versions(artifact.id).map((version) => ({ artifact, version })))
    .toSorted((a, b) => a.version.createdAt - b.version.createdAt || a.artifact.id - b.artifact.id || a.version.index - b.version.index);
  const versions = all.map(({ artifact, version }) => ({
    artifact: artifact.name,
    index: version.index,
    size: version.bytes,
    cost: newBytes(core, version.root, seen),
  }));
  const shown = only === null ? versions : versions.filter(({ artifact }) => artifact === only.name);
  return { versions: shown, storeBytes: storeBytes(core), cloneBytes: cloneBytes(core) };
}

export function storeBytes(core: Core): number {
  return core.catalog.containers().reduce((sum, { size }) => sum + size, 0);
}

function cloneBytes(core: Core): number {
  return core.catalog.containers().reduce((sum, { id, size }) => sum + (core.containers.isClone(id) ? size : 0), 0);
}

function newBytes(core: Core, root: Digest, seen: Set<Digest>): number {
  let bytes = 0;
  const open: NamedChild[] = [{ digest: root, kind: 'manifest' }];
  for (let named = open.pop(); named !== undefined; named = open.pop()) {
    if (seen.has(named.digest)) continue;
    seen.add(named.digest);
    if (named.kind === 'data') bytes += core.catalog.chunk(named.digest)?.location.length ?? 0;
    else open.push(...childrenOf(named, core.nodes.read(named.digest)));
  }
  return bytes;
}
