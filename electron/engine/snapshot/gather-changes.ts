import type { Artifact } from '../model/artifact.ts';
import { childPath, isWithin, parentOf, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Problem } from '../model/problem.ts';
import type { CaptureFolder, FileStamp } from '../ports/capture.ts';
import type { CatalogReader, KnownFolder } from '../ports/catalog.ts';
import type { ListingBytes, ScannedFolder, WorkTree } from '../ports/work-tree.ts';
import { compareListings } from '../scan/compare-listings.ts';
import type { FolderRequest } from '../watching/fold-hints.ts';
import { goneFolder } from '../scan/gone-folder.ts';
import { decodeListing, encodeListing, ListingCursor, microseconds, type Child } from '../scan/listing.ts';

/** What a scan found to be different from what the catalog knows. Filled while the scan goes on. */
export interface Gathering {
  /** Entries whose new state is known without reading content; null: gone. */
  readonly edits: Map<EntryPath, Entry | null>;
  /** Files that must be read. */
  readonly files: CaptureFolder[];
  /** Listings that differ from the known ones. */
  readonly listings: Map<FolderPath, ListingBytes>;
  readonly removedFolders: Set<FolderPath>;
  /** Where files that are gone from their place had been, by stamp: to recognise a move without reading. */
  readonly departed: Map<string, EntryPath>;
  readonly problems: Problem[];
  /** Folders that answered, whatever they answered. */
  readonly answered: Set<FolderPath>;
  /** Folders that must be looked at because of what was found. */
  readonly more: FolderRequest[];
}

export interface GatherContext {
  readonly artifact: Artifact;
  readonly catalog: CatalogReader;
  readonly workTree: WorkTree;
  /** Absolute path of the work tree. */
  readonly root: string;
  /** Entries of the newest version at or below a path. */
  readonly entriesWithin: (path: EntryPath) => Iterable<Entry>;
}

export function emptyGathering(): Gathering {
  return {
    edits: new Map(),
    files: [],
    listings: new Map(),
    removedFolders: new Set(),
    departed: new Map(),
    problems: [],
    answered: new Set(),
    more: [],
  };
}

/** Two stamps with equal keys belong to one untouched file, wherever it stands: a rename of a folder keeps them. */
export function stampKey(stamp: FileStamp): string {
  return `${stamp.inode}:${stamp.size}:${stamp.modifiedMs}:${stamp.changedMs}`;
}

/** Takes one scanned folder in. `request` is the round of requests it answers. */
export function gatherFolder(
  context: GatherContext,
  gathering: Gathering,
  request: readonly FolderRequest[],
  scanned: ScannedFolder,
): void {
  gathering.answered.add(scanned.path);
  switch (scanned.state) {
    case 'gone':
      gatherGone(context, gathering, scanned.path);
      return;
    case 'unreadable':
      if (scanned.path === '') throw unreadableRoot(context.root);
      gathering.problems.push(scanned.problem);
      return;
    case 'listed':
      gathering.problems.push(...scanned.problems);
      gatherListing(context, gathering, request, scanned);
  }
}

function gatherGone(context: GatherContext, gathering: Gathering, path: FolderPath): void {
  if (path === '') {
    throw goneFolder(context.root);
  }
  const parent = parentOf(path);
  if (!gathering.answered.has(parent)) gathering.more.push({ path: parent, deep: false });
}

function unreadableRoot(root: string): Failure {
  return new Failure('folder.unreadable', `The folder ${root} cannot be read; check its permissions.`, { path: root });
}

function gatherListing(
  context: GatherContext,
  gathering: Gathering,
  request: readonly FolderRequest[],
  scanned: Extract<ScannedFolder, { state: 'listed' }>,
): void {
  const { path, listing } = scanned;
  const known = context.catalog.folder(context.artifact.id, path);
  if (known === null) gatherWhole(context, gathering, request, path, listing);
  else if (!gatherDifference(context, gathering, request, scanned, known)) return gatherTouched(context, gathering, scanned);
  gathering.listings.set(path, listing);
  gatherEmptiness(gathering, known, scanned);
}

/** A folder of which nothing was known: all that it has is new, and its listing says what is to be read. */
function gatherWhole(
  context: GatherContext,
  gathering: Gathering,
  request: readonly FolderRequest[],
  folder: FolderPath,
  listing: ListingBytes,
): void {
  let files = 0;
  for (const cursor = new ListingCursor(listing); cursor.next(); ) {
    if (cursor.kind === 'file') files += 1;
    else gatherAdded(context, gathering, request, folder, cursor.child());
  }
  if (files > 0) gathering.files.push({ path: folder, files: listing });
}

