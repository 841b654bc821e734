import { comparePaths, type EntryPath } from '../model/entry-path.ts';
import { entrySize, holdsReferenced, sameContent, type Entry, type ReferenceEntry } from '../model/entry.ts';
import type { RestoreStep } from '../ports/materialize.ts';
import type { NameRules } from './plan-names.ts';
import { findBlocked, findUnplaceable, foldersAbove } from './plan-obstacles.ts';
import { planRemovals, type Removals } from './plan-removals.ts';

/** What stands in the target: an entry, or a file of which only path and size are known. */
export type PresentEntry = Entry | { readonly kind: 'unknown-file'; readonly path: EntryPath; readonly size: number };

/** One thing to do, in order: a step of the folder, or bytes that are brought from where a reference says they are. */
export type PlanStep = RestoreStep | { readonly kind: 'fetch'; readonly entry: ReferenceEntry };

/** What becomes of one path, for people. */
export interface RestoreItem {
  readonly path: EntryPath;
  readonly action: 'create' | 'overwrite' | 'delete' | 'touch';
  readonly kind: Entry['kind'];
  /** Bytes of what will stand there; for 'delete', of what stands there now. */
  readonly size: number;
}

/** A wanted path that will not be put in place, and one sentence why. */
export interface PlanProblem {
  readonly path: EntryPath;
  readonly reason: 'reference' | 'in-the-way' | 'name' | 'collision';
  readonly message: string;
}

export interface RestorePlan {
  /** In the order in which they must be done: what is in the way goes first, everything else that goes, last. */
  readonly steps: readonly PlanStep[];
  /** In path order. */
  readonly items: readonly RestoreItem[];
  readonly create: number;
  readonly overwrite: number;
  readonly delete: number;
  /** Same content, other time or permission bits. */
  readonly touch: number;
  readonly unchanged: number;
  /** Bytes that will be written. */
  readonly bytes: number;
  /** In path order; one for a path. */
  readonly problems: readonly PlanProblem[];
}

export interface RestoreQuestion {
  readonly wanted: Iterable<Entry>;
  /**
   * What stands in the target, in any order. Paths on which wanted and present are known to agree may be left out of both, as
   * a difference of two manifests leaves them out.
   */
  readonly present: Iterable<PresentEntry>;
  /** Delete what is present and not wanted. Without it nothing of that goes, also when it is in the way. */
  readonly deleteExtra: boolean;
  /** What the target makes of names; nothing special when missing. */
  readonly names?: NameRules;
  /** Why the bytes of a reference are not to be brought, in one sentence; null, and when missing: they are. */
  readonly withheld?: (entry: ReferenceEntry) => string | null;
}

/** Plans how a folder becomes what is wanted. Pure: nothing is looked up, nothing is done. */
export function planRestore({ wanted, present, deleteExtra, names = {}, withheld = () => null }: RestoreQuestion): RestorePlan {
  const all = byPath(wanted);
  const there = byPath(present);
  const problems = new Map<EntryPath, PlanProblem>();
  for (const problem of findUnplaceable(all, there, names, withheld)) addProblem(problems, problem);
  if (!deleteExtra) {
    for (const problem of findBlocked(without(all, problems), there)) addProblem(problems, problem);
  }
  const placed = without(all, problems);
  const placing = placeEntries(placed, there);
  const extra = deleteExtra ? [...there.values()].filter(({ path }) => !all.has(path)) : [];
  const removals = planRemovals(extra, placed, names);
  return assemble(placing, removals, [...problems.values()]);
}

function byPath<T extends { readonly path: EntryPath }>(entries: Iterable<T>): Map<EntryPath, T> {
  const map = new Map<EntryPath, T>();
  for (const entry of entries) map.set(entry.path, entry);
  return map;
}

function without(all: ReadonlyMap<EntryPath, Entry>, problems: ReadonlyMap<EntryPath, PlanProblem>): ReadonlyMap<EntryPath, Entry> {
  return problems.size === 0 ? all : byPath([...all.values()].filter(({ path }) => !problems.has(path)));
}

function addProblem(problems: Map<EntryPath, PlanProblem>, problem: PlanProblem): void {
  if (!problems.has(problem.path)) problems.set(problem.path, problem);
}

