import type { Activity } from './activities/activities.ts';
import type { Artifact } from './model/artifact.ts';
import type { Operation } from './model/operation.ts';
import type { Remote } from './model/remote.ts';
import type { Renumbered } from './model/renumbered.ts';
import type { SyncStatus } from './model/sync-status.ts';
import type { Version } from './model/version.ts';
import type { RestoreResult } from './restore/restore.ts';
import type { Room } from './store/limit.ts';

/** What happened. Told after it was committed; never says what anybody should do about it. */
export type Fact =
  | { readonly kind: 'artifact.tracked'; readonly artifact: Artifact }
  | { readonly kind: 'artifact.untracked'; readonly artifact: Artifact }
  /** Its state, pause or configuration is another now. */
  | { readonly kind: 'artifact.changed'; readonly artifact: Artifact }
  | { readonly kind: 'artifact.removed'; readonly name: string }
  | { readonly kind: 'version.created'; readonly artifact: Artifact; readonly version: Version }
  | { readonly kind: 'version.edited'; readonly artifact: Artifact; readonly version: Version }
  | { readonly kind: 'versions.deleted'; readonly artifact: Artifact; readonly indexes: readonly number[] }
  /** Others' versions have indexes that versions here had: these have others now. */
  | { readonly kind: 'version.renumbered'; readonly artifact: Artifact; readonly renumbered: readonly Renumbered[] }
  /** A deletion was taken back. */
  | { readonly kind: 'versions.revived'; readonly artifact: Artifact; readonly indexes: readonly number[] }
  /** The store takes another amount of the disk, or holds another amount that waits to be freed. */
  | { readonly kind: 'store.changed' }
  /** The store comes near its limit, reached it, has room again, or has another limit. */
  | { readonly kind: 'store.roomChanged'; readonly room: Room }
  /** A look after the store found damage where the one before had found none. The first sentence of what it found. */
  | { readonly kind: 'store.damaged'; readonly findings: number; readonly message: string }
  /** Changed: how it is opened, how fast, or what one is let do there. */
  | { readonly kind: 'remote.added' | 'remote.changed'; readonly remote: Remote }
  | { readonly kind: 'remote.removed'; readonly remote: Remote }
  /** Something did not come through to or from a remote; it is tried again after `wait` ms. */
  | { readonly kind: 'remote.waiting'; readonly remote: Remote; readonly message: string; readonly wait: number }
  /** What an artifact refers to, or how that is looked after, is another now. */
  | { readonly kind: 'references.changed'; readonly artifact: Artifact }
  /** A look at the sources without being asked failed; it is tried again. */
  | { readonly kind: 'references.unreachable'; readonly artifact: Artifact; readonly message: string }
  /** How an artifact stands to its remote is another now: what it waits for, or that it goes on. */
  | { readonly kind: 'sync.changed'; readonly artifact: Artifact; readonly status: SyncStatus }
  | { readonly kind: 'restore.finished'; readonly artifact: Artifact; readonly result: RestoreResult }
  | { readonly kind: 'operation.recorded'; readonly operation: Operation }
  | { readonly kind: 'activity.started' | 'activity.progressed'; readonly activity: Activity }
  | {
      readonly kind: 'activity.finished';
      readonly activity: Activity;
      readonly outcome: 'done' | 'cancelled' | 'failed';
      readonly message: string;
    }
  | { readonly kind: 'home.pausedChanged'; readonly allPaused: boolean };

export interface Facts {
  tell(fact: Fact): void;
  /** Calls the listener for each fact until the returned function is called. */
  listen(listener: (fact: Fact) => void): () => void;
}

/** Facts go to every listener in the order in which they were told. A listener that throws does not stop the others. */
export function createFacts(onListenerError: (error: unknown) => void): Facts {
  const listeners = new Set<(fact: Fact) => void>();
  return {
    tell(fact) {
      for (const listener of listeners) {
        try {
          listener(fact);
        } catch (error) {
          onListenerError(error);
        }
      }
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
