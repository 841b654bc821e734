import type { Digest } from './digest.ts';
import type { EntryPath } from './entry-path.ts';

/** Microseconds since 1970-01-01T00:00Z, an integer. Finer parts are dropped. */
export type Microseconds = number;

/** What a file's bytes are and where their chunks are named. */
export interface BlobReference {
  /** Digest of the whole content; what `sha256sum` prints. */
  readonly blob: Digest;
  /** Bytes. */
  readonly size: number;
  /**
   * Root of the chunk list when the blob has more than one chunk. Null: the blob is one chunk, named by the blob's own
   * digest (also when empty: the empty blob has no chunk at all).
   */
  readonly list: Digest | null;
}

export interface FileEntry extends BlobReference {
  readonly kind: 'file';
  readonly path: EntryPath;
  /** Whether the owner may execute it. Part of the content digest. */
  readonly executable: boolean;
  /** Permission bits (0o777 at most). Kept and restored, but never a reason for a new version. */
  readonly mode: number;
  /** Kept and restored, but never a reason for a new version. */
  readonly modifiedAt: Microseconds;
}

export interface LinkEntry {
  readonly kind: 'link';
  readonly path: EntryPath;
  /** The link's text, not resolved. */
  readonly target: string;
  readonly modifiedAt: Microseconds;
}

/** A folder without any tracked entry. Other folders exist through their entries alone. */
export interface DirectoryEntry {
  readonly kind: 'directory';
  readonly path: EntryPath;
  readonly mode: number;
  readonly modifiedAt: Microseconds;
}

/** An entry whose bytes stay where they are. */
export interface ReferenceEntry {
  readonly kind: 'reference';
  readonly path: EntryPath;
  readonly uri: string;
  /** Bytes, or null where the source does not tell. */
  readonly size: number | null;
  /** What the source offers as identity (generation, version id, ETag, digest); empty when nothing was asked. */
  readonly identity: Readonly<Record<string, string>>;
}

export type Entry = FileEntry | LinkEntry | DirectoryEntry | ReferenceEntry;

/** Bytes an entry stands for in sums of sizes. */
export function entrySize(entry: Entry): number {
  switch (entry.kind) {
    case 'file':
      return entry.size;
    case 'reference':
      return entry.size ?? 0;
    case 'link':
    case 'directory':
      return 0;
  }
}

/**
 * The digest by which content is known again under another path: a file's, or that of a reference whose source gave one. Null for what has no
 * bytes, and where nobody knows their digest.
 */
export function digestOfContent(entry: Entry): string | null {
  if (entrySize(entry) === 0) return null;
  if (entry.kind === 'file') return entry.blob;
  return entry.kind === 'reference' ? (entry.identity['sha256'] ?? null) : null;
}

/** Whether a file has the bytes that a reference names, as far as digests tell. */
export function holdsReferenced(there: Entry, entry: ReferenceEntry): boolean {
  const digest = digestOfContent(there);
  return digest !== null && digest === digestOfContent(entry) && entrySize(there) === entry.size;
}

/** Whether two entries of one path are the same content: everything but times and permission details. */
export function sameContent(a: Entry, b: Entry): boolean {
  if (a.kind === 'file') return b.kind === 'file' && a.blob === b.blob && a.executable === b.executable;
  if (a.kind === 'link') return b.kind === 'link' && a.target === b.target;
  if (a.kind === 'directory') return b.kind === 'directory';
  return b.kind === 'reference' && a.uri === b.uri && sameIdentity(a.identity, b.identity);
}

function sameIdentity(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
