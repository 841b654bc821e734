import { parentOf, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import { holdsReferenced, sameContent, type Entry, type ReferenceEntry } from '../model/entry.ts';
import { foldPath, foldsPaths, isPlaceable, type NameRules } from './plan-names.ts';
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
export function* findUnplaceable(
  wanted: Wanted,
  present: Present,
  rules: NameRules,
  withheld: (entry: ReferenceEntry) => string | null,
): Generator<PlanProblem> {
  const known: ReadonlyMap<string, Entry> = foldsPaths(rules) ? foldWanted(wanted, rules) : wanted;
  for (const entry of wanted.values()) {
    const { path } = entry;
    const twin = known.get(foldPath(path, rules));
    const why = entry.kind === 'reference' && !isThere(entry, present.get(path)) ? withheld(entry) : null;
    if (why !== null) {
      yield { path, reason: 'reference', message: why };
    } else if (!isPlaceable(path, rules)) {
      yield { path, reason: 'name', message: `${path} cannot be restored: the target does not allow this name.` };
    } else if (twin !== undefined && twin !== entry) {
      yield { path, reason: 'collision', message: `${path} cannot be restored beside ${twin.path}: the target takes both for one name.` };
    }
  }
  yield* findBelowFiles(wanted, known, rules);
}

/** The first wanted entry of each spelling. */
function foldWanted(wanted: Wanted, rules: NameRules): Map<string, Entry> {
  const known = new Map<string, Entry>();
  for (const entry of wanted.values()) {
    const under = foldPath(entry.path, rules);
    if (!known.has(under)) known.set(under, entry);
  }
  return known;
}

function isThere(entry: ReferenceEntry, there: PresentEntry | undefined): boolean {
  if (there === undefined || there.kind === 'unknown-file') return false;
  return sameContent(there, entry) || holdsReferenced(there, entry);
}

/** Paths below something that is wanted and is no folder: only a damaged or hostile version, or folding names, has them. */
function* findBelowFiles(wanted: Wanted, known: ReadonlyMap<string, Entry>, rules: NameRules): Generator<PlanProblem> {
  let clear: FolderPath | null = null;
  for (const path of wanted.keys()) {
    // Neighbours mostly share their folder.
    const folder = parentOf(path);
    if (folder === clear) continue;
    const file = fileAbove(path, known, rules);
    if (file === null) clear = folder;
    else yield { path, reason: 'collision', message: `${path} cannot be restored: ${file} is not a folder in this version.` };
  }
}

function fileAbove(path: EntryPath, known: ReadonlyMap<string, Entry>, rules: NameRules): EntryPath | null {
  for (const folder of above(path)) {
    const other = known.get(foldPath(folder, rules));
    if (other !== undefined && other.kind !== 'directory') return other.path;
  }
  return null;
}

/** Wanted paths that something stands in the way of which must stay. */
export function* findBlocked(wanted: Wanted, present: Present): Generator<PlanProblem> {
  if (present.size === 0) return;
  const folders = foldersAbove(wanted.keys());
  const blocking = new Set<EntryPath>();
  for (const { path, kind } of present.values()) {
    if (kind !== 'directory' && folders.has(path) && !wanted.has(path)) blocking.add(path);
  }
  const occupied = foldersAbove(present.keys());
  for (const { path, kind } of wanted.values()) {
    const blocker = [...above(path)].find((folder) => blocking.has(folder));
    if (blocker !== undefined) {
      yield { path, reason: 'in-the-way', message: `${path} cannot be restored: ${blocker} is there and is not a folder.` };
    } else if (kind !== 'directory' && occupied.has(path)) {
      yield { path, reason: 'in-the-way', message: `${path} cannot be restored: a folder with other files stands there.` };
    }
  }
}
