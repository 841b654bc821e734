import type { Artifact } from '../model/artifact.ts';
import { childPath, isWithin, parentOf, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Problem } from '../model/problem.ts';
import type { CaptureFile, FileStamp } from '../ports/capture.ts';
import type { CatalogReader, KnownFolder } from '../ports/catalog.ts';
import type { ListingBytes, ScannedFolder, WorkTree } from '../ports/work-tree.ts';
import { compareListings } from '../scan/compare-listings.ts';
import type { FolderRequest } from '../watching/fold-hints.ts';
import { goneFolder } from '../scan/gone-folder.ts';
import { decodeListing, microseconds, type Child } from '../scan/listing.ts';

/** What a scan found to be different from what the catalog knows. Filled while the scan goes on. */
export interface Gathering {
  /** Entries whose new state is known without reading content; null: gone. */
  readonly edits: Map<EntryPath, Entry | null>;
  /** Files that must be read. */
  readonly files: CaptureFile[];
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
  const known = context.catalog.folder(context.artifact.id, scanned.path);
  const difference = compareListings(known?.listing ?? null, scanned.listing);
  if (known !== null && difference === null) return;
  gathering.listings.set(scanned.path, scanned.listing);
  for (const child of difference?.removed ?? []) gatherRemoved(context, gathering, scanned.path, child);
  for (const { before, after } of difference?.changed ?? []) {
    if (before.kind === 'file') gathering.departed.set(stampKey(before.stamp), childPath(scanned.path, before.name));
    gatherPresent(context, gathering, scanned.path, after);
  }
  for (const child of difference?.added ?? []) {
    const path = childPath(scanned.path, child.name);
    if (child.kind !== 'folder') gatherPresent(context, gathering, scanned.path, child);
    else if (!isAsked(request, path)) gathering.more.push({ path, deep: true });
  }
  gatherEmptiness(gathering, known, scanned);
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

function gatherPresent(context: GatherContext, gathering: Gathering, folder: FolderPath, child: Child): void {
  if (child.kind === 'folder') return;
  const path = childPath(folder, child.name);
  if (child.kind === 'file') {
    gathering.files.push({ path, stamp: child.stamp });
    return;
  }
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
