import type { BucketSeal } from '../model/bucket-seal.ts';
import { Failure } from '../model/failure.ts';
import type { Bucket, Generation } from '../ports/bucket.ts';
import { FieldError, take, takeOr, text, type Fields } from '../records/checked-fields.ts';
import { encodeBucketDocument, readDocument } from './bucket-document.ts';
import { formatKey } from './bucket-keys.ts';
import { sealDocument, sealOf } from './seal-fields.ts';

const idPattern = /^[A-Za-z0-9]{1,64}$/;

/** What a bucket says of itself. */
export interface BucketFormat {
  /** The bucket's own random id. */
  readonly id: string;
  /** Null: it is not encrypted. */
  readonly seal: BucketSeal | null;
  /** All that its document says, also what this Strata does not know. */
  readonly fields: Fields;
  readonly generation: Generation;
}

/** Null when nothing of Strata lies there. Throws Failure `bucket.damaged`, `bucket.newer-format`. */
export async function readFormat(bucket: Bucket, signal: AbortSignal): Promise<BucketFormat | null> {
  const found = await readDocument(bucket, formatKey, (record) => ({ id: take(record, 'id', bucketId), seal: takeOr(record, 'sealed', sealOf, null), fields: record }), signal);
  return found && { ...found.value, generation: found.entry.generation };
}

/** Two who come at once: one of them makes it, and both read what lies there then. */
export async function createFormat(bucket: Bucket, { id, seal }: Pick<BucketFormat, 'id' | 'seal'>, signal: AbortSignal): Promise<BucketFormat | null> {
  const content = encodeBucketDocument({ id, kind: 'strata', ...(seal === null ? {} : { sealed: sealDocument(seal) }) });
  await bucket.put(formatKey, content, { kind: 'absent' }, { signal });
  return readFormat(bucket, signal);
}

/** So many others may change it while it is changed once. */
const mostTries = 20;

export interface FormatChange<T> {
  /** The fields of the document that are to be others. */
  readonly fields: object;
  readonly value: T;
}

/**
 * Changes what a bucket says of itself, and gives the change's value. `change` is asked again when somebody else was faster; whatever else the document
 * says stays. Throws Failure `bucket.not-found`, `bucket.unavailable`.
 */
export async function changeFormat<T>(bucket: Bucket, change: (format: BucketFormat) => Promise<FormatChange<T>>, signal: AbortSignal): Promise<T> {
  for (let tries = 0; tries < mostTries; tries++) {
    const format = await readFormat(bucket, signal);
    if (format === null) throw new Failure('bucket.not-found', `Nothing of Strata lies in the bucket ${bucket.address} any more.`, { address: bucket.address });
    const { fields, value } = await change(format);
    const content = encodeBucketDocument({ ...format.fields, ...fields });
    const outcome = await bucket.put(formatKey, content, { kind: 'generation', generation: format.generation }, { signal });
    if (outcome.outcome === 'put') return value;
  }
  throw new Failure('bucket.unavailable', `Others change the bucket ${bucket.address} all the time; try again later.`, { address: bucket.address });
}

function bucketId(value: unknown): string {
  const id = text(value);
  if (!idPattern.test(id)) throw new FieldError('is not the id of a bucket');
  return id;
}
