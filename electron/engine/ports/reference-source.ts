import type { IdentityRecord } from '../model/reference-identity.ts';
import type { ByteRange } from './bucket.ts';

/** One object, as its source tells of it; hostile until the bytes were read. */
export interface SourceObject {
  /** Normal form. */
  readonly uri: string;
  /** What stands behind the listed prefix and its slash; empty for the very object that was asked for. As the source has it: it may be no path of a file system. */
  readonly name: string;
  /** Bytes; null where the source does not tell. */
  readonly size: number | null;
  /** What the source gives as identity, as in `model/reference-identity.ts`; empty when it gives none. */
  readonly identity: IdentityRecord;
}

/** What is the case where a reference points to. */
export interface SourceStanding {
  /** What lies there now; null when nothing does. */
  readonly present: SourceObject | null;
  /** Whether the content that was asked for by generation or version id is still to be had, whatever lies there now. False when none was asked for. */
  readonly isKept: boolean;
}

export interface SourceRequest {
  /** Local and private places that this call may reach (`model/reference-place.ts`). */
  readonly permitted: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

export interface SourceListRequest extends SourceRequest {
  /** Told of bytes that are read to know what they are: by a source that has no identity of its own. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

export interface SourceStatRequest extends SourceListRequest {
  /** What a version recorded. */
  readonly identity?: IdentityRecord | undefined;
}

export interface SourceReadRequest extends SourceRequest {
  /** What a version recorded; the empty record asks for whatever lies there now. */
  readonly identity: IdentityRecord;
  /** What a version recorded, bytes; null: unknown. */
  readonly size: number | null;
  readonly range?: ByteRange | undefined;
}

/**
 * Where data lies that stays where it is: buckets, servers, folders of this computer. It is listed, asked and read, and never written.
 *
 * Law:
 * - URIs are parsed as in `model/reference-uri.ts`, whose Failures pass. Every URI that is given back is in normal form.
 * - `list` gives every object that the URI names, once, none left out, in pages that are read as they are wanted: the object that lies exactly there, and everything
 *   below the URI and a slash. `s3://b/cat` does not name `s3://b/cats/x`. A server has no lists: there it is the one object. When it names nothing: Failure `reference.missing`,
 *   also for an empty folder: the mount point of a drive that is not there is one. A list that breaks off
 *   is a Failure, never a shorter list. Empty objects whose name ends in a slash are what some tools make of folders, and no objects. Objects that come or go meanwhile may be in it or not.
 * - **Identity.** Cloud Storage: `generation`, `md5` where there is one, `crc32c`. S3: `etag`, and `versionId` where the bucket keeps versions. Servers: `etag`,
 *   `modifiedAt`. Files: `sha256`, for which they are read to the end; one that changes meanwhile is read again. A list may tell less than `stat`: a bucket of S3 that does not let one
 *   list versions lists no ids of them. So identities are compared by `compareContents`, never key by key.
 * - **Missing is a value** of `stat`, and only a source that says so is believed; whatever else goes wrong is a Failure.
 * - **`read` gives the content that the identity names, or fails.** A recorded generation or version id is read even when something else lies there now. Before the
 *   first byte, what the source says is compared with the identity and the size (`compareContents`): Failure `reference.changed`, or `reference.missing`. A source that can be held to it – by generation,
 *   version id or strong ETag – is held to it, from any offset on; so whoever goes on with a range gets the same content. Digests, and those that the source
 *   tells with the bytes, are proven when the whole is read, by a Failure at its end: bytes are not to be trusted before, and ranges are proven by their reader.
 *   Where neither the source nor the version says enough to compare, nothing is given. What changes while it is read is `reference.changed`.
 * - A range that begins behind the end gives no bytes, one that ends behind it what there is. A server without ranges is read from the beginning and what
 *   stands before is thrown away; nobody reads further than the range's end. An end that is cut off is told from a whole one, except where a server tells no length and marks no end, and no size was recorded.
 * - Nothing is opened before the first piece is wanted; leaving the iteration frees connection and file.
 * - **Where it goes.** Addresses are judged (`mayReach`) after a name was resolved and before it is connected to, at each redirect anew, and the judged address is the one that is
 *   connected to: Failure `reference.not-permitted` with `place`, `kind`, `canAsk` in its data. Files need a permitted place around them too. Endpoints that this computer's own settings name are free.
 *   Nothing outside a listed folder is ever given: links are not followed, out of it or within.
 * - **Redirects** are followed ten times; more, a circle, or one from https to http is Failure `reference.redirects`. No key ever goes to another origin than it is for.
 * - **Aborting** rejects with the signal's reason, soon, and leaves no connection.
 * - **Failures**: `reference.offline` (not reached, or silent) and `reference.unavailable` (asks to come again; `retryAfter` ms), which may go well later – implementations
 *   try again by themselves a few times – and `reference.missing`, `reference.changed`, `reference.denied`, `reference.not-permitted`, `reference.redirects`, `reference.unsupported`, which do not.
 *   No message and no data ever holds a credential, nor the query of a redirect's target.
 */
export interface ReferenceSource {
  list(uri: string, request: SourceListRequest): AsyncIterable<readonly SourceObject[]>;
  /** The one object that lies exactly there. Of `name`: empty. */
  stat(uri: string, request: SourceStatRequest): Promise<SourceStanding>;
  read(uri: string, request: SourceReadRequest): AsyncIterable<Uint8Array>;
}
