import { chunkKindCodes } from '../model/chunk-kind.ts';
import { digestFromBytes, type Digest } from '../model/digest.ts';
import { DigestTable } from '../model/digest-table.ts';
import type { LinkContent } from '../model/remote.ts';
import type { ChunkKind } from '../ports/container-store.ts';
import type { BucketPlace } from '../ports/remote-catalog.ts';
import { visitNaming } from '../snapshot/count-new-references.ts';

export interface LackingSources {
  readonly places: (digests: readonly Digest[]) => readonly (BucketPlace | null)[];
  readonly read: (digest: Digest) => Uint8Array;
}

/** What a bucket lacks of some versions. */
export interface LackingChunks {
  /** Each with the code of its kind; nodes as well as contents. */
  readonly chunks: DigestTable;
  /** Nodes that the bucket has, but not with all that they name: after the push it has. */
  readonly completed: readonly Digest[];
}

/** Nodes looked up in one go. */
const nodesAtOnce = 512;

/**
 * What a bucket lacks of manifests with these roots, as far as is known here. A node that is whole there is not entered, so that the cost is what is
 * new; without `trust` it is entered all the same. What goes from the bucket counts as lacking. With 'metadata' nodes alone are asked for. Yields after each look-up.
 */
export function* lackingChunks(roots: readonly Digest[], content: LinkContent, sources: LackingSources, trust = true): Generator<void, LackingChunks> {
  const chunks = new DigestTable();
  const completed: Digest[] = [];
  const seen = new DigestTable();
  const open: { readonly digest: Digest; readonly kind: ChunkKind }[] = [];
  const meet = (bytes: Uint8Array, offset: number, kind: ChunkKind): void => {
    if (kind === 'data' && content === 'metadata') return;
    const before = seen.size;
    seen.addAt(bytes, offset);
    if (seen.size > before) open.push({ digest: digestFromBytes(bytes, offset), kind });
  };
  for (const digest of new Set(roots)) {
    seen.add(digest);
    open.push({ digest, kind: 'manifest' });
  }
  while (open.length > 0) {
    const nodes = open.splice(-nodesAtOnce);
    const places = sources.places(nodes.map(({ digest }) => digest));
    for (const [i, { digest, kind }] of nodes.entries()) {
      const known = places[i] ?? null;
      const place = known?.going === null ? known : null;
      const isComplete = place !== null && (kind === 'data' || place.whole || content === 'metadata');
      if (isComplete && (trust || kind === 'data')) continue;
      if (place === null) chunks.setNumber(chunks.add(digest), chunkKindCodes[kind]);
      else if (!isComplete) completed.push(digest);
      if (kind !== 'data') visitNaming(kind, sources.read(digest), meet);
    }
    yield;
  }
  return { chunks, completed };
}
