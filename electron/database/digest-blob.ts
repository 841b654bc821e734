import type { Digest } from '../engine/model/digest.ts';

/** A digest as the 32 bytes that the catalog keeps. */
export function digestToBlob(digest: Digest): Buffer {
  return Buffer.from(digest, 'hex');
}

export function blobToDigest(blob: Buffer): Digest {
  if (blob.length !== 32) throw new RangeError('a digest needs 32 bytes');
  return blob.toString('hex') as Digest;
}
