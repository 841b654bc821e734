import type { ArtifactId } from './artifact.ts';
import type { Digest } from './digest.ts';
import type { VersionTimeToLive } from './keep.ts';
import type { Metadata } from './metadata.ts';
import type { Problem } from './problem.ts';

/** What made a version. */
export type VersionOrigin = 'baseline' | 'save' | 'manual' | 'before-restore' | 'restore' | 'rescan';

/** What never changes about a version. */
export interface VersionRecord {
  readonly artifact: ArtifactId;
  readonly index: number;
  /** Digest of the content alone: paths, kinds, executable bits, blobs. Equal content has an equal digest. */
  readonly digest: Digest;
  /** Digest of the manifest's root node; addresses storage. */
  readonly root: Digest;
  /** Entries of any kind. */
  readonly files: number;
  /** Size: bytes of all entries. */
  readonly bytes: number;
  /** Content bytes (uncompressed chunks) that this version brought into the store. */
  readonly addedBytes: number;
  readonly createdAt: number;
  /** Who made it: `user@host`. */
  readonly actor: string;
  readonly origin: VersionOrigin;
  /** The oldest surviving version that had the same content when this one was made, if any. */
  readonly identicalTo: number | null;
  /** Counts against the version before it. */
  readonly changes: ChangeCounts;
  /** What this version lacks, and why. */
  readonly problems: readonly Problem[];
}

export interface ChangeCounts {
  readonly added: number;
  readonly modified: number;
  readonly removed: number;
  /** Files that kept their content under another path; they count neither as added nor as removed. */
  readonly renamed: number;
}

/** A version with everything about it that may be edited. */
export interface Version extends VersionRecord {
  readonly description: string;
  readonly metadata: Metadata;
  readonly tags: readonly string[];
  /** Sorted; `latest` first when it is here. */
  readonly aliases: readonly string[];
  /** Those of them that neither move nor go, with the version, until somebody unprotects them. */
  readonly protectedAliases: readonly string[];
  /** No keep rule and no time to live takes it. */
  readonly pinned: boolean;
  readonly timeToLive: VersionTimeToLive;
}
