import { lstatSync, readdirSync, renameSync, rmSync, type Dirent } from 'node:fs';
import type { EntryPath } from '../engine/model/entry-path.ts';
import type { MaterializeProblem } from '../engine/ports/materialize.ts';
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

/**
 * Moves what was staged in a folder into the place that was empty when staging began. Whatever appeared there since stays
 * as it is: folders are joined, anything else of the same name is a problem.
 */
export function* moveStaged(staging: string, root: string, prefix = ''): Steps<MaterializeProblem[]> {
  const problems: MaterializeProblem[] = [];
  for (const child of readdirSync(staging, { withFileTypes: true })) {
    const target = `${root}/${child.name}`;
    const there = lstatSync(target, { throwIfNoEntry: false });
    if (there === undefined) {
      renameSync(`${staging}/${child.name}`, target);
    } else if (there.isDirectory() && child.isDirectory()) {
      problems.push(...(yield* moveStaged(`${staging}/${child.name}`, target, `${prefix}${child.name}/`)));
    } else {
      const path = `${prefix}${child.name}` as EntryPath;
      problems.push({ path, message: `${path} cannot be restored: something else appeared in its place.` });
    }
    yield 0;
  }
  return problems;
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