/** False when the folder is as it was. */
function gatherDifference(
  context: GatherContext,
  gathering: Gathering,
  request: readonly FolderRequest[],
  { path: folder, listing }: Extract<ScannedFolder, { state: 'listed' }>,
  known: KnownFolder,
): boolean {
  const difference = compareListings(known.listing, listing);
  if (difference === null) return false;
  const files: Child[] = [];
  for (const child of difference.removed) gatherRemoved(context, gathering, folder, child);
  for (const { before, after } of difference.changed) {
    if (before.kind === 'file') gathering.departed.set(stampKey(before.stamp), childPath(folder, before.name));
    if (after.kind === 'file') files.push(after);
    else gatherLink(context, gathering, folder, after);
  }
  for (const child of difference.added) {
    if (child.kind === 'file') files.push(child);
    else gatherAdded(context, gathering, request, folder, child);
  }
  if (files.length > 0) gathering.files.push({ path: folder, files: encodeListing(files) });
  return true;
}

/** A new link, or a new folder: that is looked at too, unless it was asked for anyway. */
function gatherAdded(
  context: GatherContext,
  gathering: Gathering,
  request: readonly FolderRequest[],
  folder: FolderPath,
  child: Child,
): void {
  if (child.kind === 'link') return gatherLink(context, gathering, folder, child);
  const path = childPath(folder, child.name);
  if (!isAsked(request, path)) gathering.more.push({ path, deep: true });
  return undefined;
}

function isAsked(request: readonly FolderRequest[], path: EntryPath): boolean {
  return request.some((asked) => (asked.deep ? isWithin(path, asked.path) : asked.path === path));
}

/** A folder without children is an entry of its own; one that got children stops being one. */
function gatherEmptiness(
  gathering: Gathering,
  known: KnownFolder | null,
  scanned: Extract<ScannedFolder, { state: 'listed' }>,
): void {
  const { path } = scanned;
  if (path === '') return;
  if (scanned.listing.length === 0) {
    gathering.edits.set(path, { kind: 'directory', path, mode: scanned.mode, modifiedAt: scanned.modifiedAt });
  } else if (known !== null && known.listing.length === 0) {
    gathering.edits.set(path, null);
  }
}

/** Bits and time of an empty folder are an entry's, but its listing does not show them. */
function gatherTouched(context: GatherContext, gathering: Gathering, scanned: Extract<ScannedFolder, { state: 'listed' }>): void {
  const { path, mode, modifiedAt } = scanned;
  if (path === '' || scanned.listing.length > 0) return;
  const [entry] = context.entriesWithin(path);
  if (entry?.kind !== 'directory' || (entry.mode === mode && entry.modifiedAt === modifiedAt)) return;
  gathering.edits.set(path, { ...entry, mode, modifiedAt });
}

function gatherLink(
  context: GatherContext,
  gathering: Gathering,
  folder: FolderPath,
  child: Extract<Child, { kind: 'link' | 'file' }>,
): void {
  const path = childPath(folder, child.name);
  const target = context.workTree.readLink(context.root, path);
  if (target === null) {
    gathering.more.push({ path: folder, deep: false });
    return;
  }
  gathering.edits.set(path, { kind: 'link', path, target, modifiedAt: microseconds(child.stamp.modifiedMs) });
}

function gatherRemoved(context: GatherContext, gathering: Gathering, folder: FolderPath, child: Child): void {
  const path = childPath(folder, child.name);
  if (child.kind !== 'folder') {
    removeEntry(gathering, path);
    if (child.kind === 'file') gathering.departed.set(stampKey(child.stamp), path);
    return;
  }
  gathering.removedFolders.add(path);
  for (const entry of context.entriesWithin(path)) removeEntry(gathering, entry.path);
  for (const known of context.catalog.foldersWithin(context.artifact.id, path)) {
    for (const inner of decodeListing(known.listing)) {
      if (inner.kind === 'file') gathering.departed.set(stampKey(inner.stamp), childPath(known.path, inner.name));
    }
  }
}

/** What already stands at the path in this gathering (a file that became a folder, say) wins over the removal. */
function removeEntry(gathering: Gathering, path: EntryPath): void {
  if (!gathering.edits.has(path)) gathering.edits.set(path, null);
}
