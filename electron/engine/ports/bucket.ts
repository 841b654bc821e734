import type { BucketKey } from '../model/bucket-key.ts';

/**
 * Names the content that lies under a key. Opaque; compared only with generations of the same key in the same bucket. Two different
 * contents of a key never share one. The same content put again may get the same one or another: who must tell two equal contents apart
 * puts something unique into them.
 */
export type Generation = string & { readonly __generation: unique symbol };

/** What lies under a key, as the bucket says; hostile until the bytes were read. */
export interface BucketEntry {
  readonly key: BucketKey;
  /** Bytes. */
  readonly size: number;
  readonly generation: Generation;
  /** When it was put, ms since 1970 by the bucket's own clock: comparable with each other, not with this computer's clock. */
  readonly putAt: number;
}

/**
 * What must be true of a key for a put to happen: nothing lies there, or exactly this generation does. There is no put without a
 * condition: a retry of one could overwrite what somebody else put in between.
 */
export type PutCondition = { readonly kind: 'absent' } | { readonly kind: 'generation'; readonly generation: Generation };

/** What became of a put. `refused`: the condition did not hold; `present` is what lies there now, null when nothing does. */
export type PutOutcome =
  | { readonly outcome: 'put'; readonly entry: BucketEntry }
  | { readonly outcome: 'refused'; readonly present: BucketEntry | null };

/** What became of a delete. `refused`: another generation lies there than the one that was to go. */
export type DeleteOutcome =
  | { readonly outcome: 'deleted' }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'refused'; readonly present: BucketEntry };

/** A stretch of bytes: from `offset`, at most `length` of them. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

export interface ReadRequest {
  readonly range?: ByteRange | undefined;
  /** Read only if this generation still lies there; what else lies there counts as missing. */
  readonly generation?: Generation | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes on their way. `bytes` is read once, to its end or left with `return`, which frees what is held. */
export interface BucketStream {
  /** Of the whole content, also when a range was asked for. */
  readonly entry: BucketEntry;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Content that is too big for memory. It is read several times: for its proof, for the put, for each retry. */
export interface LargeContent {
  /** Bytes in all. */
  readonly size: number;
  /** The bytes from `offset` on, the same at each call. Pieces may be of any size; the one given is not changed before the next is asked for. */
  open(offset: number): AsyncIterable<Uint8Array>;
}

/**
 * Where a large put that broke off goes on; also after a restart. A secret: whoever has it can finish that put, so it never enters a log
 * or a message.
 */
export type ResumeToken = string & { readonly __resumeToken: unique symbol };

export interface BucketRequest {
  readonly signal?: AbortSignal | undefined;
}

export interface LargePutRequest extends BucketRequest {
  /** What an earlier try of the same put, with the same content and condition, told. */
  readonly resume?: ResumeToken | undefined;
  /** Tells where this put can go on later; again when it had to begin anew. Small contents are put at once and tell nothing. */
  onResume?(token: ResumeToken): void;
  /** Tells how many bytes the bucket has; never goes back except when the put begins anew. */
  onProgress?(bytes: number): void;
}

export interface ListRequest {
  /** Only what comes after this key. */
  readonly after?: BucketKey | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A team's bucket, or the part of one below a prefix, which keys do not name.
 *
 * Law:
 * - **Whole or not at all.** What lies under a key was put in one piece: nobody ever reads or lists a half-written content, whoever crashes,
 *   and once a put is answered its content is durable. Content that arrives damaged is never let become visible.
 * - **A read sees every put and delete that was answered before it began**, by whomever. So does `list`; over a network drive it may lag
 *   behind other computers for as long as their mount remembers folders. So the absence of a key is concluded from `head`, `read` or a
 *   refused put, never from `list`.
 * - **Missing is a value**: `head`, `read` and `stream` answer null, `delete` answers 'absent'. Only a bucket that says "there is no such key" is
 *   believed; whatever else goes wrong is a Failure. A content that goes or is replaced while it is streamed is Failure `bucket.not-found`.
 * - **A condition that does not hold is a value** ('refused'). `absent` is how names are claimed: of all who put under a key at once, one gets 'put'.
 * - **An unanswered put or delete may have happened**, now or a little later. Whoever gets a Failure, or whose signal was aborted, and wants to know
 *   reads the key again and compares the content. The retrying bucket does so: it answers 'put' when exactly these bytes lie there. So
 *   what must tell who put it carries who put it.
 * - **A delete can be done twice**; the second is 'absent'.
 * - **Keys** are as in `model/bucket-key.ts`. No key continues another one: where `a/b` lies, `a` never does (a folder could not hold both; callers see
 *   to it). Whatever lies in the bucket under other names is left alone and never listed.
 * - `list` gives every key that begins with the prefix – any beginning, not only a whole segment – once, in the order of `compareKeys`, with pages
 *   read as they are needed. Keys that come or go meanwhile may be in it or not. `children` gives, in the same order, the segments that follow a
 *   prefix (empty or ending in `/`) and go on below it, without reading what lies below them.
 * - A range that begins behind the end gives no bytes, one that ends behind it what there is.
 * - `read` and `stream` of a whole content prove it by what the bucket says of it where it says something (Failure `bucket.wrong-bytes`);
 *   ranges are proven by the reader, who has digests. A stream fails at its end then: bytes are not to be trusted before.
 * - `read` never holds more than `limit` bytes: a bigger content is Failure `bucket.too-big`.
 * - `putLarge` sends nothing again that the bucket has from an earlier try. A token that the bucket no longer knows begins anew. `abandon` frees what the
 *   bucket keeps for a token; it does nothing for one that is used up or unknown. Tokens live for at least a day.
 * - **Aborting** a signal rejects with its reason, soon, and leaves no connection and nothing half-written; of `putLarge` only what its token needs.
 * - **Failures**: `bucket.offline` (not reached, or silent), `bucket.unavailable` (reached, and asks to come again; `retryAfter` ms in the data where it said so),
 *   `bucket.wrong-bytes` – these three may go well when tried again, `isRetryable` in `model/bucket-failure.ts` – and `bucket.denied`
 *   (with `action`), `bucket.no-such-bucket`, `bucket.wrong-key`, `bucket.no-credentials`, `bucket.clock-skew`, `bucket.full`, `bucket.too-big`, `bucket.not-found`, which do
 *   not. What an implementation does not recognise passes as it is. No message and no data ever holds a credential.
 */
export interface Bucket {
  /** For people and logs: `gs://team/strata`, `file:///mnt/nas/strata`. */
  readonly address: string;
  head(key: BucketKey, request?: BucketRequest): Promise<BucketEntry | null>;
  read(key: BucketKey, request: ReadRequest & { readonly limit: number }): Promise<{ readonly entry: BucketEntry; readonly bytes: Uint8Array } | null>;
  stream(key: BucketKey, request?: ReadRequest): Promise<BucketStream | null>;
  put(key: BucketKey, content: Uint8Array, condition: PutCondition, request?: BucketRequest): Promise<PutOutcome>;
  putLarge(key: BucketKey, content: LargeContent, condition: PutCondition, request?: LargePutRequest): Promise<PutOutcome>;
  abandon(token: ResumeToken, request?: BucketRequest): Promise<void>;
  /** With a generation: only that one. */
  delete(key: BucketKey, request?: BucketRequest & { readonly generation?: Generation | undefined }): Promise<DeleteOutcome>;
  list(prefix: string, request?: ListRequest): AsyncIterable<BucketEntry>;
  children(prefix: string, request?: BucketRequest): AsyncIterable<string>;
}
