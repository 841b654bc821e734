import { lstatSync, readdirSync, rmSync, type Dirent } from 'node:fs';
import { systemCode } from './durable-files.ts';
import type { Steps } from './worker-steps.ts';

/** Throws a RangeError for an id that could be more than a part of a name. */
export function checkStagingId(stagingId: string): string {
  if (!/^[A-Za-z0-9]{1,64}$/.test(stagingId)) throw new RangeError(`not a staging id: ${JSON.stringify(stagingId)}`);
  return stagingId;
}

/** The name of one temporary; scans ignore all names that begin and end like it. */
export function temporaryName(stagingId: string, number: string): string {
  return `.strata-${stagingId}-${number}.tmp`;
}

/** The name of the folder in which a whole tree is staged. */
export function stagingFolderName(stagingId: string): string {
  return `.strata-${stagingId}.tmp`;
}

/** Removes everything below `root` that carries the staging id. Follows no links; passes over what it may not look into. */
export function* removeStaged(root: string, stagingId: string): Steps<void> {
  const pending = [root];
  if (lstatSync(root, { throwIfNoEntry: false }) === undefined) return;
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const child of childrenOf(folder)) {
      const path = `${folder}/${child.name}`;
      if (isStagedName(child.name, stagingId)) rmSync(path, { recursive: true, force: true });
      else if (child.isDirectory()) pending.push(path);
    }
    yield 0;
  }
}

function isStagedName(name: string, stagingId: string): boolean {
  return name === stagingFolderName(stagingId) || (name.startsWith(`.strata-${stagingId}-`) && name.endsWith('.tmp'));
}

const passedOver = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP']);

function childrenOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (passedOver.has(systemCode(error) ?? '')) return [];
    throw error;
  }
}
