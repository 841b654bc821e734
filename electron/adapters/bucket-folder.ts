import { randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BucketAction } from '../engine/model/bucket-failure.ts';
import { isBucketKey, type BucketKey } from '../engine/model/bucket-key.ts';
import { Failure } from '../engine/model/failure.ts';
import type { Bucket, BucketEntry, BucketRequest, PutCondition, PutOutcome } from '../engine/ports/bucket.ts';
import { readAtOnce } from './bucket-bytes.ts';
import { findFile } from './bucket-folder-entry.ts';
import { folderAway, folderFailure, isBucketFolder, markerName, ownFolder } from './bucket-folder-failure.ts';
import { listChildren, listFolder } from './bucket-folder-list.ts';
import { lockTimes, type LockTimes } from './bucket-folder-lock.ts';
import { fileOfKey, holds, makeFolder, placeFile, renameDurably, takeAway, type FolderGround } from './bucket-folder-place.ts';
import { streamFile } from './bucket-folder-read.ts';
import { forgetUnfinished, isUnfinishedPut, removeForgotten, unfinishedFolder, writeAtOnce, writeInSteps } from './bucket-folder-unfinished.ts';

export interface FolderBucketOptions {
  /** Bytes of a large content that are made durable at a time; what a put that goes on may have to write again. */
  readonly step?: number;
  readonly locks?: LockTimes;
  /** False for a drive that is known to have no second names for files; otherwise they are tried. */
  readonly links?: boolean;
}

const defaultStep = 4 * 1024 * 1024;

/**
 * Makes a folder a bucket: creates what is missing of it and puts the marker into it. Harmless for one that is a bucket already. Throws Failure
 * `bucket.no-such-bucket` (what it lies in is not there), `bucket.denied`, `bucket.offline` or `bucket.full`.
 */
export async function prepareBucketFolder(folder: string): Promise<void> {
  const address = addressOf(folder);
  if (await isBucketFolder(folder)) return;
  if ((await stat(path.dirname(path.resolve(folder))).catch(() => null)) === null) throw noSuchFolder(address);
  try {
    for (const own of [unfinishedFolder(folder), path.join(folder, ownFolder, 'locks')]) await makeFolder(own);
    const marker = new TextEncoder().encode(`${JSON.stringify({ format: 1, id: randomUUID() })}\n`);
    await renameDurably(await writeAtOnce(folder, marker), path.join(folder, ownFolder, markerName));
  } catch (error) {
    // There is no marker yet whose absence would mean something.
    throw await folderFailure(error, null, address, 'write');
  }
}

/**
 * A bucket in a folder: of a network drive, a mounted disk, or this computer. Keys are files under their own names (capitals apart, see
 * `nameOfSegment`); temporaries and locks lie in `.strata`. The folder must have been prepared; one without the marker is offline.
 */
export function createFolderBucket(folder: string, options: FolderBucketOptions = {}): Bucket {
  const root = path.resolve(folder);
  const address = addressOf(root);
  const ground: FolderGround = { root, address, locks: options.locks ?? lockTimes, links: options.links ?? true };
  const write = createFolderWriter(ground, options.step ?? defaultStep);
  const call = <T>(action: BucketAction, request: BucketRequest | undefined, work: () => Promise<T>): Promise<T> => answered(ground, action, request, work);
  const fileOf = (key: BucketKey): string => fileOfKey(root, checked(key));

  const stream: Bucket['stream'] = async (key, request = {}) => {
    const found = await call('read', request, async () => streamFile(fileOf(key), key, request, address));
    return found && { entry: found.entry, bytes: translated(ground, 'read', found.bytes) };
  };

  return {
    address,
    stream,
    read: (key, request) => readAtOnce({ address, stream }, key, request),
    head: (key, request) => call('read', request, async () => (await findFile(fileOf(key), key))?.entry ?? null),
    put: (key, content, condition, request) =>
      call('write', request, () => write(checked(key), condition, request, () => writeAtOnce(root, content))),
    putLarge: (key, content, condition, request = {}) =>
      call('write', request, () => write(checked(key), condition, request, (step) => writeInSteps(root, content, request, step))),
    abandon: (token, request) => call('write', request, () => forgetUnfinished(root, token)),
    delete: (key, request = {}) => call('delete', request, async () => takeAway(ground, checked(key), request.generation, request.signal)),
    list: (prefix, request = {}) => translated(ground, 'list', listFolder(root, prefix, request)),
    children: (prefix, request) => translated(ground, 'list', listChildren(root, prefix, request?.signal)),
  };
}

type FolderWriter = (key: BucketKey, condition: PutCondition, request: BucketRequest | undefined, finish: (step: number) => Promise<string>) => Promise<PutOutcome>;

function createFolderWriter(ground: FolderGround, step: number): FolderWriter {
  let tidied = false;
  return async (key, condition, request, finish) => {
    const present: BucketEntry | null = (await findFile(fileOfKey(ground.root, key), key))?.entry ?? null;
    // Nothing is written when it is plain that it would be refused.
    if (!holds(present, condition)) return { outcome: 'refused', present };
    const finished = await finish(step);
    if (!tidied) await removeForgotten(ground.root, finished).catch(() => undefined);
    tidied = true;
    try {
      return await placeFile(ground, key, finished, condition, request?.signal);
    } catch (error) {
      if (!isUnfinishedPut(finished)) await rm(finished, { force: true }).catch(() => undefined);
      throw error;
    }
  };
}

/** Runs one call, and says what the file system's errors mean. */
async function answered<T>(ground: FolderGround, action: BucketAction, request: BucketRequest | undefined, work: () => Promise<T>): Promise<T> {
  request?.signal?.throwIfAborted();
  try {
    const result = await work();
    // What is not found on a drive that is away must not read as "there is no such key".
    if (isNothing(result) && !(await isBucketFolder(ground.root))) throw folderAway(ground.address);
    return result;
  } catch (error) {
    throw await folderFailure(error, ground.root, ground.address, action);
  }
}

async function* translated<T>(ground: FolderGround, action: BucketAction, items: AsyncIterable<T>): AsyncGenerator<T> {
  let some = false;
  try {
    for await (const item of items) {
      some = true;
      yield item;
    }
    if (!some && !(await isBucketFolder(ground.root))) throw folderAway(ground.address);
  } catch (error) {
    throw await folderFailure(error, ground.root, ground.address, action);
  }
}

function isNothing(result: unknown): boolean {
  if (result === null) return true;
  if (typeof result !== 'object' || !('outcome' in result)) return false;
  return result.outcome === 'absent' || (result.outcome === 'refused' && 'present' in result && result.present === null);
}

function checked(key: string): BucketKey {
  if (!isBucketKey(key)) throw new RangeError(`not a key: ${JSON.stringify(key.slice(0, 80))}`);
  return key;
}

/** How a bucket in a folder is called. */
export function addressOf(folder: string): string {
  return pathToFileURL(path.resolve(folder)).href;
}

export function noSuchFolder(address: string): Failure {
  return new Failure('bucket.no-such-bucket', `There is no folder ${address}. Check how it is written, or make it first.`, { address });
}
