import type { ActivityHandle } from '../activities/activities.ts';
import { pause } from '../breaths.ts';
import type { Core } from '../core.ts';
import { entriesWithin } from '../manifest/read-manifest.ts';
import { sameEntry } from '../manifest/same-entry.ts';
import type { Artifact } from '../model/artifact.ts';
import type { EntryPath } from '../model/entry-path.ts';
import type { Entry, ReferenceEntry } from '../model/entry.ts';
import { compareContents } from '../model/reference-identity.ts';
import type { Problem } from '../model/problem.ts';
import type { Version, VersionOrigin } from '../model/version.ts';
import type { SnapshotResult } from '../snapshot/take-snapshot.ts';
import { standingVersion } from '../tracking/standing-version.ts';
import { addedReferences, isCovered, type AddedReference } from './added-references.ts';
import { expand } from './expand.ts';
import { isOfOne } from './reading.ts';
import { storeEdits } from './store-edits.ts';

export interface RescanRequest {
  readonly artifact: Artifact;
  readonly origin: VersionOrigin;
  readonly description?: string;
  readonly aliases?: readonly string[];
  /** Of what was added, only this; missing: all. */
  readonly only?: readonly AddedReference[];
}

/**
 * Lists everything that was added to an artifact, and makes a version when something is another than in the one before. Must hold
 * `referencesTurn`, and neither the artifact's turn nor what is stored. Of a source that cannot be listed to its end all stays as it was, since half a list would read as deletions; the version says so. Throws when
 * none could be.
 */
export async function rescanReferences(core: Core, request: RescanRequest, activity: ActivityHandle): Promise<SnapshotResult> {
  const { artifact, only } = request;
  const listing: Listing = { entries: new Map(), problems: [], listed: [], done: { files: 0, bytes: 0 } };
  activity.advance({ phase: 'Listing', ...listing.done });
  const failures: unknown[] = [];
  const references = only ?? addedReferences(core.catalog, artifact);
  for (const reference of references) {
    try {
      await list(core, reference, listing, activity);
      listing.listed.push(reference);
    } catch (error) {
      if (!isOfOne(error)) throw error;
      failures.push(error);
      listing.problems.push({ path: reference.uri, reason: 'unreadable', message: error.message });
    }
  }
  // What is told of some sources does not go with the others.
  if (failures.length > 0 && failures.length === references.length) throw failures[0];
  activity.advance({ phase: 'Storing the version' });
  return core.turns.take(artifact.name, () =>
    core.stored.use(async () => {
      const base = standingVersion(core.catalog, artifact);
      const edits = await editsOf(core, base, listing, activity.signal);
      return storeEdits(core, { ...request, base, edits, problems: listing.problems });
    }),
  );
}

/** Whoever adds, removes or looks at references of an artifact takes this turn, so that saves of its folder need not wait for sources. */
export function referencesTurn(name: string): string {
  return `references/${name}`;
}

/** What the sources list. */
interface Listing {
  readonly entries: Map<EntryPath, ReferenceEntry>;
  readonly problems: Problem[];
  /** Those that were listed to their end. */
  readonly listed: AddedReference[];
  done: { readonly files: number; readonly bytes: number };
}

/** Lists one source; nothing of it counts unless it comes to its end. */
async function list(core: Core, reference: AddedReference, listing: Listing, activity: ActivityHandle): Promise<void> {
  const entries: ReferenceEntry[] = [];
  const onBytes = (bytes: number): void => {
    listing.done = { ...listing.done, bytes: listing.done.bytes + bytes };
    activity.advance(listing.done);
  };
  for await (const page of expand(core, reference, activity.signal, onBytes)) {
    for (const entry of page) entries.push(entry);
    listing.done = { ...listing.done, files: listing.done.files + page.length };
    activity.advance(listing.done);
    await pause(core.clock);
    activity.signal.throwIfAborted();
  }
  for (const entry of entries) takeListed(listing, entry);
}

/** The first of two objects under one path stays. */
function takeListed({ entries, problems }: Listing, entry: ReferenceEntry): void {
  const first = entries.get(entry.path);
  if (first === undefined) entries.set(entry.path, entry);
  else if (first.uri !== entry.uri) problems.push({ path: entry.path, reason: 'unsupported', message: `"${entry.uri}" is left out: ${first.uri} stands under the same path already.` });
}

/** What the source calls otherwise, but is known to be the same content, stays as it was recorded: lists may tell less than a question does. */
function isUnchanged(before: ReferenceEntry, now: ReferenceEntry): boolean {
  if (before.uri !== now.uri) return false;
  const comparison = compareContents(before, now);
  return comparison.verdict === 'unknown' ? sameEntry(before, now) : comparison.verdict === 'same';
}

/** Entries walked before others have a turn. */
const walkedAtOnce = 5_000;

/** What differs from the version before: entries that came, changed, or went from their sources. What is no reference of ours keeps its path. */
async function editsOf(core: Core, base: Version | null, { entries, listed, problems }: Listing, signal: AbortSignal): Promise<Map<EntryPath, Entry | null>> {
  const edits = new Map<EntryPath, Entry | null>();
  let walked = 0;
  for (const before of base === null ? [] : entriesWithin(base.root, '', core.nodes)) {
    if (++walked % walkedAtOnce === 0) {
      await pause(core.clock);
      signal.throwIfAborted();
    }
    const now = entries.get(before.path);
    if (before.kind !== 'reference' || !isCovered(listed, before.uri)) {
      if (now === undefined) continue;
      entries.delete(before.path);
      problems.push({ path: now.path, reason: 'unsupported', message: `"${now.uri}" is left out: the artifact has something else under "${now.path}". Add it under another path.` });
    } else if (now === undefined) edits.set(before.path, null);
    else {
      entries.delete(before.path);
      if (!isUnchanged(before, now)) edits.set(before.path, now);
    }
  }
  for (const [path, entry] of entries) edits.set(path, entry);
  return edits;
}
