import { digestFromBytes, type Digest } from '../model/digest.ts';
import { DigestTable } from '../model/digest-table.ts';
import { Failure } from '../model/failure.ts';
import type { VisitChild } from '../manifest/visit-children.ts';
import type { ChunkKind } from '../model/chunk-kind.ts';
import type { NamingChunk } from '../snapshot/count-references.ts';

export interface ReleaseSources {
  /** Living parents that the catalog counts now, and what the chunk is; `length` in raw bytes. Null for what it does not know. */
  readonly chunk: (digest: Digest) => { readonly references: number; readonly length: number; readonly kind: ChunkKind } | null;
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
 * the store. Yields after each node. Throws Failure `store.damaged` when the counts do not allow it: nothing may be freed on a wrong count.
 */
export function* planRelease(roots: readonly Digest[], sources: ReleaseSources): Generator<void, Release> {
  const counts = new DigestTable();
  const open: NamingChunk[] = [];
  let bytes = 0;
  const lose = (place: number, kind: ChunkKind): void => {
    const known = loseOne(counts, place, sources);
    if (known === null) return;
    if (kind === 'data') bytes += known.length;
    else open.push({ digest: counts.digest(place), kind });
  };
  for (const root of roots) lose(counts.add(root), 'manifest');
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    sources.visitChildren(node, (encoded, offset, kind) => lose(counts.addAt(encoded, offset), kind));
    yield;
  }
  return { counts, bytes };
}

/** A part of letting roots go. */
export interface ReleasePart {
  /** Namings that go with this part. */
  readonly counts: DigestTable;
  /** What is to go afterwards: roots like the first ones, each with one naming that still counts. */
  readonly left: readonly Digest[];
}

/**
 * Plans the next part of letting roots go: about so many namings. A node that dies leaves its own nodes behind as roots, so that after each
 * part all counts are those of what still has a root. One part after the other takes away what `planRelease` plans at once.
 */
export function planReleasePart(roots: readonly Digest[], sources: ReleaseSources, namings: number): ReleasePart {
  const counts = new DigestTable();
  const left = [...roots];
  while (counts.size < namings) {
    const root = left.pop();
    if (root === undefined) break;
    const dying = loseOne(counts, counts.add(root), sources);
    if (dying === null || dying.kind === 'data') continue;
    sources.visitChildren({ digest: root, kind: dying.kind }, (encoded, offset, kind) => {
      if (kind === 'data') loseOne(counts, counts.addAt(encoded, offset), sources);
      else left.push(digestFromBytes(encoded, offset));
    });
  }
  return { counts, left };
}

/** Counts one more naming as lost. Returns what dies with it; null while others name it. */
function loseOne(counts: DigestTable, place: number, { chunk }: ReleaseSources): NonNullable<ReturnType<ReleaseSources['chunk']>> | null {
  const digest = counts.digest(place);
  const known = chunk(digest) ?? miscounted(digest);
  const lost = counts.number(place) + 1;
  if (lost > known.references) miscounted(digest);
  counts.setNumber(place, lost);
  return lost < known.references ? null : known;
}

function miscounted(digest: Digest): never {
  throw new Failure('store.damaged', `The store does not count right what names the chunk ${digest}, so nothing was deleted; run "verify".`, { digest });
}
