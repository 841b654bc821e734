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

/** A count that others began. */
export interface BegunCount {
  /** What was counted so far; it is counted on in it. */
  readonly counts: DigestTable;
  /** Chunks that come to life, counted already, whose own children are not. */
  readonly open: readonly NamingChunk[];
}

/** Counts every naming it is told of; tells once of each chunk that names others itself. */
export function countingChild(counts: DigestTable, onNaming: (chunk: NamingChunk) => void): VisitChild {
  return (bytes, offset, kind) => {
    const place = counts.addAt(bytes, offset);
    const before = counts.number(place);
    counts.setNumber(place, before + 1);
    if (kind !== 'data' && before === 0) onNaming({ digest: counts.digest(place), kind });
  };
}

/**
 * The counts that one more version with this root adds: the root is named once, and every node that comes to life names its
 * children. A node that already lives names its children already. Cost grows with what is new, not with the tree.
 */
export function countReferences(root: Digest, sources: CountSources, begun: BegunCount | null = null): DigestTable {
  const { counts, open: rest } = begun ?? { counts: new DigestTable(), open: [{ digest: root, kind: 'manifest' as const }] };
  const open: NamingChunk[] = [...rest];
  const ofRoot = counts.add(root);
  counts.setNumber(ofRoot, counts.number(ofRoot) + 1);
  const count = countingChild(counts, (naming) => open.push(naming));
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (sources.references(node.digest) === 0) sources.visitChildren(node, count);
  }
  return counts;
}
