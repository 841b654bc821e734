import { createHash } from 'node:crypto';
import { link, mkdir, open, rename, rm, rmdir, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { BucketKey } from '../engine/model/bucket-key.ts';
import type { BucketEntry, DeleteOutcome, Generation, PutCondition, PutOutcome } from '../engine/ports/bucket.ts';
import { findFile } from './bucket-folder-entry.ts';
import { folderAway, ownFolder } from './bucket-folder-failure.ts';
import { withLock, type HeldLock, type LockTimes } from './bucket-folder-lock.ts';
import { nameOfSegment } from './bucket-folder-names.ts';
import { systemCode } from './durable-files.ts';

/** A bucket's folder, and how its locks are timed. */
export interface FolderGround {
  readonly root: string;
  readonly address: string;
  readonly locks: LockTimes;
  /** Whether the drive may have second names for files. */
  readonly links: boolean;
}

/** Where file systems have no second names for a file. */
const noLinks = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL', 'EMLINK', 'EXDEV']);
/** What drives answer that cannot make a folder durable on request. */
const noFolderSync = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'EACCES', 'EISDIR', 'EBADF']);

export function fileOfKey(root: string, key: BucketKey): string {
  return path.join(root, ...key.split('/').map(nameOfSegment));
}

function lockOfKey(root: string, key: BucketKey): string {
  return path.join(root, ownFolder, 'locks', createHash('sha256').update(key).digest('hex').slice(0, 32));
}

/**
 * Lets a finished, durable file become what lies under a key, if the condition holds; afterwards it has no other name. Where nothing may lie, it gets
 * its name by `link`, which never replaces anything; where the drive has no links, and over a generation, by `rename` under the key's lock.
 */
export async function placeFile(ground: FolderGround, key: BucketKey, finished: string, condition: PutCondition, signal?: AbortSignal): Promise<PutOutcome> {
  const file = fileOfKey(ground.root, key);
  const outcome = await withLock(lockOfKey(ground.root, key), ground.address, signal, async (lock): Promise<PutOutcome> => {
    const present = (await findFile(file, key))?.entry ?? null;
    if (!holds(present, condition)) return { outcome: 'refused', present };
    if (present !== null) await makeDistinct(finished, key, present.generation);
    // Neither link nor rename changes what tells a generation.
    const entry = (await findFile(finished, key))?.entry;
    if (entry === undefined) throw folderAway(ground.address);
    if (await bringThere(finished, file, condition.kind === 'absent' && ground.links, lock)) return { outcome: 'put', entry };
    return { outcome: 'refused', present: (await findFile(file, key))?.entry ?? null };
  }, ground.locks); // prettier-ignore
  await rm(finished, { force: true });
  return outcome;
}

/** Whether a condition is true of what lies there. */
export function holds(present: BucketEntry | null, condition: PutCondition): boolean {
  return condition.kind === 'absent' ? present === null : present?.generation === condition.generation;
}

/** Two big contents of one size within one tick of the drive's clock would be one generation. */
async function makeDistinct(finished: string, key: BucketKey, generation: Generation): Promise<void> {
  const found = await findFile(finished, key);
  if (found?.content !== null || found.entry.generation !== generation) return;
  const later = found.entry.putAt / 1000 + 2;
  await utimes(finished, later, later);
}

async function bringThere(finished: string, file: string, byLink: boolean, lock: HeldLock): Promise<boolean> {
  // A delete beside us may take the folder away that was just made.
  for (let attempt = 0; ; attempt++) {
    try {
      await makeFolder(path.dirname(file));
      const there = byLink ? await linkOrRename(finished, file, lock) : await renameOver(finished, file, lock);
      await syncFolderNames(path.dirname(file));
      return there;
    } catch (error) {
      if (systemCode(error) !== 'ENOENT' || attempt === 20) throw error;
    }
  }
}

async function linkOrRename(finished: string, file: string, lock: HeldLock): Promise<boolean> {
  try {
    await lock.prove();
    await link(finished, file);
    return true;
  } catch (error) {
    const code = systemCode(error);
    // Over a network a link may be made and its answer lost; the second try then finds our own file.
    if (code === 'EEXIST') return isSameFile(finished, file);
    if (code !== null && noLinks.has(code)) return renameOver(finished, file, lock);
    throw error;
  }
}

async function renameOver(finished: string, file: string, lock: HeldLock): Promise<boolean> {
  await lock.prove();
  await rename(finished, file);
  return true;
}

/** Gives a finished, durable file its name, whatever has that name. */
export async function renameDurably(finished: string, file: string): Promise<void> {
  await rename(finished, file);
  await syncFolderNames(path.dirname(file));
}

async function isSameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(a, { bigint: true }), stat(b, { bigint: true })]);
  return one.ino === other.ino && one.dev === other.dev && one.ino !== 0n;
}

/** Takes away what lies under a key, durably, and folders that are empty then. */
export async function takeAway(ground: FolderGround, key: BucketKey, generation: Generation | undefined, signal?: AbortSignal): Promise<DeleteOutcome> {
  const file = fileOfKey(ground.root, key);
  if ((await findFile(file, key)) === null) return { outcome: 'absent' };
  return withLock(lockOfKey(ground.root, key), ground.address, signal, async (lock) => {
    const present = (await findFile(file, key))?.entry;
    if (present === undefined) return { outcome: 'absent' };
    if ((generation ?? present.generation) !== present.generation) return { outcome: 'refused', present };
    await lock.prove();
    await rm(file);
    await syncFolderNames(path.dirname(file)).catch(ignoreGone);
    await removeEmpty(ground.root, path.dirname(file));
    return { outcome: 'deleted' };
  }, ground.locks); // prettier-ignore
}

/** A delete beside us may have taken the folder away. */
function ignoreGone(error: unknown): void {
  if (systemCode(error) !== 'ENOENT') throw error;
}

async function removeEmpty(root: string, from: string): Promise<void> {
  for (let folder = from; folder !== root; folder = path.dirname(folder)) {
    try {
      await rmdir(folder);
    } catch {
      // Something lies in it, or somebody else removed it: both are well.
      return;
    }
  }
}

/** Makes a folder and what is missing above it, durably. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) await syncFolderNames(path.dirname(made));
}

/** Makes the names in a folder durable, as far as the drive can. */
async function syncFolderNames(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    const code = systemCode(error);
    if (code === null || !noFolderSync.has(code)) throw error;
  } finally {
    await handle.close();
  }
}
