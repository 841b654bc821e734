import type { Core } from '../core.ts';
import { entriesWithin } from '../manifest/read-manifest.ts';
import type { EntryPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import type { Version } from '../model/version.ts';

export interface EntrySearch {
  /** Each must stand somewhere in the path, in any case. */
  readonly words: readonly string[];
  /** Looks behind this path; '' from the beginning. */
  readonly after: string;
  /** Entries to look at, at most. */
  readonly limit: number;
  /** Entries to find, at most. */
  readonly most: number;
}

export interface FoundEntries {
  readonly entries: readonly Entry[];
  /** Entries looked at. */
  readonly searched: number;
  /** Where to go on; null at the end. */
  readonly next: EntryPath | null;
}

/** One step of a search through the paths of a version. The steps are short, so that others get their turn in between. */
export function searchEntries(core: Core, version: Version, { words, after, limit, most }: EntrySearch): FoundEntries {
  const wanted = words.map((word) => word.toLowerCase());
  const entries: Entry[] = [];
  let searched = 0;
  let last: EntryPath | null = null;
  for (const entry of entriesWithin(version.root, '', core.nodes, after)) {
    if (searched === limit || entries.length === most) return { entries, searched, next: last };
    searched += 1;
    last = entry.path;
    const path = entry.path.toLowerCase();
    if (wanted.every((word) => path.includes(word))) entries.push(entry);
  }
  return { entries, searched, next: null };
}
