import { childPath, parentOf, nameOf, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import type { Problem } from '../model/problem.ts';
import { fileUri } from '../references/added-references.ts';
import type { CapturedFile, CapturedFolder, CaptureFolder, CaptureSession, FileStamp } from '../ports/capture.ts';
import type { ListingBytes } from '../ports/work-tree.ts';
import { decodeListing, encodeListing, forgetStamp, ListingCursor, microseconds } from '../scan/listing.ts';

/** What became of the files that had to be read. */
export interface CaptureOutcome {
  /** In the order in which the answers came. */
  readonly captured: CapturedFolder[];
  readonly problems: Problem[];
  /** Files that must be looked at again soon: they never rested. */
  readonly again: EntryPath[];
  /** Stamps that the listings must hold instead of the scanned ones; null: forget the stamp. */
  readonly stamps: Map<EntryPath, FileStamp | null>;
}

export function emptyOutcome(): CaptureOutcome {
  return { captured: [], problems: [], again: [], stamps: new Map() };
}

/** Takes results as they come until every added file is answered. */
export async function collectResults(
  session: CaptureSession,
  outcome: CaptureOutcome,
  onFolders: (folders: readonly CapturedFolder[]) => void,
): Promise<void> {
  for await (const folders of session.results()) {
    for (const folder of folders) {
      outcome.captured.push(folder);
      for (const { file } of folder.others) takeOther(outcome, file);
    }
    onFolders(folders);
  }
}

export type CapturedContent = Extract<CapturedFile, { outcome: 'captured' }>;

/** The entry of a file that was read. */
export type EntryOf = (file: CapturedContent) => Entry;

/** The entry of a file whose bytes are in the store. */
export function keptEntry({ path, stamp, content }: CapturedContent): Entry {
  return {
    kind: 'file',
    path,
    blob: content.blob,
    size: content.size,
    list: content.list,
    executable: (stamp.mode & 0o100) !== 0,
    mode: stamp.mode & 0o777,
    modifiedAt: microseconds(stamp.modifiedMs),
  };
}

/** The entry of a file that is tracked by reference: where it is and what it held, without its bytes. */
export function referenceEntry(root: string, { path, content }: CapturedContent): Entry {
  return { kind: 'reference', path, uri: fileUri(root, path), size: content.size, identity: { sha256: content.blob } };
}

function takeOther(outcome: CaptureOutcome, answer: CapturedFile): void {
  const { path } = answer;
  switch (answer.outcome) {
    case 'captured':
      outcome.stamps.set(path, answer.racy ? null : answer.stamp);
      return;
    case 'gone':
      outcome.stamps.set(path, null);
      outcome.again.push(path);
      return;
    case 'unsettled':
      addUnsettled(outcome, path);
      return;
    case 'unreadable':
      outcome.problems.push({ path, reason: 'unreadable', message: `"${path}": ${answer.reason}` });
      outcome.stamps.set(path, null);
  }
}

/** A file that never rested: what was known of it stays, and it is looked at again. */
export function addUnsettled(outcome: CaptureOutcome, path: EntryPath): void {
  const message = `"${path}" was still being written; the version keeps its last complete state, if it had one.`;
  outcome.problems.push({ path, reason: 'unsettled', message });
  outcome.stamps.set(path, null);
  outcome.again.push(path);
}

/** Splits off the files that were written so recently that their writer may not be done. */
export function partitionHot(folder: CaptureFolder, now: number, quietWindow: number): { resting: CaptureFolder | null; hot: EntryPath[] } {
  const hot: EntryPath[] = [];
  const cursor = new ListingCursor(folder.files);
  while (cursor.nextFile()) if (isHot(cursor.modifiedMs(), now, quietWindow)) hot.push(childPath(folder.path, cursor.name()));
  if (hot.length === 0) return { resting: folder, hot };
  const resting = decodeListing(folder.files).filter((child) => child.kind === 'file' && !isHot(child.stamp.modifiedMs, now, quietWindow));
  return { resting: resting.length === 0 ? null : { path: folder.path, files: encodeListing(resting) }, hot };
}

function isHot(modifiedMs: number, now: number, quietWindow: number): boolean {
  const age = now - modifiedMs;
  return age >= 0 && age < quietWindow;
}

/** Corrects the stamps in the listings that will be remembered. */
export function correctListings(
  listings: Map<FolderPath, ListingBytes>,
  stamps: ReadonlyMap<EntryPath, FileStamp | null>,
): void {
  const byFolder = new Map<FolderPath, Map<string, FileStamp | null>>();
  for (const [path, stamp] of stamps) {
    const folder = parentOf(path);
    const names = byFolder.get(folder) ?? new Map<string, FileStamp | null>();
    names.set(nameOf(path), stamp);
    byFolder.set(folder, names);
  }
  for (const [folder, names] of byFolder) {
    const listing = listings.get(folder);
    if (listing !== undefined) listings.set(folder, correctListing(listing, names));
  }
}

function correctListing(listing: ListingBytes, stamps: ReadonlyMap<string, FileStamp | null>): ListingBytes {
  const children = decodeListing(listing).map((child) => {
    if (child.kind !== 'file' || !stamps.has(child.name)) return child;
    return { ...child, stamp: stamps.get(child.name) ?? forgetStamp(child.stamp) };
  });
  return encodeListing(children);
}
