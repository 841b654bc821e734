import type { KeepRule, TimeToLive, VersionTimeToLive } from './keep.ts';

/** What can be done, as the auditable history names it. */
export type OperationKind =
  | 'track'
  | 'untrack'
  | 'pause'
  | 'resume'
  | 'snapshot'
  | 'restore'
  | 'alias.add'
  | 'alias.move'
  | 'alias.remove'
  | 'alias.protect'
  | 'alias.unprotect'
  | 'tag.add'
  | 'tag.remove'
  | 'describe'
  | 'metadata'
  | 'configure'
  | 'verify'
  | 'repair'
  | 'rebuild'
  | 'delete'
  | 'keep'
  /** Versions that a keep rule or a time to live took. */
  | 'thin'
  | 'pin'
  | 'unpin'
  | 'time-to-live'
  | 'limit'
  | 'empty-undo'
  | 'purge'
  | 'remote.add'
  | 'remote.limit'
  | 'remote.remove'
  | 'remote.passphrase'
  | 'push'
  | 'pull'
  | 'clone'
  /** How an artifact goes together with its remote. */
  | 'sync.rules'
  | 'unlink'
  | 'settle'
  | 'reference.add'
  | 'reference.remove'
  | 'reference.schedule'
  | 'reference.permit'
  | 'undo';

/** How to take an operation back; null in the record when it cannot be. */
export type Undo =
  /** Put the work tree back to the version that was made just before the restore. */
  | { readonly kind: 'restore'; readonly index: number }
  /** Let the alias name this version again; null: remove it. */
  | { readonly kind: 'alias'; readonly alias: string; readonly index: number | null }
  | { readonly kind: 'alias-protection'; readonly alias: string; readonly isProtected: boolean; readonly index: number }
  | { readonly kind: 'tags'; readonly index: number; readonly tags: readonly string[] }
  | { readonly kind: 'description'; readonly index: number; readonly description: string }
  | { readonly kind: 'metadata'; readonly index: number; readonly metadata: Readonly<Record<string, unknown>> }
  | { readonly kind: 'pin'; readonly index: number; readonly pinned: boolean }
  | { readonly kind: 'time-to-live'; readonly index: number; readonly timeToLive: VersionTimeToLive }
  /** The artifact's rule and time to live before. */
  | { readonly kind: 'keep'; readonly rule: KeepRule; readonly timeToLive: TimeToLive }
  /** Bring back what the deletion of this operation took. */
  | { readonly kind: 'delete' };

/** One line of the auditable history. */
export interface Operation {
  readonly id: number;
  /** ms since 1970. */
  readonly at: number;
  readonly actor: string;
  readonly kind: OperationKind;
  /** Artifact name, or null for the whole store. */
  readonly artifact: string | null;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly undo: Undo | null;
  readonly undone: boolean;
}
