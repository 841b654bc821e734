import { stat } from 'node:fs/promises';
import path from 'node:path';
import { denied, offline, type BucketAction } from '../engine/model/bucket-failure.ts';
import { Failure } from '../engine/model/failure.ts';
import { systemCode } from './durable-files.ts';

/** Where Strata keeps its own things in a bucket's folder. Hidden, so never a key's name. */
export const ownFolder = '.strata';
/** Tells that a folder is a bucket, and that its drive is there: the empty mount point of a pulled drive has none. */
export const markerName = 'bucket.json';

const away = new Set([
  'ENODEV', 'ENXIO', 'EIO', 'ESTALE', 'ETIMEDOUT', 'EHOSTDOWN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'ENOTCONN', 'ECONNRESET', 'ECONNABORTED', 'EREMOTEIO',
]); // prettier-ignore
const busy = new Set(['EBUSY', 'EAGAIN', 'ETXTBSY', 'EMFILE', 'ENFILE']);
const refusedBySystem = new Set(['EACCES', 'EPERM', 'EROFS']);
const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What a system error means for a bucket in a folder, once it is prepared (null before); what is not recognised passes as it is. Call as `throw await folderFailure(…)`. */
export async function folderFailure(error: unknown, root: string | null, address: string, action: BucketAction): Promise<unknown> {
  const code = systemCode(error);
  if (code === null) return error;
  if (away.has(code)) return offline(address, `its drive does not answer (${code})`, error);
  if (root !== null && !(await isBucketFolder(root))) return folderAway(address, error);
  if (refusedBySystem.has(code)) return denied(address, action, error);
  if (full.has(code)) return new Failure('bucket.full', `The drive of the bucket ${address} is full; make some room on it.`, { address, reason: code }, error);
  if (busy.has(code)) return new Failure('bucket.unavailable', `The bucket ${address} is busy (${code}). It is tried again later.`, { address, reason: code }, error);
  return error;
}

export function folderAway(address: string, cause?: unknown): Failure {
  return offline(address, 'its folder is not there; is the drive connected', cause);
}

/** Whether the folder is there and is a bucket. Also false when its drive fails. */
export async function isBucketFolder(root: string): Promise<boolean> {
  try {
    return (await stat(path.join(root, ownFolder, markerName))).isFile();
  } catch {
    return false;
  }
}
