import type { BucketKey } from '../model/bucket-key.ts';
import { Failure } from '../model/failure.ts';
import type { Bucket, BucketEntry } from '../ports/bucket.ts';
import { count, FieldError, fields, take, type Fields } from '../records/checked-fields.ts';

/** Raised when an older Strata could no longer read the documents of a bucket right. */
export const bucketFormat = 1;
/** No document is bigger; a version's is as big as its metadata and its list of problems. */
const mostBytes = 16 * 1024 * 1024;

/** A document is not replaced so often while it is read once. */
const mostReplaced = 20;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** A JSON document of a bucket; keys come in the order of the object. */
export function encodeBucketDocument(record: object): Uint8Array {
  return encoder.encode(`${JSON.stringify({ format: bucketFormat, ...record }, null, 2)}\n`);
}

export interface ReadDocument<T> {
  readonly entry: BucketEntry;
  readonly value: T;
}

/**
 * Reads a document, which is hostile until `read` took every field. Null when there is none. Throws Failure `bucket.damaged`, or
 * `bucket.newer-format` when a newer Strata wrote it.
 */
export async function readDocument<T>(bucket: Bucket, key: BucketKey, read: (record: Fields) => T, signal: AbortSignal): Promise<ReadDocument<T> | null> {
  const found = await readWhole(bucket, key, signal);
  return found && { entry: found.entry, value: decodeBucketDocument(bucket, key, found.bytes, read) };
}

/** Somebody may replace it while it is read: then it is read again. */
async function readWhole(bucket: Bucket, key: BucketKey, signal: AbortSignal): ReturnType<Bucket['read']> {
  for (let tries = 1; ; tries++) {
    try {
      return await bucket.read(key, { limit: mostBytes, signal });
    } catch (error) {
      if (!(error instanceof Failure && error.code === 'bucket.not-found') || tries >= mostReplaced) throw error;
    }
  }
}

export function decodeBucketDocument<T>(bucket: Pick<Bucket, 'address'>, key: BucketKey, bytes: Uint8Array, read: (record: Fields) => T): T {
  try {
    const record = fields(JSON.parse(decoder.decode(bytes)));
    const found = take(record, 'format', count);
    if (found > bucketFormat) throw newerFormat(bucket, key, found);
    if (found < bucketFormat) throw new FieldError(`"format" is ${found}, which never was`);
    return read(record);
  } catch (error) {
    if (error instanceof Failure && error.code === 'bucket.newer-format') throw error;
    if (error instanceof FieldError || error instanceof Failure) throw damagedInBucket(bucket, key, error.message.replace(/\.$/, ''), error);
    if (error instanceof SyntaxError || error instanceof TypeError) throw damagedInBucket(bucket, key, 'it is not JSON', error);
    throw error;
  }
}

export function damagedInBucket(bucket: Pick<Bucket, 'address'>, key: string, why: string, cause?: unknown): Failure {
  return new Failure('bucket.damaged', `"${key}" in the bucket ${bucket.address} is not what Strata puts there: ${why}. Nothing of it was used.`, { address: bucket.address, key, why }, cause);
}

export function newerFormat(bucket: Pick<Bucket, 'address'>, key: string, found: number): Failure {
  return new Failure(
    'bucket.newer-format',
    `The bucket ${bucket.address} was written by a newer Strata (its format is ${found}, this one knows ${bucketFormat}): use that version or a newer one.`,
    { address: bucket.address, key, format: found, known: bucketFormat },
  );
}