interface Placing {
  /** Something of another kind on the very path, which nothing can replace in one step. */
  readonly clear: RestoreStep[];
  readonly put: PlanStep[];
  /** Bytes from elsewhere come when everything else is in place, and before anything else goes. */
  readonly fetch: PlanStep[];
  /** Folders that this plan empties: their time is set after the last removal in them. */
  readonly last: PlanStep[];
  readonly items: RestoreItem[];
  unchanged: number;
  bytes: number;
}

function placeEntries(placed: ReadonlyMap<EntryPath, Entry>, present: ReadonlyMap<EntryPath, PresentEntry>): Placing {
  const placing: Placing = { clear: [], put: [], fetch: [], last: [], items: [], unchanged: 0, bytes: 0 };
  const occupied = foldersAbove(present.keys());
  for (const entry of placed.values()) {
    const there = present.get(entry.path);
    if (there === undefined && entry.kind === 'directory' && occupied.has(entry.path)) {
      addStep(placing, 'touch', entry, placing.last);
    } else if (there === undefined) {
      addStep(placing, 'create', entry, placing.put);
    } else if (!isSameThing(there, entry)) {
      if ((there.kind === 'directory') !== (entry.kind === 'directory')) placing.clear.push(clearStep(there));
      addStep(placing, 'overwrite', entry, placing.put);
    } else if (isSameState(there, entry)) {
      placing.unchanged += 1;
    } else {
      addStep(placing, 'touch', entry, placing.put);
    }
  }
  return placing;
}

/** Whether both are the same bytes, link or folder. */
function isSameThing(there: PresentEntry, entry: Entry): boolean {
  if (there.kind === 'unknown-file') return false;
  if (there.kind === 'file' && entry.kind === 'file') return there.blob === entry.blob;
  return there.kind === 'file' && entry.kind === 'reference' ? holdsReferenced(there, entry) : sameContent(there, entry);
}

function isSameState(there: PresentEntry, entry: Entry): boolean {
  if (entry.kind === 'reference' || there.kind === 'reference' || there.kind === 'unknown-file') return true;
  if (there.modifiedAt !== entry.modifiedAt) return false;
  if (entry.kind === 'link' || there.kind === 'link') return true;
  if (entry.kind === 'file' && there.kind === 'file' && there.executable !== entry.executable) return false;
  return there.mode === entry.mode;
}

function clearStep({ kind, path }: PresentEntry): RestoreStep {
  return kind === 'directory' ? { kind: 'prune', path } : { kind: 'remove', path, deep: false };
}

function addStep(placing: Placing, action: 'create' | 'overwrite' | 'touch', entry: Entry, steps: PlanStep[]): void {
  placing.items.push({ path: entry.path, action, kind: entry.kind, size: entrySize(entry) });
  if (entry.kind === 'file') {
    steps.push({ kind: action === 'touch' ? 'touch' : 'write', entry });
    if (action !== 'touch') placing.bytes += entry.size;
  } else if (entry.kind === 'link') {
    steps.push({ kind: 'link', entry });
  } else if (entry.kind === 'directory') {
    steps.push({ kind: 'directory', entry });
  } else {
    placing.fetch.push({ kind: 'fetch', entry });
    placing.bytes += entry.size ?? 0;
  }
}

function assemble(placing: Placing, removals: Removals, problems: readonly PlanProblem[]): RestorePlan {
  const deleted = removals.removed.map(deletedItem);
  const items = [...placing.items, ...deleted].sort((a, b) => comparePaths(a.path, b.path));
  const count = (action: RestoreItem['action']): number => items.filter((item) => item.action === action).length;
  return {
    steps: [...removals.before, ...placing.clear, ...placing.put, ...placing.fetch, ...removals.after, ...placing.last],
    items,
    create: count('create'),
    overwrite: count('overwrite'),
    delete: deleted.length,
    touch: count('touch'),
    unchanged: placing.unchanged,
    bytes: placing.bytes,
    problems: problems.toSorted((a, b) => comparePaths(a.path, b.path)),
  };
}

function deletedItem(entry: PresentEntry): RestoreItem {
  const isUnknown = entry.kind === 'unknown-file';
  const size = isUnknown ? entry.size : entrySize(entry);
  return { path: entry.path, action: 'delete', kind: isUnknown ? 'file' : entry.kind, size };
}
