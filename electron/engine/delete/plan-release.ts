import type { Digest } from '../model/digest.ts';
import { Failure } from '../model/failure.ts';
import type { NamedChunk } from '../snapshot/count-references.ts';

export interface ReleaseSources {
  /** Living parents that the catalog counts now, and the chunk's raw length. Null for what it does not know. */
  readonly chunk: (digest: Digest) => { readonly references: number; readonly length: number } | null;
  /** What a node names; each naming counts once. */
  readonly children: (node: NamedChunk) => readonly NamedChunk[];
}

/** What goes away with some versions. */
export interface Release {
  /** Namings that go, by chunk; a chunk that loses all of them dies. */
  readonly counts: ReadonlyMap<Digest, number>;
  /** Content bytes (uncompressed data chunks) that nobody else names. */
  readonly bytes: number;
}

/**
 * Plans what dies with versions of these roots, one root for each version. The mirror of `countReferences`: each root loses one naming,
 * and every node that dies takes back one naming of each of its children. Exact, and its cost grows with what dies, not with
 * the store. Throws Failure `store.damaged` when the counts do not allow it: nothing may be freed on a wrong count.
 */
export function planRelease(roots: readonly Digest[], sources: ReleaseSources): Release {
  const counts = new Map<Digest, number>();
  const open: NamedChunk[] = roots.map((digest) => ({ digest, kind: 'manifest' }));
  let bytes = 0;
  for (let named = open.pop(); named !== undefined; named = open.pop()) {
    const { digest, kind } = named;
    const known = sources.chunk(digest) ?? miscounted(digest);
    const count = (counts.get(digest) ?? 0) + 1;
    counts.set(digest, count);
    if (count > known.references) miscounted(digest);
    if (count < known.references) continue;
    if (kind === 'data') bytes += known.length;
    else open.push(...sources.children(named));
  }
  return { counts, bytes };
}

function miscounted(digest: Digest): never {
  throw new Failure('store.damaged', `The store does not count right what names the chunk ${digest}, so nothing was deleted; run "verify".`, { digest });
}
