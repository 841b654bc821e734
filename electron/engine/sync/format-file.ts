import type { SealedId } from '../model/bucket-seal.ts';
import { Failure } from '../model/failure.ts';
import type { Remote } from '../model/remote.ts';
import type { Bucket } from '../ports/bucket.ts';
import { accessOf } from '../remotes/remote-access.ts';
import { notSealedAnyMore } from '../remotes/open-seal.ts';
import { keyOf } from '../remotes/remote-key.ts';
import { createFormat, readFormat, type BucketFormat } from './bucket-format.ts';
import type { SyncCore } from './sync-core.ts';

export interface MeetRequest {
  /** Make it a bucket of Strata when nothing of Strata lies there yet. */
  readonly create: boolean;
  readonly signal: AbortSignal;
}

/**
 * Opens a remote's bucket and sees that it is the one that was met there before; an encrypted one is opened with its key. Throws Failure
 * `bucket.newer-format`, `bucket.replaced` when another bucket lies there by now, `bucket.locked` when its key is not to be had, `bucket.not-found`
 * when nothing of Strata lies there.
 */
export async function meetBucket(core: SyncCore, remote: Remote, request: MeetRequest): Promise<Bucket> {
  const bucket = await core.buckets.open(remote);
  const isSealed = accessOf(core.catalog, remote.id).seal !== null;
  const isNew = request.create && remote.bucket === null && !isSealed;
  const found = (await readFormat(bucket, request.signal)) ?? (isNew ? await create(core, bucket, request.signal) : null);
  if (found === null && remote.bucket === null && !isSealed) {
    throw new Failure('bucket.not-found', `Nothing of Strata lies in the bucket ${bucket.address} yet: push an artifact there first.`, { address: bucket.address });
  }
  if (found === null || (remote.bucket !== null && found.id !== remote.bucket)) throw replaced(bucket, remote);
  // Otherwise what was meant to be read by the team alone would be written as it is.
  if (isSealed && found.seal === null) throw notSealedAnyMore(bucket.address, remote.name);
  if (remote.bucket === null) core.catalog.transact((writer) => writer.setBucket(remote.id, found.id));
  return around(core, await opened(core, remote, bucket, found));
}

async function opened(core: SyncCore, remote: Remote, bucket: Bucket, { id, seal }: BucketFormat): Promise<Bucket> {
  if (seal === null) return bucket;
  const sealed: SealedId = { id, seal };
  return core.seals.open(bucket, sealed, await keyOf(core, remote, sealed));
}

function around({ buckets }: SyncCore, bucket: Bucket): Bucket {
  return buckets.around?.(bucket) ?? bucket;
}

function create(core: SyncCore, bucket: Bucket, signal: AbortSignal): Promise<BucketFormat | null> {
  return createFormat(bucket, { id: `${core.newId()}${core.newId()}`, seal: null }, signal);
}

function replaced({ address }: Bucket, { name }: Remote): Failure {
  return new Failure(
    'bucket.replaced',
    `Another bucket lies at ${address} than the one that "${name}" was, or it was emptied. Nothing was changed; remove the remote and add it again if that is meant.`,
    { address, remote: name },
  );
}
