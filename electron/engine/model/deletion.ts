import type { Artifact } from './artifact.ts';
import type { Version } from './version.ts';

/**
 * A deletion that can still be taken back. Its versions are gone from every list, but what they hold stays in the store until
 * the deletion is due, or somebody empties the undo window.
 */
export interface Deletion {
  /** Id of the operation that deleted them. */
  readonly operation: number;
  readonly at: number;
  /** When it can no longer be taken back, ms since 1970. */
  readonly due: number;
  /** The artifact as it was. */
  readonly artifact: Artifact;
  /** The artifact itself was deleted, with all of its versions. */
  readonly whole: boolean;
  /** With the aliases that they had; `latest` too where it was. Oldest first. */
  readonly versions: readonly Version[];
}

/** How long a deletion can be taken back unless somebody decides otherwise, ms. */
export const undoWindow = 24 * 60 * 60_000;
