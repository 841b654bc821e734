import { randomUUID } from 'node:crypto';
import { open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { LargeContent, LargePutRequest, ResumeToken } from '../engine/ports/bucket.ts';
import { blocksOf } from './bucket-bytes.ts';
import { ownFolder } from './bucket-folder-failure.ts';
import { systemCode } from './durable-files.ts';

/** What nobody went on with for so long, ms, is removed. */
const kept = 7 * 24 * 3_600_000;
const tokenPattern = /^put-[0-9a-f-]{36}$/;

/** Files that are being written, on the same volume as what they become. */
export function unfinishedFolder(root: string): string {
  return path.join(root, ownFolder, 'unfinished');
}

/** Whether a file is that of a large put, which somebody may go on with. */
export function isUnfinishedPut(file: string): boolean {
  return tokenPattern.test(path.basename(file));
}

/** Writes a content into a file of its own, durably, and answers its path. On failure nothing is left. */
export async function writeAtOnce(root: string, content: Uint8Array): Promise<string> {
  const file = path.join(unfinishedFolder(root), `now-${randomUUID()}`);
  const handle = await open(file, 'wx', 0o666);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  return file;
}

/**
 * Writes a large content into a file of its own, durably, `step` bytes at a time, from where an earlier try ended. Of that only whole steps count:
 * a step is begun when the one before it is on the disk, so after a power cut they are what they were. Answers the path.
 */
export async function writeInSteps(root: string, content: LargeContent, request: LargePutRequest, step: number): Promise<string> {
  const { token, handle, had } = await openUnfinished(root, content, request, step);
  try {
    if (had > 0) request.onProgress?.(had);
    let length = had;
    for await (const block of blocksOf(content, had, step)) {
      request.signal?.throwIfAborted();
      await handle.writeFile(block);
      await handle.sync();
      length += block.length;
      request.onProgress?.(length);
      request.signal?.throwIfAborted();
    }
  } finally {
    await handle.close();
  }
  return path.join(unfinishedFolder(root), token);
}

async function openUnfinished(
  root: string,
  content: LargeContent,
  request: LargePutRequest,
  step: number,
): Promise<{ token: ResumeToken; handle: FileHandle; had: number }> {
  const resumed = request.resume === undefined ? null : await reopen(root, request.resume, content, step);
  if (resumed !== null) return { token: request.resume as ResumeToken, ...resumed };
  const token = `put-${randomUUID()}` as ResumeToken;
  const handle = await open(path.join(unfinishedFolder(root), token), 'ax', 0o666);
  request.onResume?.(token);
  return { token, handle, had: 0 };
}

async function reopen(root: string, token: ResumeToken, content: LargeContent, step: number): Promise<{ handle: FileHandle; had: number } | null> {
  if (!tokenPattern.test(token)) return null;
  const file = path.join(unfinishedFolder(root), token);
  try {
    const { size } = await stat(file);
    if (size > content.size) return null;
    // The last step is only known to be on the disk once a next one was begun, or all of them were.
    const had = Math.max(0, Math.ceil(size / step) - 1) * step;
    const handle = await open(file, 'a');
    await handle.truncate(had);
    return { handle, had };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

export async function forgetUnfinished(root: string, token: ResumeToken): Promise<void> {
  if (tokenPattern.test(token)) await rm(path.join(unfinishedFolder(root), token), { force: true });
}

/** Removes what crashes left long ago. Ages are measured by the drive's clock, with a file that was just written. */
export async function removeForgotten(root: string, justWritten: string): Promise<void> {
  const now = (await stat(justWritten)).mtimeMs;
  for (const folder of [unfinishedFolder(root), path.join(root, ownFolder, 'locks')]) {
    for (const name of await readdir(folder)) {
      const file = path.join(folder, name);
      const stats = await stat(file).catch(() => null);
      if (stats?.isFile() === true && now - stats.mtimeMs > kept) await rm(file, { force: true });
    }
  }
}
