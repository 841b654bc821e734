import type { Digest } from '../model/digest.ts';
import type { ChunkKind } from '../ports/container-store.ts';

/** A name that a node has for a chunk. */
export interface NamedChunk {
  readonly digest: Digest;
  readonly kind: ChunkKind;
}

export interface CountSources {
  /** Living parents that the catalog counts now; 0 for what it does not know. */
  readonly references: (digest: Digest) => number;
  /** What a node names; each naming counts once. */
  readonly children: (node: NamedChunk) => readonly NamedChunk[];
}

/**
 * The counts that one more version with this root adds: the root is named once, and every node that comes to life names its
 * children. A node that already lives names its children already. Cost grows with what is new, not with the tree.
 */
export function countReferences(root: Digest, sources: CountSources): Map<Digest, number> {
  const counts = new Map<Digest, number>();
  const open: NamedChunk[] = [{ digest: root, kind: 'manifest' }];
  for (let named = open.pop(); named !== undefined; named = open.pop()) {
    const before = counts.get(named.digest) ?? 0;
    counts.set(named.digest, before + 1);
    if (named.kind === 'data' || before > 0 || sources.references(named.digest) > 0) continue;
    open.push(...sources.children(named));
  }
  return counts;
}
