import { Failure } from '../model/failure.ts';
import type { Remote } from '../model/remote.ts';
import type { Bucket } from '../ports/bucket.ts';
import { FieldError, take, text, type Fields } from '../records/checked-fields.ts';
import { formatKey } from './bucket-keys.ts';
import { encodeBucketDocument, readDocument } from './bucket-document.ts';
import type { SyncCore } from './sync-core.ts';

const idPattern = /^[A-Za-z0-9]{1,64}$/;

export interface MeetRequest {
  /** Make it a bucket of Strata when nothing of Strata lies there yet. */
  readonly create: boolean;
  readonly signal: AbortSignal;
}

/**
 * Opens a remote's bucket and sees that it is the one that was met there before. Throws Failure `bucket.newer-format`, `bucket.replaced` when
 * another bucket lies there by now, `bucket.not-found` when nothing of Strata does.
 */
export async function meetBucket(core: SyncCore, remote: Remote, request: MeetRequest): Promise<Bucket> {
  const bucket = await core.buckets.open(remote);
  const found = (await readId(bucket, request.signal)) ?? (request.create && remote.bucket === null ? await create(core, bucket, request.signal) : null);
  if (found === null && remote.bucket === null) {
    throw new Failure('bucket.not-found', `Nothing of Strata lies in the bucket ${bucket.address} yet: push an artifact there first.`, { address: bucket.address });
  }
  if (remote.bucket !== null && found !== remote.bucket) {
    throw new Failure(
      'bucket.replaced',
      `Another bucket lies at ${bucket.address} than the one that "${remote.name}" was, or it was emptied. Nothing was changed; remove the remote and add it again if that is meant.`,
      { address: bucket.address, remote: remote.name },
    );
  }
  if (remote.bucket === null && found !== null) core.catalog.transact((writer) => writer.setBucket(remote.id, found));
  return bucket;
}

async function readId(bucket: Bucket, signal: AbortSignal): Promise<string | null> {
  const found = await readDocument(bucket, formatKey, bucketId, signal);
  return found?.value ?? null;
}

function bucketId(record: Fields): string {
  const id = take(record, 'id', text);
  if (!idPattern.test(id)) throw new FieldError('"id" is not the id of a bucket');
  return id;
}

/** Two who come at once: one of them makes it, and both read what lies there then. */
async function create(core: SyncCore, bucket: Bucket, signal: AbortSignal): Promise<string | null> {
  const content = encodeBucketDocument({ id: `${core.newId()}${core.newId()}`, kind: 'strata' });
  await bucket.put(formatKey, content, { kind: 'absent' }, { signal });
  return readId(bucket, signal);
}
