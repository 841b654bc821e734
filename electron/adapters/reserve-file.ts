import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Reserve } from '../engine/ports/reserve.ts';
import { systemCode } from './durable-files.ts';

/** The disk must have so many times the reserve free before it is made. */
const ample = 4;
const block = 1024 * 1024;

/** The reserve as a file. Its bytes are random: a file system that compresses would keep no room for zeros. */
export function createReserveFile(file: string): Reserve {
  function size(): number {
    return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }

  return {
    keep: (bytes) => {
      if (size() >= bytes || freeBytes(path.dirname(file)) < ample * bytes) return;
      try {
        fill(file, bytes);
      } catch (error) {
        rmSync(file, { force: true });
        if (!isFull(error)) throw error;
      }
    },
    giveUp: () => {
      const had = size() > 0;
      rmSync(file, { force: true });
      return had;
    },
  };
}

function fill(file: string, bytes: number): void {
  const fd = openSync(file, 'w', 0o600);
  try {
    const random = randomBytes(block);
    for (let written = 0; written < bytes; ) written += writeSync(fd, random, 0, Math.min(block, bytes - written));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function isFull(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT';
}
