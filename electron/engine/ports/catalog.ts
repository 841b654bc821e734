import type { Artifact, ArtifactId, TrackingMode } from '../model/artifact.ts';
import type { Deletion } from '../model/deletion.ts';
import type { Digest } from '../model/digest.ts';
import type { DigestTable } from '../model/digest-table.ts';
import type { FolderPath } from '../model/entry-path.ts';
import type { VersionTimeToLive } from '../model/keep.ts';
import type { Metadata } from '../model/metadata.ts';
import type { Operation } from '../model/operation.ts';
import type { Version, VersionRecord } from '../model/version.ts';
import type { ChunkKind, ChunkLocation, ContainerId, SealedContainer } from './container-store.ts';
import type { RemoteReader, RemoteWriter } from './remote-catalog.ts';
import type { ListingBytes } from './work-tree.ts';

/** What the catalog knows of one folder of a work tree: its last listing, and whether only times differ from `latest`. */
export interface KnownFolder {
  readonly path: FolderPath;
  readonly listing: ListingBytes;
  /** Some entry's time or permission bits differ from the newest version's manifest (no new version for that alone). */
  readonly timesDiffer: boolean;
}

/** A chunk with its place and the number of living parents (nodes and versions) that name it. */
export interface KnownChunk {
  readonly kind: ChunkKind;
  /** Bytes. */
  readonly length: number;
  /** Where it lies in the store; null when its bytes are elsewhere alone: in a team's bucket. */
  readonly location: ChunkLocation | null;
  readonly references: number;
}

export interface KnownContainer {
  readonly id: ContainerId;
  /** Bytes on disk. */
  readonly size: number;
  /** Raw bytes of all chunks that were named with it. */
  readonly rawBytes: number;
  /** Raw bytes of those that nobody names any more, or that lie elsewhere as well; when it is all of them, nothing in it is alive. */
  readonly deadBytes: number;
}

/** A container of which every byte was read and found right. */
export interface Proof {
  /** ms since 1970. */
  readonly at: number;
  /** CRC-32 of the whole container then. */
  readonly crc: number;
}

/** A run that writes temporaries into a user's folder, noted before it starts. */
export interface StagingNote {
  readonly id: string;
  readonly root: string;
}

export interface OperationFilter {
  readonly artifact?: string;
  readonly limit: number;
  /** Only operations older than this id. */
  readonly before?: number;
}

/** Reading. Every call sees the last committed state (inside a transaction: its own changes too). */
export interface CatalogReader extends RemoteReader {
  artifacts(): Artifact[];
  artifactByName(name: string): Artifact | null;
  artifactById(id: ArtifactId): Artifact | null;
  /** Newest first. */
  versions(artifact: ArtifactId, page?: { readonly before?: number; readonly limit: number }): Version[];
  version(artifact: ArtifactId, index: number): Version | null;
  versionCount(artifact: ArtifactId): number;
  /** Index the alias names (`latest` too), or null. */
  aliasIndex(artifact: ArtifactId, alias: string): number | null;
  /** Every alias of the artifact with the index it names, `latest` too. */
  aliases(artifact: ArtifactId): ReadonlyMap<string, number>;
  /** Those of them that are protected. */
  protectedAliases(artifact: ArtifactId): ReadonlySet<string>;
  /** The oldest surviving version of the artifact with this content digest, or null. */
  oldestWithDigest(artifact: ArtifactId, digest: Digest): number | null;
  /** Whether some version of the artifact has a time to live of its own, in seconds. */
  hasOwnTimeToLive(artifact: ArtifactId): boolean;

  folder(artifact: ArtifactId, path: FolderPath): KnownFolder | null;
  /** That folder and all below it, in path order; all of the artifact for ''. */
  foldersWithin(artifact: ArtifactId, path: FolderPath): IterableIterator<KnownFolder>;
  foldersWithDifferingTimes(artifact: ArtifactId): KnownFolder[];

  chunk(digest: Digest): KnownChunk | null;
  /** Where chunks lie, in the order of the digests; null for one that no container holds. For many at once. */
  locations(digests: readonly Digest[]): (ChunkLocation | null)[];
  /** Every chunk, in any order: for verify. */
  chunks(): IterableIterator<KnownChunk & { readonly digest: Digest }>;
  containers(): KnownContainer[];
  /** Chunks that are named but whose bytes are known to be damaged or missing. */
  damagedChunks(): Digest[];
  isDamaged(digest: Digest): boolean;
  /** The last proof of each container that has one. */
  proofs(): ReadonlyMap<ContainerId, Proof>;

  /** Newest first. */
  operations(filter: OperationFilter): Operation[];
  operation(id: number): Operation | null;
  /** Restores of the artifact of that name that can be taken back, newest first. */
  undoableRestores(artifact: string): Operation[];
  /** Deletions that can still be taken back, oldest first. */
  deletions(): Deletion[];
  stagingNotes(): StagingNote[];
  /** Records (artifact names and indexes; index null: the artifact's own) whose JSON file is not written yet. */
  pendingRecords(): { readonly artifact: ArtifactId; readonly index: number | null }[];
  setting(key: string): string | null;
  /** The digest of what a reference of this identity turned out to name; null: it was never fetched. */
  seenContent(identity: string): Digest | null;
}

