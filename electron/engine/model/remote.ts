import type { Generation, ResumeToken } from '../ports/bucket.ts';
import type { ContainerId } from '../ports/container-store.ts';
import type { VersionEdits } from './version-edits.ts';

export type RemoteId = number & { readonly __remoteId: unique symbol };

/** A team's bucket that this home knows. What opens it (keys, accounts) is not kept here. */
export interface Remote {
  readonly id: RemoteId;
  /** For people; unique in this home. */
  readonly name: string;
  /** `gs://team/strata`, `file:///mnt/nas/strata`. */
  readonly address: string;
  /** The bucket's own random id, once it was met: another bucket under the same address is refused. */
  readonly bucket: string | null;
}

/** What of an artifact travels: all, or manifests and records without the contents of files. */
export type LinkContent = 'all' | 'metadata';

/** Which line of versions in which bucket an artifact is. Its indexes are claimed there and nowhere else. */
export interface Link {
  readonly remote: RemoteId;
  /** The artifact's random id, the same for everybody: tells two artifacts of one name apart. */
  readonly uid: string;
  /** The first index of which it is not known that somebody has it in the bucket. */
  readonly next: number;
  readonly content: LinkContent;
}

/** Who brought something into the bucket, and when by that one's clock (ms since 1970). */
export interface PushedBy {
  readonly actor: string;
  /** Random id of that one's home. */
  readonly client: string;
  readonly at: number;
}

/**
 * What is known of an index in the bucket. `asking`: this home asked for it and has no answer yet. `claimed`: it names that version for
 * good. `void`: it names none and never will, since its version was deleted before it was pushed.
 */
export interface Claim {
  readonly index: number;
  /** The version's random id, the same for everybody. */
  readonly uid: string;
  readonly state: 'asking' | 'claimed' | 'void';
  /** Null while asking. */
  readonly by: PushedBy | null;
  /** The version came from the bucket; otherwise this home pushed it. */
  readonly pulled: boolean;
  /** What can be edited, as it was when both sides last agreed; null while asking and for void ones. */
  readonly base: VersionEdits | null;
  /** Of the edits that were seen in the bucket then; null when there were none. */
  readonly generation: Generation | null;
}

/** An alias as it was in the bucket when both sides last agreed. */
export interface SyncedAlias {
  readonly alias: string;
  /** Null: it was removed. */
  readonly index: number | null;
  readonly isProtected: boolean;
  readonly generation: Generation;
}

/** A pack on its way to the bucket. */
export interface Transfer {
  readonly container: ContainerId;
  /** Where it goes on; a secret. */
  readonly token: ResumeToken | null;
  /** All of it is in the bucket, but no index names it yet. */
  readonly sent: boolean;
}
