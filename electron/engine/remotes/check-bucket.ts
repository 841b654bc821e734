import { bucketKey, type BucketKey } from '../model/bucket-key.ts';
import { wrongBytes } from '../model/bucket-failure.ts';
import { Failure } from '../model/failure.ts';
import type { Bucket, BucketEntry, PutOutcome } from '../ports/bucket.ts';
import type { Clock } from '../ports/clock.ts';

/** What one is let do in a bucket; null where it could not be tried. */
export interface BucketAbilities {
  readonly list: boolean | null;
  readonly read: boolean | null;
  readonly write: boolean | null;
  readonly replace: boolean | null;
  readonly delete: boolean | null;
}

/** How a bucket stood a test. */
export interface BucketCheck {
  readonly can: BucketAbilities;
  /** What must be put right before the bucket can be used at all; null when nothing must. Its message is for people. */
  readonly problem: Failure | null;
  /** The bucket's clock minus this computer's, ms; null where nothing could be written. Only to be shown: nothing depends on it. */
  readonly clockDifference: number | null;
  /** What the test could not take away again: it may write, but not delete. */
  readonly left: BucketKey | null;
}

type Abilities = { -readonly [Name in keyof BucketAbilities]: BucketAbilities[Name] };

/**
 * Tries a bucket: lists, writes something small of its own, reads it, replaces it and takes it away. Being denied something is a result, not a problem;
 * anything else that goes wrong is the problem, and ends the test. What is not recognised is thrown. `token`: something random, for the name.
 */
export async function checkBucket(bucket: Bucket, { clock, token, signal }: { clock: Clock; token: string; signal?: AbortSignal }): Promise<BucketCheck> {
  const can: Abilities = { list: null, read: null, write: null, replace: null, delete: null };
  const found: { clockDifference: number | null; left: BucketKey | null } = { clockDifference: null, left: null };
  try {
    await tryAll(bucket, bucketKey(`checks/${token}`), can, found, clock, signal);
    return { can, problem: null, ...found };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { can, problem: error, ...found };
  }
}

async function tryAll(
  bucket: Bucket,
  key: BucketKey,
  can: Abilities,
  found: { clockDifference: number | null; left: BucketKey | null },
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<void> {
  const text = new TextEncoder().encode(`A test of the connection by Strata: ${key}\n`);
  can.list = (await allowed(() => firstOf(bucket.list('checks/', { signal })))) !== denied;
  const before = clock.now();
  const put = await allowed(() => bucket.put(key, text, { kind: 'absent' }, { signal }));
  can.write = put !== denied;
  if (put === denied) {
    can.read = (await allowed(() => bucket.head(key, { signal }))) !== denied;
    return;
  }
  const entry = entryOf(bucket, put, key);
  found.left = key;
  found.clockDifference = entry.putAt - Math.round((before + clock.now()) / 2);
  can.read = await tryRead(bucket, key, text, signal);
  const replaced = await allowed(() => bucket.put(key, text.slice(0, -1), { kind: 'generation', generation: entry.generation }, { signal }));
  can.replace = replaced !== denied;
  can.delete = (await allowed(() => bucket.delete(key, { signal }))) !== denied;
  if (can.delete) found.left = null;
}

async function tryRead(bucket: Bucket, key: BucketKey, text: Uint8Array, signal: AbortSignal | undefined): Promise<boolean> {
  const read = await allowed(() => bucket.read(key, { limit: text.length, signal }));
  if (read === denied) return false;
  if (read === null || !isSame(read.bytes, text)) throw wrongBytes(bucket.address, key);
  return true;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

function entryOf(bucket: Bucket, put: PutOutcome, key: BucketKey): BucketEntry {
  // Nobody else has this name.
  if (put.outcome === 'refused') throw wrongBytes(bucket.address, key);
  return put.entry;
}

const denied = Symbol('denied');

async function allowed<T>(work: () => Promise<T>): Promise<T | typeof denied> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure && error.code === 'bucket.denied') return denied;
    throw error;
  }
}

async function firstOf<T>(items: AsyncIterable<T>): Promise<T | null> {
  for await (const item of items) return item;
  return null;
}

/** One sentence that says how the test went and what is missing. */
export function checkSentence({ can, problem }: BucketCheck): string {
  if (problem !== null) return problem.message;
  if (can.read === false && can.write === false) return 'The bucket is there, but you may neither read from it nor write to it. Ask whoever looks after it for the permission.';
  if (can.read === false || can.list === false) return `The bucket is there, but you may not ${can.list === false ? 'list what lies in it' : 'read from it'}, so nothing can be pulled. Ask whoever looks after it for the permission.`;
  if (can.write === false) return 'You may read from the bucket, but not write to it: pulling works, pushing does not.';
  if (can.replace === false) return 'You may add to the bucket, but not replace: aliases cannot be moved. Ask whoever looks after it for the permission.';
  if (can.delete === false) return 'You may write to the bucket, but not delete from it: deleted versions stay in it.';
  return 'The connection works: you may read, write and delete.';
}
