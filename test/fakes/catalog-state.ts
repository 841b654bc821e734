import type { Artifact, ArtifactId } from '../../electron/engine/model/artifact.ts';
import type { Deletion } from '../../electron/engine/model/deletion.ts';
import type { Digest } from '../../electron/engine/model/digest.ts';
import type { FolderPath } from '../../electron/engine/model/entry-path.ts';
import type { VersionTimeToLive } from '../../electron/engine/model/keep.ts';
import type { Metadata } from '../../electron/engine/model/metadata.ts';
import type { Operation } from '../../electron/engine/model/operation.ts';
import type { Claim, Link, Remote, RemoteId, SyncedAlias, Transfer } from '../../electron/engine/model/remote.ts';
import type { VersionRecord } from '../../electron/engine/model/version.ts';
import type { KnownChunk, KnownContainer, KnownFolder, Proof } from '../../electron/engine/ports/catalog.ts';
import type { ContainerId } from '../../electron/engine/ports/container-store.ts';
import type { BucketPlace } from '../../electron/engine/ports/remote-catalog.ts';

export interface VersionInMemory {
  readonly record: VersionRecord;
  readonly description: string;
  readonly metadata: Metadata;
  readonly tags: readonly string[];
  readonly pinned: boolean;
  readonly timeToLive: VersionTimeToLive;
}

/** Everything about one artifact but its own row. */
export interface Belongings {
  readonly versions: Map<number, VersionInMemory>;
  readonly aliases: Map<string, number>;
  readonly protectedAliases: Set<string>;
  readonly folders: Map<FolderPath, KnownFolder>;
  readonly pending: Set<number | null>;
}

/** All values in it are never changed in place, so that a copy of the maps is a copy of the state. */
export interface State {
  readonly artifacts: Map<ArtifactId, Artifact>;
  readonly belongings: Map<ArtifactId, Belongings>;
  readonly chunks: Map<Digest, KnownChunk>;
  readonly containers: Map<ContainerId, KnownContainer>;
  readonly damaged: Set<Digest>;
  readonly proofs: Map<ContainerId, Proof>;
  readonly seenContents: Map<string, Digest>;
  readonly operations: Map<number, Operation>;
  readonly deletions: Map<number, Deletion>;
  readonly stagingNotes: Map<string, string>;
  readonly settings: Map<string, string>;
  readonly remotes: RemotesInMemory;
  readonly lastIds: { artifact: number; operation: number };
}

export interface PageInMemory {
  readonly putAt: number;
  /** Raw bytes of contents that it says go; null when it says no such thing. */
  readonly going: number | null;
  readonly entirely: boolean;
  readonly containers: readonly ContainerId[];
}

export interface RemoteInMemory {
  readonly remote: Remote;
  readonly newest: number | null;
  readonly pages: ReadonlyMap<string, PageInMemory>;
  readonly places: ReadonlyMap<Digest, BucketPlace>;
  readonly transfers: ReadonlyMap<ContainerId, Transfer>;
}

export interface LinkInMemory {
  readonly link: Link;
  readonly claims: ReadonlyMap<number, Claim>;
  readonly aliases: ReadonlyMap<string, SyncedAlias>;
}

/** What a catalog in memory remembers of buckets. Values in it are never changed in place. */
export interface RemotesInMemory {
  readonly remotes: Map<RemoteId, RemoteInMemory>;
  readonly links: Map<ArtifactId, LinkInMemory>;
  readonly last: { id: number };
}

/** As it comes back from JSON, so that the fake keeps no more than a catalog on disk does. */
export function asKept<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
