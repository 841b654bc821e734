import { lstatSync, mkdirSync } from 'node:fs';
import { Failure } from '../engine/model/failure.ts';
import { parentOf, type EntryPath, type FolderPath } from '../engine/model/entry-path.ts';
import { systemCode } from './durable-files.ts';

/** Why one path cannot be put in place, in words for people; everything else of the run goes on. */
export class PathRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PathRefusal';
  }
}

/** The folders below a root, looked at once each: none of them is a link, and missing ones are made. */
export interface TargetFolders {
  /** Makes sure that a folder is there and really lies below the root. Throws a PathRefusal. */
  ensure(folder: FolderPath): void;
  /** Like `ensure`, but makes nothing. False: it is not there. */
  check(folder: FolderPath): boolean;
  /** Forgets what was seen of it and of what lies below. */
  forget(folder: FolderPath): void;
}

export function openTargetFolders(root: string): TargetFolders {
  const safe = new Set<FolderPath>(['']);

  /** Whether it is a folder; false when nothing is there. */
  function look(folder: EntryPath): boolean {
    const stats = lstatSync(`${root}/${folder}`, { throwIfNoEntry: false });
    if (stats === undefined) return false;
    if (stats.isSymbolicLink()) throw new PathRefusal(`${folder} is a link; Strata does not write through links.`);
    if (!stats.isDirectory()) throw new PathRefusal(`${folder} is in the way: it is not a folder.`);
    return true;
  }

  function check(folder: FolderPath): boolean {
    if (folder === '' || safe.has(folder)) return true;
    if (!check(parentOf(folder)) || !look(folder)) return false;
    safe.add(folder);
    return true;
  }

  function ensure(folder: FolderPath): void {
    if (folder === '' || safe.has(folder)) return;
    ensure(parentOf(folder));
    try {
      mkdirSync(`${root}/${folder}`);
    } catch (error) {
      // Another thread may have made it between looking and making, so making comes first.
      if (systemCode(error) !== 'EEXIST') throw error;
      look(folder);
    }
    safe.add(folder);
  }

  function forget(folder: FolderPath): void {
    for (const known of safe) if (known !== '' && (known === folder || known.startsWith(`${folder}/`))) safe.delete(known);
  }

  return { ensure, check, forget };
}

/** A system error about one path, or damage of its bytes in the store, in words, or null when it is none that concerns a single path. */
export function pathProblem(path: EntryPath, error: unknown): string | null {
  if (error instanceof PathRefusal) return `${path} cannot be restored: ${error.message}`;
  if (error instanceof Failure && error.code === 'store.damaged' && error.data['path'] === path) return error.message;
  const why = reasons[systemCode(error) ?? ''];
  return why === undefined ? null : `${path} cannot be restored: ${why}`;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'Strata has no permission to write there.',
  EPERM: 'the system does not allow it.',
  EROFS: 'the target is read-only.',
  EISDIR: 'a folder is in the way.',
  EEXIST: 'something is in the way.',
  ENOTEMPTY: 'a folder with other files is in the way.',
  ENOTDIR: 'something that is not a folder is in the way.',
  ELOOP: 'a link is in the way.',
  ENOENT: 'its place is gone.',
  ENAMETOOLONG: 'the name is too long for the target.',
  EINVAL: 'the target does not allow this name.',
  EILSEQ: 'the target does not allow this name.',
  EBUSY: 'another program has locked it.',
  ETXTBSY: 'another program has locked it.',
  EFBIG: 'it is too big for the target.',
  EXDEV: 'another drive is mounted there.',
};
