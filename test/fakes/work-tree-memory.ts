import { ignoringBy } from '../../electron/adapters/ignore-paths.ts';
import { rootRules, rulesFile, type FolderRules } from '../../electron/adapters/ignore-rules.ts';
import { comparePaths, isWithin, type FolderPath } from '../../electron/engine/model/entry-path.ts';
import type { Problem } from '../../electron/engine/model/problem.ts';
import type { FolderInspection, ScannedFolder, ScanRequest, WorkTree } from '../../electron/engine/ports/work-tree.ts';
import { encodeListing, microseconds, type Child } from '../../electron/engine/scan/listing.ts';
import type { MemoryStat, MemoryTree } from './memory-tree.ts';

/** Users' folders in a tree in memory. `freeBytes` is what every file system has left. */
export function createMemoryWorkTree(tree: MemoryTree, { freeBytes = 1e12 }: { freeBytes?: number } = {}): WorkTree {
  return {
    inspect: (path) => inspect(tree, path),
    resolve: (path) => resolve(tree, path),
    scan: (request, signal) => scan(tree, request, signal),
    names: (root, folder) => new Set(statOf(tree, absolute(root, folder))?.kind === 'folder' ? tree.list(absolute(root, folder)) : []),
    ignoring: ignoringBy,
    readLink(root, path) {
      const at = absolute(root, path);
      return statOf(tree, at)?.kind === 'link' ? tree.readLink(at) : null;
    },
    bytesOnDisk: (root, path) => statOf(tree, absolute(root, path))?.size ?? 0,
    freeSpace: () => freeBytes,
    absolute,
  };
}

function absolute(root: string, path: FolderPath): string {
  return path === '' ? root : `${root}/${path}`;
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}

function isMissing(code: string): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function statOf(tree: MemoryTree, path: string): MemoryStat | null {
  try {
    return tree.lstat(path);
  } catch (error) {
    if (isMissing(codeOf(error))) return null;
    throw error;
  }
}

function inspect(tree: MemoryTree, path: string): FolderInspection {
  try {
    const resolved = tree.realPath(path);
    const stat = tree.lstat(resolved);
    if (stat.kind !== 'folder') return { state: 'not-a-folder' };
    if ((stat.mode & 0o500) !== 0o500) return { state: 'unreadable' };
    return { state: 'folder', path: resolved, name: resolved.slice(resolved.lastIndexOf('/') + 1) };
  } catch (error) {
    return isMissing(codeOf(error)) ? { state: 'missing' } : { state: 'unreadable' };
  }
}

function resolve(tree: MemoryTree, path: string): string {
  try {
    return tree.realPath(path);
  } catch (error) {
    codeOf(error);
    const slash = path.lastIndexOf('/');
    return slash <= 0 ? path : `${resolve(tree, path.slice(0, slash))}${path.slice(slash)}`;
  }
}

async function* scan(tree: MemoryTree, { root, folders }: ScanRequest, signal: AbortSignal): AsyncGenerator<readonly ScannedFolder[]> {
  const asked = new Set(folders.map((folder) => folder.path));
  const deep = folders.filter((folder) => folder.deep).map((folder) => folder.path);
  for (const path of [...asked].sort(comparePaths)) {
    if (!asked.has(path)) continue;
    const queue = [path];
    for (const next of queue) {
      await Promise.resolve();
      signal.throwIfAborted();
      const scanned = look(tree, root, next);
      asked.delete(next);
      if (scanned.folder.state === 'listed' && deep.some((folder) => isWithin(next, folder))) queue.push(...scanned.below);
      yield [scanned.folder];
    }
  }
  signal.throwIfAborted();
}

function rulesText(tree: MemoryTree, folder: string): string | null {
  return statOf(tree, `${folder}/${rulesFile}`)?.kind === 'file' ? tree.text(`${folder}/${rulesFile}`) : null;
}

/** Rules in a folder; null when a folder on the way to it is gone, none, or ignored. */
function rulesFor(tree: MemoryTree, root: string, path: FolderPath): FolderRules | null {
  if (statOf(tree, root)?.kind !== 'folder') return null;
  let rules = rootRules(rulesText(tree, root));
  let at = root;
  for (const name of path === '' ? [] : path.split('/')) {
    at = `${at}/${name}`;
    if (rules.ignores(name, true) || statOf(tree, at)?.kind !== 'folder') return null;
    rules = rules.enter(name, rulesText(tree, at));
  }
  return rules;
}

function look(tree: MemoryTree, root: string, path: FolderPath): { folder: ScannedFolder; below: FolderPath[] } {
  try {
    const rules = rulesFor(tree, root, path);
    if (rules === null) return { folder: { state: 'gone', path }, below: [] };
    const { mode, modifiedMs } = tree.lstat(absolute(root, path));
    const { children, problems, below } = lookInside(tree, root, path, rules);
    const modifiedAt = microseconds(modifiedMs);
    return { folder: { state: 'listed', path, listing: encodeListing(children), mode: mode & 0o777, modifiedAt, problems }, below };
  } catch (error) {
    if (isMissing(codeOf(error))) return { folder: { state: 'gone', path }, below: [] };
    return { folder: { state: 'unreadable', path, problem: problemOf(path, 'unreadable', codeOf(error)) }, below: [] };
  }
}

function lookInside(tree: MemoryTree, root: string, path: FolderPath, rules: FolderRules) {
  const children: Child[] = [];
  const problems: Problem[] = [];
  const below: FolderPath[] = [];
  for (const name of tree.list(absolute(root, path)).sort(comparePaths)) {
    const child = (path === '' ? name : `${path}/${name}`) as FolderPath;
    const stat = statOf(tree, absolute(root, child));
    if (stat === null || rules.ignores(name, stat.kind === 'folder')) continue;
    const { kind, size, modifiedMs, changedMs, inode, mode } = stat;
    if (kind === 'special') problems.push(problemOf(child, 'special', 'a special file'));
    else if (kind === 'folder') {
      children.push({ kind, name });
      below.push(child);
    } else children.push({ kind, name, stamp: { size, modifiedMs, changedMs, inode, mode: mode & 0o777 } });
  }
  return { children, problems, below };
}

function problemOf(path: string, reason: Problem['reason'], why: string): Problem {
  return { path, reason, message: `"${path}" was skipped (${why}).` };
}
