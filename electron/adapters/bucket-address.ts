import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBucketKey } from '../engine/model/bucket-key.ts';
import { Failure } from '../engine/model/failure.ts';

/** Where a bucket is, as people write it. */
export type BucketAddress =
  | { readonly kind: 'gcs'; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'folder'; readonly folder: string };

const bucketName = /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/;

/**
 * Reads `gs://bucket/prefix`, `file:///folder`, or the absolute path of a folder. Throws Failure `bucket.address-invalid` with what is wrong.
 */
export function parseBucketAddress(text: string): BucketAddress {
  const trimmed = text.trim();
  if (trimmed.startsWith('gs://')) return gcsOf(trimmed);
  if (trimmed.startsWith('file:')) return { kind: 'folder', folder: folderOf(trimmed) };
  if (path.isAbsolute(trimmed)) return { kind: 'folder', folder: path.resolve(trimmed) };
  throw invalid(trimmed, 'it must begin with gs:// or file://, or be the path of a folder');
}

function gcsOf(text: string): BucketAddress {
  const [bucket = '', ...segments] = text.slice('gs://'.length).replace(/\/+$/, '').split('/');
  if (!bucketName.test(bucket) || bucket.includes('..')) throw invalid(text, 'the name of the bucket has 3 or more small letters, digits, dots, dashes or underscores');
  const prefix = segments.join('/');
  if (prefix !== '' && !(isBucketKey(prefix) && prefix.length <= 200)) {
    throw invalid(text, 'what stands behind the bucket may have letters, digits, dots, dashes, underscores and single slashes, 200 at most');
  }
  return { kind: 'gcs', bucket, prefix };
}

function folderOf(text: string): string {
  try {
    return path.resolve(fileURLToPath(text));
  } catch {
    throw invalid(text, 'a folder is written like file:///mnt/team/strata');
  }
}

function invalid(text: string, why: string): Failure {
  // Somebody may have pasted a key here.
  const shown = text.length <= 200 && /^[\x20-\x7e]*$/.test(text) && !text.includes('@') ? `"${text}" is` : 'This is';
  return new Failure('bucket.address-invalid', `${shown} no address of a bucket: ${why}.`, {});
}
