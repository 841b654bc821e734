import { lstatSync, opendirSync, readdirSync, readlinkSync, realpathSync, statfsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FolderPath } from '../engine/model/entry-path.ts';
import type { FolderInspection, WorkTree } from '../engine/ports/work-tree.ts';
import { ignoringBy } from './ignore-paths.ts';
import { absolutePath } from './scan-ground.ts';
import { isSystemError, saysMissing } from './scan-problems.ts';
import { scanWorkTree, type ScanInWorkers } from './scan-work-tree.ts';

export interface NodeWorkTreeOptions {
  /** Does jobs in worker threads. Without it everything is done here, in slices between which others get their turn. */
  readonly scanInWorkers?: ScanInWorkers;
  /** Jobs in flight at a time. Default 2. */
  readonly lanes?: number;
  /** ms for which a scan holds the event loop at most, and after which it goes on in workers. Default 8. */
  readonly inlineSlice?: number;
}

/** Users' folders through Node's file system. */
export function createNodeWorkTree(options: NodeWorkTreeOptions = {}): WorkTree {
  const { scanInWorkers, lanes = 2, inlineSlice = 8 } = options;
  const ways = { slice: inlineSlice, workers: scanInWorkers === undefined ? null : { scan: scanInWorkers, lanes } };
  return {
    inspect,
    resolve: resolveLinks,
    scan: (request, signal) => scanWorkTree(request, signal, ways),
    names,
    ignoring: ignoringBy,
    readLink,
    bytesOnDisk: (root, path) => bytesOnDisk(absolutePath(root, path)),
    freeSpace,
    absolute: absolutePath,
  };
}

function inspect(path: string): FolderInspection {
  if (path === '' || path.includes('\0')) return { state: 'missing' };
  try {
    const resolved = realpathSync.native(path);
    if (!statSync(resolved).isDirectory()) return { state: 'not-a-folder' };
    // Opening tells the truth also where permission bits do not (other users' rights, Windows, network drives).
    opendirSync(resolved).closeSync();
    lstatSync(`${resolved}/.`);
    return { state: 'folder', path: resolved, name: basename(resolved) };
  } catch (error) {
    if (saysMissing(error)) return { state: 'missing' };
    if (!isSystemError(error)) throw error;
    return { state: error.code === 'ELOOP' || error.code === 'ENAMETOOLONG' ? 'missing' : 'unreadable' };
  }
}

function resolveLinks(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const above = dirname(path);
    return above === path ? path : join(resolveLinks(above), basename(path));
  }
}

function names(root: string, folder: FolderPath): ReadonlySet<string> {
  try {
    const path = absolutePath(root, folder);
    return new Set(folder === '' || lstatSync(path).isDirectory() ? readdirSync(path) : []);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return new Set();
  }
}

function readLink(root: string, path: string): string | null {
  try {
    return readlinkSync(`${root}/${path}`);
  } catch (error) {
    // Windows says UNKNOWN and POSIX EINVAL of what is there but no link.
    if (saysMissing(error) || (isSystemError(error) && (error.code === 'EINVAL' || error.code === 'UNKNOWN'))) return null;
    throw error;
  }
}

function bytesOnDisk(file: string): number {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  // Not every file system counts blocks: there a file counts in full.
  return stats === undefined ? 0 : stats.blocks === undefined ? stats.size : Math.min(stats.size, 512 * stats.blocks);
}

function freeSpace(path: string): number {
  for (let at = path; ; at = dirname(at)) {
    try {
      const { bavail, bsize } = statfsSync(at);
      return bavail * bsize;
    } catch (error) {
      if (!saysMissing(error) || dirname(at) === at) throw error;
    }
  }
}
