import type { VisitChild } from '../manifest/visit-children.ts';
import type { ChunkKind } from '../model/chunk-kind.ts';
import type { Digest } from '../model/digest.ts';
import { DigestTable } from '../model/digest-table.ts';

/** A chunk that names others. */
export interface NamingChunk {
  readonly digest: Digest;
  readonly kind: Exclude<ChunkKind, 'data'>;
}

export interface CountSources {
  /** Living parents that the catalog counts now; 0 for what it does not know. */
  readonly references: (digest: Digest) => number;
  /** Tells what a node names; each naming counts once. */
  readonly visitChildren: (node: NamingChunk, visit: VisitChild) => void;
}

/**
 * The counts that one more version with this root adds: the root is named once, and every node that comes to life names its
 * children. A node that already lives names its children already. Cost grows with what is new, not with the tree.
 * `expected`: about how many digests will be named.
 */
export function countReferences(root: Digest, sources: CountSources, expected?: number): DigestTable {
  const counts = new DigestTable(expected);
  counts.setNumber(counts.add(root), 1);
  const open: NamingChunk[] = [{ digest: root, kind: 'manifest' }];
  const count: VisitChild = (bytes, offset, kind) => {
    const place = counts.addAt(bytes, offset);
    const before = counts.number(place);
    counts.setNumber(place, before + 1);
    if (kind !== 'data' && before === 0) open.push({ digest: counts.digest(place), kind });
  };
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (sources.references(node.digest) === 0) sources.visitChildren(node, count);
  }
  return counts;
}
