import { gearTable } from './gear-table.ts';

/*
 * Cutting a blob into chunks where its content says so: FastCDC (Xia et al., "FastCDC: a Fast and Efficient Content-Defined
 * Chunking Approach for Data Deduplication", USENIX ATC 2016) with normalized chunking of level 2. Part of the format:
 *
 *   fingerprint   32 bits, 0 at the chunk's byte `minimumChunk`; each byte from there on: shifted left by one, plus gear[byte]
 *   a chunk ends  behind a byte at which the strict mask's bits are all zero, up to the normal size; the loose mask's beyond;
 *                 at the latest after `maximumChunk` bytes, or with the blob
 *   strict mask   18 bits, 13 to 30;  loose mask: 14 bits, 17 to 30
 *
 * A blob of at most `maximumChunk` bytes is one chunk and is named by its own digest. That gives up sharing inside files of
 * that size for digesting them once and naming them once, and most files are of that size.
 */

/** Bytes. Only the last chunk of a blob may be smaller. */
export const minimumChunk = 16 * 1024;
/** Bytes. Up to here an end is 4 times less likely than on average, beyond it 4 times likelier. Chunks of random bytes have 73 KiB on average. */
export const normalChunk = 64 * 1024;
/** Bytes. */
export const maximumChunk = 256 * 1024;

const strictMask = 0x7fffe000;
const looseMask = 0x7ffe0000;

/** Finds the ends of the chunks of one blob after the other. */
export interface Chunker {
  /**
   * The end of the chunk that begins at `start`, as an offset into `buffer` (start < result <= end); -1 when it may go on
   * behind `end`. `final`: the blob ends at `end`.
   *
   * After -1, call again with the same bytes, wherever in a buffer they are now, and more behind them: what was looked at is
   * not looked at twice. After an end, `start` must be the byte behind it, or the first byte of another blob.
   */
  nextBoundary(buffer: Uint8Array, start: number, end: number, final: boolean): number;
}

export function createChunker(): Chunker {
  /** Bytes of the present chunk in which no end was found. */
  let seen = 0;
  return {
    nextBoundary(buffer, start, end, final) {
      const limit = Math.min(end, start + maximumChunk);
      const found = findEnd(buffer, start, start + seen, limit);
      const isOpen = found < 0 && limit - start < maximumChunk && !final;
      seen = isOpen ? limit - start : 0;
      if (isOpen) return -1;
      return found < 0 ? limit : found;
    },
  };
}

/** The end of the chunk that begins at `start`, looked for from `from` to `limit`; -1 without any. */
function findEnd(buffer: Uint8Array, start: number, from: number, limit: number): number {
  const first = start + minimumChunk;
  const normal = Math.min(start + normalChunk, limit);
  const begin = Math.max(from, first);
  const strict = begin < normal ? scan(buffer, begin, normal, strictMask, fingerprintBefore(buffer, first, begin)) : -1;
  if (strict >= 0) return strict;
  const loose = Math.max(begin, normal);
  return loose < limit ? scan(buffer, loose, limit, looseMask, fingerprintBefore(buffer, first, loose)) : -1;
}

/** The fingerprint of the bytes from `first` to `at`: of those, no more than the last 32 are left in it. */
function fingerprintBefore(buffer: Uint8Array, first: number, at: number): number {
  let fingerprint = 0;
  for (let i = Math.max(first, at - 32); i < at; i++) {
    fingerprint = ((fingerprint << 1) + (gearTable[buffer[i] as number] as number)) | 0;
  }
  return fingerprint;
}

/**
 * The offset behind the first byte after which the mask's bits are all zero; -1 without any. All content goes through this
 * loop, and how it is written decides how it is compiled (V8 of 2026): `| 0` says that these are 32-bit integers, twice as
 * fast; eight steps a turn make it too large to be inlined into callers that are rarely called and late optimized.
 */
function scan(buffer: Uint8Array, from: number, limit: number, mask: number, begun: number): number {
  const gear = gearTable;
  const end = limit | 0;
  const bits = mask | 0;
  let print = begun | 0;
  let at = from | 0;
  for (; at + 7 < end; at += 8) {
    print = ((print << 1) + (gear[buffer[at] as number] as number)) | 0;
    if ((print & bits) === 0) return at + 1;
    print = ((print << 1) + (gear[buffer[at + 1] as number] as number)) | 0;
    if ((print & bits) === 0) return at + 2;
    print = ((print << 1) + (gear[buffer[at + 2] as number] as number)) | 0;
    if ((print & bits) === 0) return at + 3;
    print = ((print << 1) + (gear[buffer[at + 3] as number] as number)) | 0;
    if ((print & bits) === 0) return at + 4;
    print = ((print << 1) + (gear[buffer[at + 4] as number] as number)) | 0;
    if ((print & bits) === 0) return at + 5;
    print = ((print << 1) + (gear[buffer[at + 5] as number] as number)) | 0;
    if ((print & bits) === 0) return at + 6;
    print = ((print << 1) + (gear[buffer[at + 6] as number] as number)) | 0;
    if ((print & bits) === 0) return at + 7;
    print = ((print << 1) + (gear[buffer[at + 7] as number] as number)) | 0;
    if ((print & bits) === 0) return at + 8;
  }
  for (; at < end; at++) {
    print = ((print << 1) + (gear[buffer[at] as number] as number)) | 0;
    if ((print & bits) === 0) return at + 1;
  }
  return -1;
}
