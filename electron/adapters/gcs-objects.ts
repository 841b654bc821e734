import type { File, Storage } from '@google-cloud/storage';
import type { BucketAction } from '../engine/model/bucket-failure.ts';
import { isBucketKey, type BucketKey } from '../engine/model/bucket-key.ts';
import type { BucketEntry, Generation, PutCondition } from '../engine/ports/bucket.ts';
import { beginCall, type GcsCall } from './gcs-call.ts';
import { apiErrorOf, gcsFailure, noSuchBucket, type ApiError } from './gcs-failure.ts';

/** Where a bucket of Cloud Storage is, and how it is talked to. */
export interface GcsGround {
  readonly address: string;
  readonly bucket: string;
  /** What stands before every key: empty, or ending in `/`. */
  readonly prefix: string;
  readonly silence: number;
  readonly now: () => number;
  /** Loaded when the first call is made. */
  client(): Promise<Storage>;
}

export function checkedKey(key: string): BucketKey {
  if (!isBucketKey(key)) throw new RangeError(`not a key: ${JSON.stringify(key.slice(0, 80))}`);
  return key;
}

export async function fileOf(ground: GcsGround, key: BucketKey): Promise<File> {
  return (await ground.client()).bucket(ground.bucket).file(`${ground.prefix}${key}`);
}

/** The precondition of Cloud Storage for a condition of ours: generation 0 is "nothing". */
export function preconditionOf(condition: PutCondition): { ifGenerationMatch: string | number } {
  return { ifGenerationMatch: condition.kind === 'absent' ? 0 : condition.generation };
}

/** An entry from what the API says of an object. Throws when it does not say what its documentation promises. */
export function entryOf(key: BucketKey, resource: unknown): BucketEntry {
  const { size, generation, updated } = (resource ?? {}) as Record<string, unknown>;
  const entry = { key, size: Number(size), generation: String(generation) as Generation, putAt: wholeSeconds(Date.parse(String(updated))) };
  if (!Number.isSafeInteger(entry.size) || !/^\d+$/.test(entry.generation)) throw new Error('Cloud Storage described an object without size or generation');
  return entry;
}

/** Contents come with their time in whole seconds, so everything is told in these. */
export function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

/** What answers mean that are not failures. */
interface Answers<T> {
  /** There is no such object: the bucket itself is there. */
  readonly missing?: () => T | Promise<T>;
  readonly refused?: () => T | Promise<T>;
  readonly other?: (error: ApiError) => Promise<T> | null;
}

/** Makes one call, and says what goes wrong with it. */
export async function callGcs<T>(
  ground: GcsGround,
  { action, key, signal }: { action: BucketAction; key: string; signal: AbortSignal | undefined },
  work: (call: GcsCall) => Promise<T>,
  answers: Answers<T> = {},
): Promise<T> {
  const call = beginCall(ground.address, ground.silence, signal);
  try {
    return await call.run(() => work(call));
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    return await answered(ground, { action, key, signal }, error, answers);
  } finally {
    call.end();
  }
}

async function answered<T>(
  ground: GcsGround,
  { action, key, signal }: { action: BucketAction; key: string; signal: AbortSignal | undefined },
  thrown: unknown,
  answers: Answers<T>,
): Promise<T> {
  const error = apiErrorOf(thrown);
  if (error?.status === 412 && answers.refused !== undefined) return answers.refused();
  if (error?.status === 404 && answers.missing !== undefined && (await isObjectMissing(ground, error, signal))) return answers.missing();
  const other = error === null ? null : (answers.other?.(error) ?? null);
  if (other !== null) return other;
  throw gcsFailure(thrown, ground.address, action, key, ground.now);
}

/** A bucket that is gone says 404 as well, and must never read as "there is no such key". Where its words do not tell, its list does. */
async function isObjectMissing(ground: GcsGround, error: ApiError, signal: AbortSignal | undefined): Promise<boolean> {
  if (/no such object/i.test(error.message)) return true;
  if (/bucket does not exist/i.test(error.message)) return false;
  const client = await ground.client();
  await callGcs(ground, { action: 'list', key: '', signal }, async () => client.bucket(ground.bucket).getFiles({ autoPaginate: false, maxResults: 1 }), {
    // Who may not list is at least told so of a bucket that is there.
    other: (listing) => (listing.status === 403 ? Promise.resolve([[], null, {}] as never) : listing.status === 404 ? Promise.reject(noSuchBucket(ground.address)) : null),
  });
  return true;
}
