import type { Digest } from '../model/digest.ts';
import type { EntryPath } from '../model/entry-path.ts';

/** A digest of whole content, as some source of references gives it. */
export interface ContentProof {
  readonly algorithm: 'sha256' | 'md5' | 'crc32c';
  /** Lower case. */
  readonly hex: string;
}

/** What a file's content is to be. */
export interface ExpectedContent {
  readonly path: EntryPath;
  /** Bytes; null where nobody knows. */
  readonly size: number | null;
  /** All of them must hold; with none, any content of that size is right. */
  readonly proofs: readonly ContentProof[];
}

/** A file that is to be put into a folder from bytes that come from outside. */
export interface DeliveryRequest extends ExpectedContent {
  /** Absolute path of the folder; made if missing. */
  readonly root: string;
  /** Names what is to come, in letters and digits. */
  readonly key: string;
  /** One key is always the same bytes, so that what an earlier try left is gone on with. */
  readonly resumable: boolean;
  /** Whether what is put in place must outlive a power cut too. */
  readonly durable: boolean;
  /** The content from an offset on. */
  readonly open: (offset: number) => AsyncIterable<Uint8Array>;
  /** Whether the rest may still come after what `open` failed with; what was gathered goes when not. */
  readonly mayGoOn: (error: unknown) => boolean;
  /** Told of each piece: bytes that are there now, those of an earlier try too. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

export type DeliveryOutcome =
  | { readonly outcome: 'delivered'; readonly bytes: number; readonly digest: Digest }
  /** What came is not what was expected. What stands at the path stays. */
  | { readonly outcome: 'other' }
  /** The path cannot be put in place; one sentence why. */
  | { readonly outcome: 'refused'; readonly message: string };

/**
 * Puts files in place whose bytes come from outside.
 *
 * Law:
 * - Bytes are gathered directly in the folder, under a name that scans ignore, proven as a whole, and renamed: whoever looks, at whatever moment, finds the old
 *   file or the new one. Content that is not as expected is never put in place, and nothing of it stays,
 *   no empty folder either.
 * - What was gathered when `open` failed or the signal was aborted stays where the request is resumable and the rest may still come (nothing stays of nothing), and the next try with this key begins
 *   behind it; otherwise it goes. What `open` throws passes through.
 * - Nothing outside the folder is touched: a link on the way to a path is refused, not followed. A folder at the path is refused.
 * - A full disk is Failure `restore.target-invalid`, and what was gathered stays as above.
 */
export interface Delivery {
  put(request: DeliveryRequest): Promise<DeliveryOutcome>;
  /** Whether a file stands at the path and is as expected. With no proof only its size is compared; with neither, nothing is. */
  holds(root: string, expected: ExpectedContent, signal: AbortSignal): Promise<boolean>;
  /** Removes a folder of Strata itself with everything in it; harmless when it is not there. */
  clear(root: string): Promise<void>;
}
