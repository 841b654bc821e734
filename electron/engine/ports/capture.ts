import type { BlobReference } from '../model/entry.ts';
import type { EntryPath, FolderPath } from '../model/entry-path.ts';
import type { Digest } from '../model/digest.ts';
import type { SealedContainer } from './container-store.ts';
import type { ListingBytes } from './work-tree.ts';

/** The `lstat` facts that tell whether a file is still the one that was looked at. */
export interface FileStamp {
  /** Bytes. */
  readonly size: number;
  /** ms with fraction, as the file system gives them. */
  readonly modifiedMs: number;
  readonly changedMs: number;
  readonly inode: number;
  /** Permission bits. */
  readonly mode: number;
}

/** Files of one folder that are to be read. */
export interface CaptureFolder {
  readonly path: FolderPath;
  /** A listing of the folder, or a part of one; its files are meant, whatever else it lists. */
  readonly files: ListingBytes;
}

/** What became of one file. */
export type CapturedFile =
  | {
      readonly outcome: 'captured';
      readonly path: EntryPath;
      readonly content: BlobReference;
      /** The stamp that held unchanged from before the first byte was read until after the last, or until the file was cloned. */
      readonly stamp: FileStamp;
      /** Whether the stamp is so fresh that a later save might not change it; it must be read again next time. */
      readonly racy: boolean;
    }
  | { readonly outcome: 'unsettled'; readonly path: EntryPath }
  | { readonly outcome: 'gone'; readonly path: EntryPath }
  | { readonly outcome: 'unreadable'; readonly path: EntryPath; readonly reason: string };

/**
 * What became of files of one folder, in the form of their listing: a hundred thousand files that were read as they stood take
 * 32 bytes each. `capturedFiles` (snapshot/captured-files.ts) reads it file by file.
 */
export interface CapturedFolder extends CaptureFolder {
  /**
   * The digest of each file, in the order of the files in the listing: its blob, which is one chunk or empty, read
   * while the listed stamp held. Bytes without meaning for the files that `others` answers.
   */
  readonly blobs: Uint8Array;
  /** Files with another answer than that, by their position among the files, ascending. */
  readonly others: readonly { readonly at: number; readonly file: CapturedFile }[];
}

/** A node of a chunk list that was met or made while capturing. */
export interface CapturedList {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
}

/**
 * Everything a capture brought into the store, durable, not yet named by the catalog. Also chunks that belong to no file in the end: of one that
 * changed while it was read.
 */
export interface Captured {
  readonly containers: readonly SealedContainer[];
  /** Every list node of the captured files, stored now or before; each once. */
  readonly lists: readonly CapturedList[];
}

export interface CaptureProgress {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Reads files of one work tree into the store, side by side.
 *
 * Law:
 * - `add` may be called again and again, also while results are still coming; every file added is answered exactly once
 *   by `results`, in any order and in pieces of folders as they come: the files of one listing may be answered in several; `results` ends after `close` (no more `add`) when all are answered.
 * - A captured file's content is what the file held at one moment while its stamp stayed the same: never a mixture of two
 *   saves. A file that keeps changing is read again a few times and then answered 'unsettled'.
 * - Chunks that `isStored` knows are not stored again; the same content met twice is stored once.
 * - `seal` comes after the results ended. Only then is anything durable. `abandon` at any time removes all that was written.
 * - Modes: with `keep: false` (tracking by reference) files are digested and nothing is stored; the content then has
 *   `list: null` and no containers come out.
 * - A full disk rejects `seal` or `results` with Failure `store.full`.
 */
export interface CaptureSession {
  add(folders: readonly CaptureFolder[]): void;
  close(): void;
  results(): AsyncIterable<readonly CapturedFolder[]>;
  seal(): Promise<Captured>;
  abandon(): Promise<void>;
}

export interface Capture {
  open(request: {
    readonly root: string;
    readonly keep: boolean;
    readonly signal: AbortSignal;
    /** Told often, with totals since the session opened; also inside big files. */
    readonly onProgress: (progress: CaptureProgress) => void;
  }): CaptureSession;
}
