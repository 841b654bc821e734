import { randomBytes } from 'node:crypto';
import { rmSync, statfsSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Reserve } from '../engine/ports/reserve.ts';
import { systemCode } from './durable-files.ts';

/** The disk must have so many times the reserve free before it is made. */
const ample = 4;
const block = 1024 * 1024;

/**
 * The reserve as a file, filled under another name first: a reserve that is there is whole. What an interrupted filling left is removed
 * here. Its bytes are random: a file system that compresses would keep no room for zeros.
 */
export function createReserveFile(file: string): Reserve {
  const unfinished = `${file}.unfinished`;
  rmSync(unfinished, { force: true });
  let last: Promise<void> = Promise.resolve();
  /** How often it was given up: what was begun before is not kept. */
  let givenUp = 0;

  async function make(bytes: number, asked: number): Promise<void> {
    if (asked !== givenUp || sizeOf(file) >= bytes || freeBytes(path.dirname(file)) < ample * bytes) return;
    try {
      await fill(unfinished, bytes, () => asked === givenUp);
      if (asked === givenUp) await rename(unfinished, file);
    } catch (error) {
      if (!isFull(error)) throw error;
    } finally {
      await rm(unfinished, { force: true });
    }
  }

  return {
    keep: (bytes) => {
      const asked = givenUp;
      const made = last.then(() => make(bytes, asked));
      last = made.catch(() => undefined);
      return made;
    },
    giveUp: () => {
      givenUp += 1;
      const had = sizeOf(file) > 0;
      for (const each of [file, unfinished]) rmSync(each, { force: true });
      return had;
    },
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

async function fill(file: string, bytes: number, isWanted: () => boolean): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    const random = randomBytes(block);
    for (let written = 0; written < bytes && isWanted(); ) {
      written += (await handle.write(random, 0, Math.min(block, bytes - written))).bytesWritten;
    }
    await handle.sync();
  } finally {
    await handle.close();
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
