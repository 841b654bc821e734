import type { Core } from '../core.ts';
import type { ReferenceEntry } from '../model/entry.ts';
import { isPinned } from '../model/reference-identity.ts';
import type { Digest } from '../model/digest.ts';
import type { ContentProof } from '../ports/delivery.ts';
import { proofsOf } from './reading.ts';

/** Names what a reference is to be: made of its URI and of what the source gave as identity. 32 hexadecimal digits. */
export function contentKey(core: Core, { uri, identity }: ReferenceEntry): string {
  const pairs = Object.entries(identity).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return core.digester.digest(new TextEncoder().encode(JSON.stringify([uri, pairs]))).slice(0, 32);
}

/**
 * What content can be held against: the source's own digests or, where it gives none – large objects of S3, most servers – the digest of what came when the very
 * same identity was fetched before. That makes what is there already known again, so that it is not fetched twice.
 */
export function knownProofs(core: Core, entry: ReferenceEntry): ContentProof[] {
  const proofs = proofsOf(entry);
  if (proofs.length > 0 || !isPinned(entry.identity)) return proofs;
  const seen = core.catalog.seenContent(contentKey(core, entry));
  return seen === null ? [] : [{ algorithm: 'sha256', hex: seen }];
}

/** The digest of what a reference names, from its source or from when it was fetched; null where nobody knows it. */
export function knownDigest(core: Core, entry: ReferenceEntry): string | null {
  if (Object.keys(entry.identity).length === 0) return null;
  return entry.identity['sha256'] ?? core.catalog.seenContent(contentKey(core, entry));
}

/** Remembers what references turned out to name, whatever their sources say of it. */
export function noteAllSeen(core: Core, seen: Iterable<readonly [ReferenceEntry, Digest]>): void {
  core.catalog.transact((writer) => {
    for (const [entry, digest] of seen) {
      if (Object.keys(entry.identity).length > 0 && entry.identity['sha256'] === undefined) writer.noteSeenContent(contentKey(core, entry), digest);
    }
  });
}

/** Remembers what was fetched for an identity that says nothing of the content itself. */
export function noteSeen(core: Core, entry: ReferenceEntry, digest: Digest): void {
  if (!isPinned(entry.identity) || knownProofs(core, entry).length > 0) return;
  core.catalog.transact((writer) => writer.noteSeenContent(contentKey(core, entry), digest));
}
