import { parentOf, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import { sameContent, type Entry } from '../model/entry.ts';
import { foldPath, isPlaceable, type NameRules } from './plan-names.ts';
import type { PlanProblem, PresentEntry } from './plan-restore.ts';

type Wanted = ReadonlyMap<EntryPath, Entry>;
type Present = ReadonlyMap<EntryPath, PresentEntry>;

/** Every folder that the paths need. */
export function foldersAbove(paths: Iterable<EntryPath>): Set<FolderPath> {
  const folders = new Set<FolderPath>();
  for (const path of paths) {
    for (let at = parentOf(path); at !== '' && !folders.has(at); at = parentOf(at)) folders.add(at);
  }
  return folders;
}

/** The folders above a path, nearest first, without the root. */
export function* above(path: EntryPath): Generator<EntryPath> {
  for (let at = parentOf(path); at !== ''; at = parentOf(at)) yield at;
}

/** Wanted paths that no plan could put in place, whatever stands in the target. */
export function* findUnplaceable(wanted: Wanted, present: Present, rules: NameRules): Generator<PlanProblem> {
  const known = new Map<string, EntryPath>();
  for (const entry of wanted.values()) {
    const { path } = entry;
    const under = foldPath(path, rules);
    const twin = known.get(under);
    if (twin === undefined) known.set(under, path);
    if (entry.kind === 'reference' && !isThere(entry, present.get(path))) {
      yield { path, reason: 'reference', message: `${path} is kept by reference: Strata has no bytes of it to restore.` };
    } else if (!isPlaceable(path, rules)) {
      yield { path, reason: 'name', message: `${path} cannot be restored: the target does not allow this name.` };
    } else if (twin !== undefined) {
      yield { path, reason: 'collision', message: `${path} cannot be restored beside ${twin}: the target takes both for one name.` };
    }
  }
  yield* findBelowFiles(wanted, known, rules);
}

function isThere(entry: Entry, there: PresentEntry | undefined): boolean {
  return there !== undefined && there.kind !== 'unknown-file' && sameContent(there, entry);
}

/** Paths below something that is wanted and is no folder: only a damaged or hostile version, or folding names, has them. */
function* findBelowFiles(wanted: Wanted, known: ReadonlyMap<string, EntryPath>, rules: NameRules): Generator<PlanProblem> {
  for (const path of wanted.keys()) {
    for (const folder of above(path)) {
      const other = known.get(foldPath(folder, rules));
      if (other === undefined || wanted.get(other)?.kind === 'directory') continue;
      yield { path, reason: 'collision', message: `${path} cannot be restored: ${other} is not a folder in this version.` };
      break;
    }
  }
}

/** Wanted paths that something stands in the way of which must stay. */
export function* findBlocked(wanted: readonly Entry[], present: Present): Generator<PlanProblem> {
  const folders = foldersAbove(wanted.map(({ path }) => path));
  const own = new Set(wanted.map(({ path }) => path));
  const blocking = new Set<EntryPath>();
  for (const { path, kind } of present.values()) {
    if (kind !== 'directory' && folders.has(path) && !own.has(path)) blocking.add(path);
  }
  const occupied = foldersAbove(present.keys());
  for (const { path, kind } of wanted) {
    const blocker = [...above(path)].find((folder) => blocking.has(folder));
    if (blocker !== undefined) {
      yield { path, reason: 'in-the-way', message: `${path} cannot be restored: ${blocker} is there and is not a folder.` };
    } else if (kind !== 'directory' && occupied.has(path)) {
      yield { path, reason: 'in-the-way', message: `${path} cannot be restored: a folder with other files stands there.` };
    }
  }
}
