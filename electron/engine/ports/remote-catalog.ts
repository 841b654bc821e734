import type { ArtifactId } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import type { Operation } from '../model/operation.ts';
import type { Claim, Link, Remote, RemoteId, SyncedAlias, Transfer } from '../model/remote.ts';
import type { ChunkKind, ChunkLocation, ContainerId, SealedContainer } from './container-store.ts';

/** Where a chunk lies in a bucket. */
export interface BucketPlace extends ChunkLocation {
  readonly kind: ChunkKind;
  /** Bytes of the whole container. */
  readonly containerSize: number;
  /** Everything that the chunk names, down to the last byte of content, is in the bucket too. */
  readonly whole: boolean;
  /** When it was said that it goes from there, ms by the bucket's clock; null: it stays. What goes can be read for a while, and no push may count on it. */
  readonly going: number | null;
}

/**
 * What a page says of its chunks: that they lie in these containers; that they go from there, `entirely` when no byte of them may stay in a container
 * that lives on; or that they lie here from now on, wherever they lay before.
 */
export type PageSays = 'lies' | 'going' | 'going-entirely' | 'moved';

/** A page of a bucket's index, as `index/<id>` holds it. */
export interface IndexPage {
  readonly id: string;
  /** ms by the bucket's clock. */
  readonly putAt: number;
  readonly whole: boolean;
  /** Missing: `lies`. */
  readonly says?: PageSays;
  /** Each with those of its chunks that the page names. */
  readonly containers: readonly SealedContainer[];
}

/** A page that says what goes. */
export interface GoingPage {
  readonly id: string;
  readonly putAt: number;
  /** Raw bytes of contents that it named. */
  readonly bytes: number;
  readonly entirely: boolean;
}

export interface BucketChunk extends BucketPlace {
  readonly digest: Digest;
}

/**
 * What a home remembers of buckets, so that "what does the bucket lack" and "where is it there" are local look-ups.
 *
 * Law: all of it can be lost: but for links and names of remotes it is read from the bucket again, at a price. What is kept for an artifact
 * stays when the artifact is removed, since it may come back; ids are never used again.
 */
export interface RemoteReader {
  remotes(): Remote[];
  remote(id: RemoteId): Remote | null;
  link(artifact: ArtifactId): Link | null;
  /** Artifacts that are there and linked to the remote. */
  linkedArtifacts(remote: RemoteId): ArtifactId[];
  /** Which of these pages of the index were taken in. */
  hasIndexPage(remote: RemoteId, id: string): boolean;
  /** The latest `putAt` of the pages that were taken in; null before the first. */
  newestIndexPage(remote: RemoteId): number | null;
  /** In the order of the digests; null for what the bucket is not known to have. */
  bucketPlaces(remote: RemoteId, digests: readonly Digest[]): (BucketPlace | null)[];
  /** All that is known to lie in the bucket, in the order of digests: at most so many after that one. */
  bucketChunks(remote: RemoteId, after: Digest | null, limit: number): BucketChunk[];
  /** Pages that were taken in. */
  indexPages(remote: RemoteId): string[];
  /** Those of them that say what goes of containers that are still known, oldest first. */
  goingPages(remote: RemoteId): GoingPage[];
  /** The containers that at least one of these pages names. */
  containersOfPages(remote: RemoteId, pages: readonly string[]): ContainerId[];
  /** Those that a page named that was put since then (ms by the bucket's clock) and does not say what goes. */
  containersSince(remote: RemoteId, putAt: number): ContainerId[];
  /** Pages of which every container is among these; pages that say what goes only if no other page is left that names one of their containers. */
  pagesWithin(remote: RemoteId, containers: readonly ContainerId[]): string[];
  /** By index, ascending. */
  claims(artifact: ArtifactId): Claim[];
  claim(artifact: ArtifactId, index: number): Claim | null;
  syncedAliases(artifact: ArtifactId): SyncedAlias[];
  /** Oldest first. */
  transfers(remote: RemoteId): Transfer[];
}

export interface RemoteWriter {
  /** Throws when the name is taken. */
  addRemote(remote: Pick<Remote, 'name' | 'address'>): Remote;
  /** Notes the id of the bucket that was met there. */
  setBucket(id: RemoteId, bucket: string): void;
  /** Forgets all that is known of it, links too. */
  removeRemote(id: RemoteId): void;
  putLink(artifact: ArtifactId, link: Link): void;
  /** Forgets with it the claims and synced aliases of the artifact. */
  removeLink(artifact: ArtifactId): void;
  /**
   * A page that was taken in before changes nothing. What lies somewhere: a chunk that is known keeps its place, unless it goes from there and lies in
   * another container now, and becomes whole when the page says so. What goes: chunks whose place is in that container go, once and for all. What
   * moved: they lie there from now on, and are as whole as they were; what was about to go is not.
   */
  addIndexPage(remote: RemoteId, page: IndexPage): void;
  /** The bucket turned out not to have these as it should. */
  forgetBucketPlaces(remote: RemoteId, digests: Iterable<Digest>): void;
  /** These containers are in the bucket no more: forgets them, and all that lies in them. */
  forgetContainers(remote: RemoteId, containers: readonly ContainerId[]): void;
  /** These pages are in the bucket no more. What they said stays known. */
  forgetIndexPages(remote: RemoteId, ids: readonly string[]): void;
  putClaim(artifact: ArtifactId, claim: Claim): void;
  putSyncedAlias(artifact: ArtifactId, alias: SyncedAlias): void;
  putTransfer(remote: RemoteId, transfer: Transfer): void;
  removeTransfer(remote: RemoteId, container: ContainerId): void;
  /**
   * Gives every version from an index on the index that is `by` greater, with its aliases, tags and claim; the artifact's next index moves
   * as far. What names them elsewhere (records, operations, deletions, "identical to") is up to the caller.
   */
  renumberVersions(artifact: ArtifactId, from: number, by: number): void;
  setIdenticalTo(artifact: ArtifactId, index: number, identicalTo: number | null): void;
  /** Lets an operation name versions by their new indexes. */
  rewriteOperation(id: number, change: Pick<Operation, 'arguments' | 'undo'>): void;
}
