import { readSync } from 'node:fs';
import { constants, zstdCompressSync } from 'node:zlib';

/** Smaller files go into packs: a container each would make a home of many files, and they save little. Bytes. */
export const leastClone = 8 * 1024 * 1024;

/**
 * A clone is worth it when packs would take at least this share of it. It takes nothing while the user's file keeps its blocks, and
 * its whole size once that one is changed or gone: then never more than a third beyond what packs would have taken.
 */
const worthwhile = 0.75;

const samples = 16;
const sampleLength = 16 * 1024;

/** About what share of a file's bytes a pack would take, told by samples spread over it. 1: nothing can be saved. */
export function packedShare(fd: number, size: number): number {
  const bytes = Buffer.allocUnsafe(samples * sampleLength);
  const step = Math.floor((size - sampleLength) / (samples - 1));
  let length = 0;
  for (let i = 0; i < samples; i++) length += readSync(fd, bytes, length, sampleLength, i * step);
  if (length === 0) return 0;
  const packed = zstdCompressSync(bytes.subarray(0, length), { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
  return Math.min(1, packed.length / length);
}

/** Whether a file of `size` bytes should be kept as a clone when `newBytes` of it are not in the store and packs would take that share of them. */
export function isWorthClone(size: number, newBytes: number, share: number): boolean {
  return newBytes * share >= size * worthwhile;
}
