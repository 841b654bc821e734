import { nameOf, type EntryPath } from '../model/entry-path.ts';
import { digestOfContent, entrySize, type Entry } from '../model/entry.ts';
import type { Difference } from '../manifest/diff-manifests.ts';
import type { ChangeCounts } from '../model/version.ts';

/** What is different between two versions. Every list is in path order (renames by their new path). */
export interface VersionDiff {
  readonly added: readonly Entry[];
  readonly removed: readonly Entry[];
  readonly modified: readonly { readonly before: Entry; readonly after: Entry }[];
  readonly renamed: readonly { readonly from: Entry; readonly to: Entry }[];
  readonly totals: ChangeCounts & {
    /** Bytes of the entries that were added, removed, and of the modified ones before and after. */
    readonly addedBytes: number;
    readonly removedBytes: number;
    readonly modifiedBytesBefore: number;
    readonly modifiedBytes: number;
  };
}

/**
 * Sorts differences into what a person calls them. A file that went away and a file with the same, not empty, content that
 * appeared are a rename; each takes part in one rename at most, files of the same name first, then in path order.
 */
export function diffVersions(differences: Iterable<Difference>): VersionDiff {
  const added: Entry[] = [];
  const removed: Entry[] = [];
  const modified: { before: Entry; after: Entry }[] = [];
  for (const { before, after } of differences) {
    if (before !== null && after !== null) modified.push({ before, after });
    else if (after !== null) added.push(after);
    else if (before !== null) removed.push(before);
  }
  const renamed = pairRenames(removed, added);
  const gone = new Set<EntryPath>(renamed.map(({ from }) => from.path));
  const come = new Set<EntryPath>(renamed.map(({ to }) => to.path));
  const lists = {
    added: added.filter(({ path }) => !come.has(path)),
    removed: removed.filter(({ path }) => !gone.has(path)),
    modified,
    renamed,
  };
  return { ...lists, totals: totalsOf(lists) };
}

/** The counts of `diffVersions`, for a version's record. Keeps no more of what it counts than the digests. */
export function countChanges(differences: Iterable<Difference>): ChangeCounts {
  const gone = new Map<string, number>();
  const come = new Map<string, number>();
  let added = 0;
  let modified = 0;
  let removed = 0;
  for (const { before, after } of differences) {
    if (before === null) {
      added += 1;
      countContent(come, after);
    } else if (after === null) {
      removed += 1;
      countContent(gone, before);
    } else modified += 1;
  }
  let renamed = 0;
  for (const [digest, count] of gone) renamed += Math.min(count, come.get(digest) ?? 0);
  return { added: added - renamed, modified, removed: removed - renamed, renamed };
}

function countContent(counts: Map<string, number>, entry: Entry | null): void {
  const digest = entry === null ? null : digestOfContent(entry);
  if (digest !== null) counts.set(digest, (counts.get(digest) ?? 0) + 1);
}

function totalsOf(lists: Omit<VersionDiff, 'totals'>): VersionDiff['totals'] {
  return {
    added: lists.added.length,
    removed: lists.removed.length,
    modified: lists.modified.length,
    renamed: lists.renamed.length,
    addedBytes: sumSizes(lists.added),
    removedBytes: sumSizes(lists.removed),
    modifiedBytesBefore: sumSizes(lists.modified.map(({ before }) => before)),
    modifiedBytes: sumSizes(lists.modified.map(({ after }) => after)),
  };
}

function sumSizes(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + entrySize(entry), 0);
}

interface Rename {
  readonly from: Entry;
  readonly to: Entry;
}

function pairRenames(removed: readonly Entry[], added: readonly Entry[]): Rename[] {
  const gone = byContent(removed);
  const renames: Rename[] = [];
  for (const [digest, to] of byContent(added)) {
    const from = gone.get(digest);
    if (from !== undefined) renames.push(...pairFiles(from, to));
  }
  return renames.sort((a, b) => (a.to.path < b.to.path ? -1 : 1));
}

function byContent(entries: readonly Entry[]): Map<string, Entry[]> {
  const files = new Map<string, Entry[]>();
  for (const entry of entries) {
    const digest = digestOfContent(entry);
    if (digest === null) continue;
    const same = files.get(digest);
    if (same === undefined) files.set(digest, [entry]);
    else same.push(entry);
  }
  return files;
}

/** Pairs files of one content: those that kept their name, then the others as they come. */
function pairFiles(from: readonly Entry[], to: readonly Entry[]): Rename[] {
  const sameName = new Map<string, Entry[]>();
  for (const file of from.toReversed()) {
    const name = nameOf(file.path);
    const same = sameName.get(name);
    if (same === undefined) sameName.set(name, [file]);
    else same.push(file);
  }
  const pairs = new Map<Entry, Entry>();
  for (const file of to) {
    const match = sameName.get(nameOf(file.path))?.pop();
    if (match !== undefined) pairs.set(file, match);
  }
  const taken = new Set(pairs.values());
  const left = from.filter((file) => !taken.has(file)).values();
  const renames: Rename[] = [];
  for (const file of to) {
    const match = pairs.get(file) ?? left.next().value;
    if (match !== undefined) renames.push({ from: match, to: file });
  }
  return renames;
}
