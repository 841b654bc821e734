import { parentOf, nameOf, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import type { Problem } from '../model/problem.ts';
import type { CapturedFile, CaptureFile, CaptureSession, FileStamp } from '../ports/capture.ts';
import type { ListingBytes } from '../ports/work-tree.ts';
import { decodeListing, encodeListing, forgetStamp, microseconds, sameStamp } from '../scan/listing.ts';

/** What became of the files that had to be read. */
export interface CaptureOutcome {
  readonly edits: Map<EntryPath, Entry | null>;
  readonly problems: Problem[];
  /** Files that must be looked at again soon: they never rested. */
  readonly again: EntryPath[];
  /** Stamps that the listings must hold instead of the scanned ones; null: forget the stamp. */
  readonly stamps: Map<EntryPath, FileStamp | null>;
}

export function emptyOutcome(): CaptureOutcome {
  return { edits: new Map(), problems: [], again: [], stamps: new Map() };
}

/** Takes results as they come until every added file is answered. */
export async function collectResults(
  session: CaptureSession,
  scanned: ReadonlyMap<EntryPath, FileStamp>,
  outcome: CaptureOutcome,
  entryOf: (file: CapturedContent) => Entry,
): Promise<void> {
  for await (const batch of session.results()) {
    for (const result of batch) takeResult(outcome, scanned, result, entryOf);
  }
}

export type CapturedContent = Extract<CapturedFile, { outcome: 'captured' }>;

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
  const segments = [...root.split(/[\\/]/).filter((segment) => segment !== ''), ...path.split('/')];
  const uri = `file:///${segments.map(encodeURIComponent).join('/')}`;
  return { kind: 'reference', path, uri, size: content.size, identity: { sha256: content.blob } };
}

function takeResult(
  outcome: CaptureOutcome,
  scanned: ReadonlyMap<EntryPath, FileStamp>,
  result: CapturedFile,
  entryOf: (file: CapturedContent) => Entry,
): void {
  const { path } = result;
  switch (result.outcome) {
    case 'captured': {
      const { stamp } = result;
      outcome.edits.set(path, entryOf(result));
      const before = scanned.get(path);
      if (result.racy) outcome.stamps.set(path, null);
      else if (before === undefined || !sameStamp(before, stamp)) outcome.stamps.set(path, stamp);
      return;
    }
    case 'gone':
      outcome.edits.set(path, null);
      outcome.stamps.set(path, null);
      outcome.again.push(path);
      return;
    case 'unsettled':
      addUnsettled(outcome, path);
      return;
    case 'unreadable':
      outcome.problems.push({ path, reason: 'unreadable', message: `"${path}": ${result.reason}` });
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

/** Files that rest, and those that were written so recently that their writer may not be done. */
export function partitionHot(
  files: readonly CaptureFile[],
  now: number,
  quietWindow: number,
): { resting: CaptureFile[]; hot: CaptureFile[] } {
  const resting: CaptureFile[] = [];
  const hot: CaptureFile[] = [];
  for (const file of files) {
    const age = now - file.stamp.modifiedMs;
    (age >= 0 && age < quietWindow ? hot : resting).push(file);
  }
  return { resting, hot };
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
