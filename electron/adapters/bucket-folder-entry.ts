import { createHash } from 'node:crypto';
import { constants, type BigIntStats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { BucketKey } from '../engine/model/bucket-key.ts';
import type { BucketEntry, Generation } from '../engine/ports/bucket.ts';
import { systemCode } from './durable-files.ts';

/** Contents up to so many bytes are known by themselves, bigger ones by size and time. Whatever is ever replaced is small. */
export const knownByContent = 64 * 1024;

/** What lies in a file: its entry, and its bytes when they had to be read to know it. */
export interface FoundFile {
  readonly entry: BucketEntry;
  readonly content: Uint8Array | null;
}

const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;
const notAFile = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR']);

/** Opens a plain file for reading; null when there is none of that name. A link is none. Opening asks a network drive anew, where `stat` may not. */
export async function openPlainFile(file: string): Promise<FileHandle | null> {
  try {
    // Non-blocking: a pipe of somebody else's must not hold us up.
    return await open(file, constants.O_RDONLY | noFollow | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = systemCode(error);
    if (code !== null && notAFile.has(code)) return null;
    throw error;
  }
}

/** What lies in a file under a key; null when there is no such file. */
export async function findFile(file: string, key: BucketKey): Promise<FoundFile | null> {
  const handle = await openPlainFile(file);
  if (handle === null) return null;
  try {
    return await foundIn(handle, key);
  } finally {
    await handle.close();
  }
}

/** The same of a file that is open. */
export async function foundIn(handle: FileHandle, key: BucketKey): Promise<FoundFile | null> {
  const stats = await handle.stat({ bigint: true });
  if (!stats.isFile()) return null;
  const size = Number(stats.size);
  const content = size <= knownByContent ? await readAll(handle, size) : null;
  const putAt = Math.floor(Number(stats.mtimeNs) / 1e6);
  return { entry: { key, size: content?.length ?? size, generation: generationOf(stats, content), putAt }, content };
}

export function generationOf(stats: BigIntStats, content: Uint8Array | null): Generation {
  const text = content === null ? `s${stats.size}-${stats.mtimeNs}` : `c${createHash('sha256').update(content).digest('hex').slice(0, 40)}`;
  return text as Generation;
}

async function readAll(handle: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await handle.read(bytes, length, size - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}
