import type { Digest } from '../model/digest.ts';
import { DigestTable } from '../model/digest-table.ts';
import { Failure } from '../model/failure.ts';
import type { VisitChild } from '../manifest/visit-children.ts';
import type { NamingChunk } from '../snapshot/count-references.ts';

export interface ReleaseSources {
  /** Living parents that the catalog counts now, and the chunk's raw length. Null for what it does not know. */
  readonly chunk: (digest: Digest) => { readonly references: number; readonly length: number } | null;
  /** Tells what a node names; each naming counts once. */
  readonly visitChildren: (node: NamingChunk, visit: VisitChild) => void;
}

/** What goes away with some versions. */
export interface Release {
  /** Namings that go, by chunk; a chunk that loses all of them dies. */
  readonly counts: DigestTable;
  /** Content bytes (uncompressed data chunks) that nobody else names. */
  readonly bytes: number;
}

/**
 * Plans what dies with versions of these roots, one root for each version. The mirror of `countReferences`: each root loses one naming,
 * and every node that dies takes back one naming of each of its children. Exact, and its cost grows with what dies, not with
 * the store. Throws Failure `store.damaged` when the counts do not allow it: nothing may be freed on a wrong count.
 */
export function planRelease(roots: readonly Digest[], sources: ReleaseSources): Release {
  const counts = new DigestTable();
  const open: NamingChunk[] = [];
  let bytes = 0;
  const lose = (place: number, kind: NamingChunk['kind'] | 'data'): void => {
    const digest = counts.digest(place);
    const known = sources.chunk(digest) ?? miscounted(digest);
    const count = counts.number(place) + 1;
    counts.setNumber(place, count);
    if (count > known.references) miscounted(digest);
    if (count < known.references) return;
    if (kind === 'data') bytes += known.length;
    else open.push({ digest, kind });
  };
  for (const root of roots) lose(counts.add(root), 'manifest');
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    sources.visitChildren(node, (encoded, offset, kind) => lose(counts.addAt(encoded, offset), kind));
  }
  return { counts, bytes };
}

function miscounted(digest: Digest): never {
  throw new Failure('store.damaged', `The store does not count right what names the chunk ${digest}, so nothing was deleted; run "verify".`, { digest });
}
