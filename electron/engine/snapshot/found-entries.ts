import { comparePaths, parentOf, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import type { CapturedFolder, CaptureFolder } from '../ports/capture.ts';
import { ListingCursor, sumFiles } from '../scan/listing.ts';
import type { EntryOf } from './capture-changes.ts';
import { capturedFiles } from './captured-files.ts';

/**
 * What was found in a folder of which nothing was known, while the answers still come. They stay as flat as they came: each entry is
 * made when it is its turn, so that a million of them never stand in memory together.
 */
export interface FoundFolders {
  /** Files that will be answered. */
  expect(folder: CaptureFolder): void;
  answer(folder: CapturedFolder): void;
  /** Files that were expected so far. */
  readonly files: number;
  /**
   * All that was found, in path order; null as often as the answer that would be next has not come. To be begun when every file is
   * expected. `plain` are links and empty folders; files that were read win over what else was found under their path.
   */
  entries(plain: Iterable<Entry>): Generator<Entry | null>;
}

export function openFoundFolders(entryOf: EntryOf): FoundFolders {
  const folders = new Map<FolderPath, FoundFolder>();
  const at = (path: FolderPath): FoundFolder => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const folder: FoundFolder = { plain: [], captured: [], unanswered: 0, below: [] };
    folders.set(path, folder);
    if (path !== '') at(parentOf(path)).below.push(path);
    return folder;
  };
  at('');
  let files = 0;
  return {
    expect: (folder) => {
      const sum = sumFiles(folder.files).files;
      at(folder.path).unanswered += sum;
      files += sum;
    },
    get files() {
      return files;
    },
    answer: (folder) => {
      const known = at(folder.path);
      known.captured.push(folder);
      known.unanswered -= sumFiles(folder.files).files;
    },
    entries: (plain) => {
      for (const entry of plain) at(parentOf(entry.path)).plain.push(entry);
      return walk(folders, entryOf);
    },
  };
}

function* walk(folders: ReadonlyMap<FolderPath, FoundFolder>, entryOf: EntryOf): Generator<Entry | null> {
  const open: OpenFolder[] = [yield* openWhole(folders, '', entryOf)];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const below = top.below[top.nextBelow];
    // A folder's entries stand where its name and the slash behind it do: behind "a.txt" and before "a0" for "a".
    if (below !== undefined && (top.entry === null || `${below}/` < top.entry.path)) {
      top.nextBelow += 1;
      open.push(yield* openWhole(folders, below, entryOf));
    } else if (top.entry !== null) {
      yield top.entry;
      top.entry = nextOf(top.entries);
    } else {
      open.pop();
    }
  }
}

/** What was found directly in one folder. */
interface FoundFolder {
  /** Links and empty folders. */
  readonly plain: Entry[];
  readonly captured: CapturedFolder[];
  /** Files whose answers have not come. */
  unanswered: number;
  readonly below: EntryPath[];
}

/** A folder in the middle of which the walk is. */
interface OpenFolder {
  readonly entries: Iterator<Entry>;
  /** The next of `entries`. */
  entry: Entry | null;
  /** Folders in it, in the order of what lies in them. */
  readonly below: readonly EntryPath[];
  nextBelow: number;
}

/** Waits until all of the folder was answered. */
function* openWhole(folders: ReadonlyMap<FolderPath, FoundFolder>, path: FolderPath, entryOf: EntryOf): Generator<null, OpenFolder> {
  const folder = folders.get(path) as FoundFolder;
  while (folder.unanswered > 0) yield null;
  const { plain, captured, below } = folder;
  const entries = mergeEntries(plain.sort(byPath), readAll(captured, entryOf));
  below.sort((a, b) => comparePaths(`${a}/`, `${b}/`));
  return { entries, entry: nextOf(entries), below, nextBelow: 0 };
}

function nextOf(entries: Iterator<Entry>): Entry | null {
  const step = entries.next();
  return step.done === true ? null : step.value;
}

/** Files that were read win over what else was found under their path. */
function* mergeEntries(plain: readonly Entry[], read: Iterable<Entry>): Generator<Entry> {
  let at = 0;
  for (const entry of read) {
    for (let other = plain[at]; other !== undefined && other.path <= entry.path; other = plain[++at]) {
      if (other.path !== entry.path) yield other;
    }
    yield entry;
  }
  yield* plain.slice(at);
}

function readAll(captured: readonly CapturedFolder[], entryOf: EntryOf): Iterable<Entry> {
  const [first] = captured;
  if (first === undefined) return [];
  if (captured.length === 1) return read(first, entryOf);
  const pieces = captured.map((folder) => ({ folder, ...namesOf(folder) })).toSorted((a, b) => comparePaths(a.first, b.first));
  const isCut = pieces.every((piece, i) => i === 0 || (pieces[i - 1] as typeof piece).last < piece.first);
  return isCut ? readPieces(pieces.map(({ folder }) => folder), entryOf) : readTwice(captured, entryOf);
}

function* read(folder: CapturedFolder, entryOf: EntryOf): Generator<Entry> {
  for (const file of capturedFiles(folder)) if (file.outcome === 'captured') yield entryOf(file);
}

/** The pieces of a folder too big to be read in one go. */
function* readPieces(pieces: readonly CapturedFolder[], entryOf: EntryOf): Generator<Entry> {
  for (const piece of pieces) yield* read(piece, entryOf);
}

/** A folder that changed while it was looked at and was looked at again: the last answer for each file counts. */
function readTwice(captured: readonly CapturedFolder[], entryOf: EntryOf): Entry[] {
  const last = new Map<string, Entry | null>();
  for (const folder of captured) {
    for (const file of capturedFiles(folder)) last.set(file.path, file.outcome === 'captured' ? entryOf(file) : null);
  }
  return [...last.values()].filter((entry) => entry !== null).sort(byPath);
}

/** Names of the first and the last file; of none, names that stand before and behind all others. */
function namesOf({ files }: CapturedFolder): { first: string; last: string } {
  const cursor = new ListingCursor(files);
  if (!cursor.nextFile()) return { first: '', last: '' };
  const first = cursor.name();
  let last = first;
  while (cursor.nextFile()) last = cursor.name();
  return { first, last };
}

function byPath(a: Entry, b: Entry): number {
  return comparePaths(a.path, b.path);
}
