import type { Stats } from 'node:fs';
import type { FileStamp } from '../engine/ports/capture.ts';

/**
 * The stamp of a file as `lstat` or `fstat` (not the bigint forms) tells it. Everyone who stamps files uses this one, so
 * that stamps of an untouched file are equal whoever took them.
 */
export function stampOf(stats: Stats): FileStamp {
  return {
    size: stats.size,
    modifiedMs: stats.mtimeMs,
    changedMs: stats.ctimeMs,
    inode: stats.ino,
    mode: stats.mode & 0o777,
  };
}
