import { constants } from 'node:fs';
import { lstat, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { parentOf, type FolderPath } from '../engine/model/entry-path.ts';
import { Failure } from '../engine/model/failure.ts';
import type { Delivery, DeliveryOutcome, DeliveryRequest, ExpectedContent } from '../engine/ports/delivery.ts';
import { startProving, type Proving } from './content-proofs.ts';
import { syncFolder, systemCode } from './durable-files.ts';
import { openTargetFolders, PathRefusal, pathProblem, type TargetFolders } from './materialize-folders.ts';
import { checkStagingId, temporaryName } from './materialize-staging.ts';

const noFollow = constants.O_NOFOLLOW ?? 0;
const readAtOnce = 1024 * 1024;

/** Puts files from outside into folders of this computer. */
export function createFsDelivery(): Delivery {
  return { put, holds, clear: (root) => rm(root, { recursive: true, force: true }) };
}

async function put(request: DeliveryRequest): Promise<DeliveryOutcome> {
  try {
    await mkdir(request.root, { recursive: true });
    const folders = openTargetFolders(request.root);
    folders.check(parentOf(request.path));
    return await deliver(request, folders);
  } catch (error) {
    if (systemCode(error) === 'ENOSPC' || systemCode(error) === 'EDQUOT') throw noRoom(request.root, error);
    const message = isOfSystem(error) ? pathProblem(request.path, error) : null;
    if (message === null) throw error;
    return { outcome: 'refused', message };
  }
}

/** Unlike what a source failed with. */
function isOfSystem(error: unknown): boolean {
  return error instanceof PathRefusal || (error instanceof Error && 'syscall' in error && 'path' in error);
}

function noRoom(root: string, cause: unknown): Failure {
  return new Failure('restore.target-invalid', `There is no more room at ${root}; free some space and restore again: it goes on where it ended.`, { target: root }, cause);
}

async function deliver(request: DeliveryRequest, folders: TargetFolders): Promise<DeliveryOutcome> {
  const part = path.join(request.root, temporaryName(checkStagingId(request.key), 'part'));
  const target = path.join(request.root, request.path);
  let keeps = false;
  try {
    const proving = startProving(request.proofs);
    try {
      await gather(request, part, proving);
    } catch (error) {
      keeps = request.resumable && proving.length > 0 && request.mayGoOn(error);
      throw error;
    }
    const { bytes, digest, holds: isRight } = proving.finish();
    if (!isRight || (request.size !== null && bytes !== request.size)) return { outcome: 'other' };
    // Only now, so that no empty folder tells of what did not come.
    folders.ensure(parentOf(request.path));
    await refuseFolder(target);
    await rename(part, target);
    if (request.durable) syncFoldersAbove(request);
    return { outcome: 'delivered', bytes, digest };
  } finally {
    if (!keeps) await rm(part, { force: true });
  }
}

function syncFoldersAbove({ root, path: target }: DeliveryRequest): void {
  for (let at: FolderPath = parentOf(target); at !== ''; at = parentOf(at)) syncFolder(path.join(root, at));
  syncFolder(root);
}

async function refuseFolder(target: string): Promise<void> {
  const there = await lstat(target).catch(() => null);
  if (there?.isDirectory() === true) throw new PathRefusal('a folder is in the way.');
}

async function gather(request: DeliveryRequest, part: string, proving: Proving): Promise<void> {
  const file = await open(part, constants.O_RDWR | constants.O_CREAT | noFollow, 0o666);
  try {
    const before = request.resumable ? await digestWhole(file, proving, request.signal) : 0;
    await file.truncate(before);
    let at = before;
    request.onBytes(at);
    if (request.size === null || at < request.size) {
      for await (const bytes of request.open(at)) {
        request.signal.throwIfAborted();
        proving.update(bytes);
        for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
        at += bytes.length;
        request.onBytes(at);
        if (request.size !== null && at > request.size) return;
      }
    }
    if (request.durable) await file.sync();
  } finally {
    await file.close();
  }
}

/** Digests what an open file holds; returns its bytes. */
async function digestWhole(file: FileHandle, proving: Proving, signal: AbortSignal): Promise<number> {
  const buffer = new Uint8Array(readAtOnce);
  for (let at = 0; ; ) {
    signal.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return at;
    proving.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
}

async function holds(root: string, expected: ExpectedContent, signal: AbortSignal): Promise<boolean> {
  try {
    if (!openTargetFolders(root).check(parentOf(expected.path))) return false;
    const file = await open(path.join(root, expected.path), constants.O_RDONLY | noFollow);
    try {
      const stats = await file.stat();
      if (!stats.isFile() || (expected.size !== null && stats.size !== expected.size)) return false;
      if (expected.proofs.length === 0) return expected.size !== null;
      const proving = startProving(expected.proofs);
      await digestWhole(file, proving, signal);
      return proving.finish().holds;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isOfSystem(error)) return false;
    throw error;
  }
}
