import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../engine/model/failure.ts';

/** The code of a system error (`ENOENT`, …); null for anything else. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** Makes the names in a folder durable. Does nothing where folders cannot be opened (Windows keeps names durable itself). */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes a folder and what is missing above it, durably. */
export function makeDurableFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) syncFolder(path.dirname(made));
}

/** A full disk or quota becomes Failure `store.full`; anything else passes as it is. Call as `throw storeError(error)`. */
export function storeError(error: unknown): unknown {
  const code = systemCode(error);
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  const what = code === 'ENOSPC' ? 'The disk that holds the store is full' : 'The disk quota for the store is used up';
  return new Failure('store.full', `${what}; free some space and try again.`, { reason: code }, error);
}
