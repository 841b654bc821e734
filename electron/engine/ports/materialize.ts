import type { EntryPath } from '../model/entry-path.ts';
import type { Entry, FileEntry } from '../model/entry.ts';
import type { ChunkLocation } from './container-store.ts';
import type { Digest } from '../model/digest.ts';

/** Where the chunks of one file lie, in order. */
export interface FileRecipe {
  readonly entry: FileEntry;
  readonly chunks: readonly { readonly digest: Digest; readonly location: ChunkLocation }[];
}

/** One thing to do in the target folder. Steps come in the order in which they must be done. */
export type RestoreStep =
  /** Remove what stands at a path (file, link, or a whole folder when `deep`) because it is not in the version or is in the way. */
  | { readonly kind: 'remove'; readonly path: EntryPath; readonly deep: boolean }
  | { readonly kind: 'write'; readonly recipe: FileRecipe }
  | { readonly kind: 'link'; readonly entry: Extract<Entry, { kind: 'link' }> }
  | { readonly kind: 'directory'; readonly entry: Extract<Entry, { kind: 'directory' }> }
  /** Same bytes, other permission bits or modification time. */
  | { readonly kind: 'touch'; readonly entry: FileEntry }
  /** Remove a folder if nothing is left in it (ignored files keep it alive). */
  | { readonly kind: 'prune'; readonly path: EntryPath };

export interface MaterializeProgress {
  readonly files: number;
  readonly bytes: number;
}

/** A path that could not be put in place, and one sentence why. The others are. */
export interface MaterializeProblem {
  readonly path: EntryPath;
  readonly message: string;
}

export interface MaterializeRequest {
  /** Absolute path of the target; made if missing. */
  readonly root: string;
  /** Names every temporary file of this run, so that a later start can find and remove them. Letters and digits. */
  readonly stagingId: string;
  readonly steps: readonly RestoreStep[];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: MaterializeProgress) => void;
}

/**
 * Carries out a restore.
 *
 * Law:
 * - Every file is written beside its place under a name with the staging id, verified by digest, made durable and then
 *   renamed: whoever looks, at whatever moment, also after a crash, finds the old file or the new one, never half of one.
 * - `remove` and `prune` steps that are not in the way of a write are done after all writes.
 * - Nothing outside `root` is touched: a link on the way to a path is refused, not followed.
 * - Bytes that do not digest to what the entry says are never put in place: that path is answered as a problem, what stands there stays, and
 *   every other path comes back.
 * - Aborting the signal stops between two files; what is in place stays, temporaries are removed.
 * - Content, permission bits, modification time (to the microsecond) and links come back as the entry says.
 */
export interface Materialize {
  run(request: MaterializeRequest): Promise<readonly MaterializeProblem[]>;
  /** Removes temporaries that a run with this staging id left in `root` (crash, power cut). Idempotent. */
  removeStaging(root: string, stagingId: string): Promise<void>;
}