/** Writing; exists only inside a transaction. */
export interface CatalogWriter extends CatalogReader, RemoteWriter {
  /** A new artifact keeps all of its versions, for ever. */
  insertArtifact(artifact: {
    readonly name: string;
    readonly type: string;
    readonly mode: TrackingMode;
    readonly path: string | null;
    readonly quietWindow: number;
    readonly createdAt: number;
  }): Artifact;
  updateArtifact(
    id: ArtifactId,
    change: Partial<Pick<Artifact, 'path' | 'quietWindow' | 'paused' | 'keep' | 'timeToLive' | 'nextIndex' | 'type' | 'mode'>>,
  ): void;
  /** Removes an artifact that has no versions, with everything about it (a first snapshot that failed). */
  removeArtifact(id: ArtifactId): void;
  /** Brings a removed artifact back under its id. Throws when its name or id is taken. */
  reviveArtifact(artifact: Artifact): void;
  /** Stores the record, not pinned and without a time of its own, under its index, which must be the artifact's `nextIndex`, and increases that. */
  insertVersion(record: VersionRecord): void;
  /** Removes versions with their descriptions, metadata and tags, and every alias that names one of them. */
  removeVersions(artifact: ArtifactId, indexes: readonly number[]): void;
  /** Brings a removed version back under its index, with everything but its aliases. Its artifact must be there. */
  reviveVersion(version: Version): void;
  /** Gives a version another manifest: only to take something out of history. */
  rewriteVersion(artifact: ArtifactId, index: number, manifest: Pick<VersionRecord, 'root' | 'digest' | 'files' | 'bytes' | 'changes'>): void;
  setDescription(artifact: ArtifactId, index: number, description: string): void;
  setMetadata(artifact: ArtifactId, index: number, metadata: Metadata): void;
  setTags(artifact: ArtifactId, index: number, tags: readonly string[]): void;
  setPinned(artifact: ArtifactId, index: number, pinned: boolean): void;
  setTimeToLive(artifact: ArtifactId, index: number, timeToLive: VersionTimeToLive): void;
  /** Points the alias at the version, wherever it was. A new one is not protected; one that moves is as it was. */
  setAlias(artifact: ArtifactId, alias: string, index: number): void;
  removeAlias(artifact: ArtifactId, alias: string): void;
  /** Notes whether an alias is protected; keeping it is up to the caller. Throws when there is no such alias. */
  setAliasProtected(artifact: ArtifactId, alias: string, isProtected: boolean): void;

  putFolder(artifact: ArtifactId, folder: KnownFolder): void;
  /** Removes that folder and all below it. */
  removeFoldersWithin(artifact: ArtifactId, path: FolderPath): void;
  clearDifferingTimes(artifact: ArtifactId): void;

  /**
   * Names a sealed container and its chunks; each chunk starts with zero references. Chunks already named elsewhere keep their place and count
   * as dead here, but those that were noted as damaged: they lie here from now on, are damaged no more, and count as dead where they lay. Chunks
   * that lay elsewhere alone lie here from now on too.
   */
  addContainer(container: SealedContainer): void;
  /**
   * Names sealed containers and adds the references of `counts` in one go; returns the content bytes that nobody named before. As
   * `addContainer` and `addReferences`, but chunks that the counts lack, because nobody names them after all, count as dead from the start and are
   * not known.
   */
  addContainers(containers: readonly SealedContainer[], counts: DigestTable): number;
  /** Names chunks without references whose bytes no container here holds. Those that are named already are left alone. */
  addElsewhere(chunks: Iterable<{ readonly digest: Digest; readonly kind: ChunkKind; readonly length: number }>): void;
  /** Notes chunks as damaged; those that no container names are passed over. Forgotten when the chunk is. */
  noteDamaged(digests: Iterable<Digest>): void;
  /** They turned out to be whole. */
  forgetDamaged(digests: Iterable<Digest>): void;
  /** Replaces the proof that the container had; it goes with the container. */
  noteProof(id: ContainerId, proof: Proof): void;
  forgetProof(id: ContainerId): void;
  /** Adds to the count of living parents of each chunk the number beside it. Throws when a digest is not named by any container. */
  addReferences(counts: DigestTable): void;
  /**
   * Takes namings away. A chunk that nobody names any more is forgotten, and its bytes count as dead in its container; with a number of 0
   * that is asked of one that perhaps nobody ever named. Throws when a chunk is not named that often.
   */
  removeReferences(counts: DigestTable): void;
  /**
   * Puts a container in the place of others: the chunks that lie in those lie in it from now on, and the others are named no
   * more. Null when nothing of them was alive. Throws when one of them holds a living chunk that `made` lacks.
   */
  replaceContainers(old: readonly ContainerId[], made: SealedContainer | null): void;

  addOperation(operation: Omit<Operation, 'id' | 'undone'>): Operation;
  /** Brings an operation back under its id: for a catalog that is rebuilt. Throws when the id is taken. */
  reviveOperation(operation: Operation): void;
  markUndone(id: number): void;
  /** The operation cannot be taken back any more. */
  forgetUndo(id: number): void;
  addDeletion(deletion: Deletion): void;
  removeDeletion(operation: number): void;
  noteStaging(note: StagingNote): void;
  removeStagingNote(id: string): void;
  markRecordPending(artifact: ArtifactId, index: number | null): void;
  clearRecordPending(artifact: ArtifactId, index: number | null): void;
  setSetting(key: string, value: string): void;
  /** Can be lost at the price of fetching something again. */
  noteSeenContent(identity: string, digest: Digest): void;
}

/**
 * The index of a home: what versions there are and where their chunks lie. Rebuildable from containers and records.
 *
 * Law: `transact` runs its function at once and synchronously; all of its changes become visible and durable together when
 * it returns, or none when it throws (the error passes through). No transaction inside another. A catalog written by a newer Strata is
 * refused on open with Failure `store.newer-format`.
 */
export interface Catalog extends CatalogReader {
  transact<T>(change: (writer: CatalogWriter) => T): T;
  close(): void;
}
