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
  | { readonly kind: 'write'; readonly entry: FileEntry }
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
  /**
   * Tells where the chunks of files lie, in the order of the files. Asked for many files at once, and for the next while the last are
   * being written. What it throws ends the run.
   */
  readonly locate: (files: readonly FileEntry[]) => readonly FileRecipe[];
  /** Whether what is put in place must outlive a power cut too. Where nothing is replaced, versions still hold all of it. */
  readonly durable: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: MaterializeProgress) => void;
}

/**
 * Carries out a restore.
 *
 * Law:
 * - Every file is written, or cloned, elsewhere in the target under a name with the staging id, or below a folder of such a name, verified
 *   by digest and then renamed: whoever looks, at whatever moment, also after the process was killed, finds the old file or the
 *   new one, never half of one.
 * - With `durable` each is made durable before it is renamed, and its name before the run ends: the same holds after a power
 *   cut. Without, a power cut may cut short or take away what was put in place while the system had not written it out.
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
