import { comparePaths, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import type { RestoreStep } from '../ports/materialize.ts';
import { foldPath, foldsPaths, type NameRules } from './plan-names.ts';
import { above, foldersAbove } from './plan-obstacles.ts';
import type { PresentEntry } from './plan-restore.ts';

export interface Removals {
  /** What is in the way of something wanted: goes first. */
  readonly before: readonly RestoreStep[];
  /** Everything else: goes last. */
  readonly after: readonly RestoreStep[];
  readonly removed: readonly PresentEntry[];
}

/** What is put in place, and what that needs. */
interface Placement {
  readonly placed: ReadonlyMap<EntryPath, Entry>;
  readonly folders: ReadonlySet<FolderPath>;
  /** Folded spellings of `placed` and `folders`; empty where the target tells all spellings apart. */
  readonly spellings: ReadonlyMap<string, EntryPath>;
  readonly rules: NameRules;
}

/**
 * Plans the removal of present entries. A folder is never removed with what may be in it: first the entries that are known, then
 * the folders that may have become empty, deepest first.
 */
export function planRemovals(extra: readonly PresentEntry[], placed: ReadonlyMap<EntryPath, Entry>, rules: NameRules): Removals {
  const placement = describePlacement(placed, rules);
  const removed = extra.filter(({ kind, path }) => kind !== 'directory' || !placement.folders.has(path));
  const before: RestoreStep[] = [];
  const after: RestoreStep[] = [];
  const prunes = new Set<EntryPath>();
  for (const { kind, path } of removed) {
    if (kind === 'directory') prunes.add(path);
    else (isInTheWay(placement, path) ? before : after).push({ kind: 'remove', path, deep: false });
    for (const folder of above(path)) {
      if (!placement.folders.has(folder) && placed.get(folder)?.kind !== 'directory') prunes.add(folder);
    }
  }
  const [first, last] = splitPrunes(placement, prunes);
  return { before: [...before, ...first], after: [...after, ...last], removed };
}

function describePlacement(placed: ReadonlyMap<EntryPath, Entry>, rules: NameRules): Placement {
  const folders = foldersAbove(placed.keys());
  const spellings = new Map<string, EntryPath>();
  if (foldsPaths(rules)) {
    for (const path of [...placed.keys(), ...folders]) if (path !== '') spellings.set(foldPath(path, rules), path);
  }
  return { placed, folders, spellings, rules };
}

/** Whether something that goes away stands where a wanted entry or its folder must stand, or would be taken for it. */
function isInTheWay(placement: Placement, path: EntryPath): boolean {
  const { placed, folders, spellings, rules } = placement;
  if (folders.has(path)) return true;
  for (const folder of above(path)) if (placed.has(folder) && placed.get(folder)?.kind !== 'directory') return true;
  if (spellings.size === 0) return false;
  return [path, ...above(path)].some((part) => (spellings.get(foldPath(part, rules)) ?? part) !== part);
}

function splitPrunes(placement: Placement, prunes: ReadonlySet<EntryPath>): [RestoreStep[], RestoreStep[]] {
  const first: RestoreStep[] = [];
  const last: RestoreStep[] = [];
  for (const path of [...prunes].sort(deepestFirst)) {
    const isFirst = placement.placed.has(path) || isInTheWay(placement, path);
    (isFirst ? first : last).push({ kind: 'prune', path });
  }
  return [first, last];
}

function deepestFirst(a: EntryPath, b: EntryPath): number {
  return b.split('/').length - a.split('/').length || comparePaths(a, b);
}
