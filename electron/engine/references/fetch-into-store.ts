import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { findArtifact, findVersion } from '../find-version.ts';
import { findEntry } from '../manifest/read-manifest.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import type { EntryPath } from '../model/entry-path.ts';
import { sameContent, type Entry, type ReferenceEntry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import { sizeInWords } from '../model/size-in-words.ts';
import type { Version } from '../model/version.ts';
import { formatIndex } from '../model/version-address.ts';
import type { Captured, CaptureSession } from '../ports/capture.ts';
import { entriesInScope } from '../restore/restore-request.ts';
import { decodeListing } from '../scan/listing.ts';
import { keptEntry } from '../snapshot/capture-changes.ts';
import { capturedFiles } from '../snapshot/captured-files.ts';
import { abandonQuietly } from '../snapshot/commit-snapshot.ts';
import type { LiveArtifacts } from '../tracking/live-artifacts.ts';
import { standingVersion } from '../tracking/standing-version.ts';
import { sideBySide } from '../sync/side-by-side.ts';
import { deliverReference } from './deliver-reference.ts';
import { createProgress, transfers } from './fetch-references.ts';
import { createPatience } from './patience.ts';
import { withheld } from './permission.ts';
import { noteAllSeen } from './seen-contents.ts';
import { storeEdits } from './store-edits.ts';

export interface FetchIntoStoreRequest {
  readonly artifact: string;
  readonly reference: string;
  /** Files and folders of the version; null: all. */
  readonly paths: readonly string[] | null;
}

export interface FetchedIntoStore {
  readonly version: Version;
  readonly created: boolean;
  readonly files: number;
  readonly bytes: number;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/**
 * Brings what references name into the store: a new version has files in their place. First all is gathered in the home, which keeps nothing else waiting
 * and goes on where an earlier try ended; then it is read into the store as files of a folder are. What cannot be had stays a reference.
 */
export function fetchIntoStore(core: Core, live: LiveArtifacts, request: FetchIntoStoreRequest): Promise<FetchedIntoStore> {
  const beginning = { kind: 'fetch' as const, artifact: request.artifact, phase: 'Fetching' };
  return core.activities.run(beginning, (activity) =>
    core.turns.take(gatheringTurn, async () => {
      const root = core.workTree.absolute(core.home, gatheringFolder);
      const gathered = await gather(core, request, root, activity);
      const stored = await storeGathered(core, live, request, root, gathered, activity);
      await core.delivery.clear(root);
      return stored;
    }),
  );
}

const gatheringFolder = 'tmp/fetched' as EntryPath;
const gatheringTurn = '~fetch-into-store';

interface Gathered {
  /** By the name of their file. */
  readonly files: ReadonlyMap<string, ReferenceEntry>;
  readonly bytes: number;
  readonly problems: { readonly path: string; readonly message: string }[];
}

async function gather(core: Core, request: FetchIntoStoreRequest, root: string, activity: ActivityHandle): Promise<Gathered> {
  const artifact = findArtifact(core.catalog, request.artifact);
  const version = findVersion(core.catalog, artifact, request.reference);
  const wanted = referencesToFetch(core, artifact, version, request.paths);
  const totalBytes = wanted.reduce((sum, { size }) => sum + (size ?? 0), 0);
  checkRoom(core, root, totalBytes);
  activity.advance({ files: 0, bytes: 0, totalFiles: wanted.length, totalBytes });
  const progress = createProgress({ files: 0, bytes: 0 }, activity);
  const whyNot = withheld(core, artifact);
  const patience = createPatience();
  const files = new Map<string, ReferenceEntry>();
  const problems: Gathered['problems'] = [];
  let bytes = 0;
  await sideBySide(wanted, transfers, async (entry) => {
    activity.signal.throwIfAborted();
    const one = progress.begin();
    const path = fileNameOf(core, entry);
    const why = whyNot(entry);
    const outcome =
      why !== null
        ? { outcome: 'problem' as const, message: why, isGone: false }
        : await deliverReference(core, { artifact, entry, root, path, durable: false, signal: activity.signal, patience, onBytes: one.bytes });
    if (outcome.outcome === 'problem') problems.push({ path: entry.path, message: outcome.message });
    else {
      files.set(path, entry);
      bytes += outcome.bytes;
    }
    one.end(outcome.outcome === 'delivered');
  });
  return { files, bytes, problems };
}

/** Names of objects are not names of files here: the digest of the path is. */
function fileNameOf(core: Core, { path }: ReferenceEntry): EntryPath {
  return core.digester.digest(new TextEncoder().encode(path)) as string as EntryPath;
}

/** References of a version that the artifact has now as well: only those can be stood in for. */
function referencesToFetch(core: Core, artifact: Artifact, version: Version, paths: readonly string[] | null): ReferenceEntry[] {
  const base = standingVersion(core.catalog, artifact);
  const all = [...entriesInScope(core, version, paths)].filter((entry) => entry.kind === 'reference');
  const now = all.filter((entry) => base !== null && (base.root === version.root || isStill(core, base, entry)));
  if (all.length > 0 && now.length === 0) {
    const message = `${artifact.name} does not refer to any of that any more; restore ${artifact.name}:${formatIndex(version.index)} into a folder to have it.`;
    throw new Failure('reference.not-current', message, { artifact: artifact.name, version: formatIndex(version.index) });
  }
  return now;
}

function isStill(core: Core, base: Version, entry: Entry): boolean {
  const now = findEntry(base.root, entry.path, core.nodes);
  return now !== null && sameContent(now, entry);
}

/** It is there twice for a while: gathered, and in the store. */
function checkRoom(core: Core, root: string, bytes: number): void {
  const free = core.workTree.freeSpace(root);
  if (2 * bytes <= free) return;
  throw new Failure('store.full', `Fetching needs about ${sizeInWords(2 * bytes)} for a while, but only ${sizeInWords(free)} are free; free some space, or fetch a part of it.`, {
    needed: 2 * bytes,
    free,
  });
}

async function storeGathered(
  core: Core,
  live: LiveArtifacts,
  request: FetchIntoStoreRequest,
  root: string,
  { files, bytes, problems }: Gathered,
  activity: ActivityHandle,
): Promise<FetchedIntoStore> {
  const artifact = findArtifact(core.catalog, request.artifact);
  const store = async (): Promise<FetchedIntoStore> => {
    activity.advance({ phase: 'Storing the version' });
    const base = standingVersion(core.catalog, artifact) as Version;
    const session = core.capture.open({ root, keep: true, signal: activity.signal, onProgress: () => undefined });
    try {
      const edits = await readGathered(core, root, session, files, activity);
      const captured: Captured = await session.seal();
      for (const [path, entry] of edits) {
        const still = files.size > 0 && entry !== null && isReferenceStill(core, base, path, files);
        if (!still) edits.delete(path);
      }
      noteAllSeen(core, seenIn(edits, base, core));
      const { version, created } = storeEdits(core, { artifact, origin: 'manual', base, edits, problems: [], captured });
      return { version, created, files: edits.size, bytes, problems: problems.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
    } catch (error) {
      await abandonQuietly(core, session);
      throw error;
    }
  };
  return core.turns.take(artifact.name, () => core.stored.use(() => live.during(artifact, 'snapshotting', store)));
}

/** What each reference turned out to be that a file takes the place of: older versions that refer to it find it in the store then. */
function* seenIn(edits: ReadonlyMap<EntryPath, Entry | null>, base: Version, core: Core): Generator<readonly [ReferenceEntry, Digest]> {
  for (const [path, entry] of edits) {
    const before = findEntry(base.root, path, core.nodes);
    if (entry?.kind === 'file' && before?.kind === 'reference') yield [before, entry.blob];
  }
}

/** Whether the artifact still refers to what was fetched for a path: it may have changed while that was under way. */
function isReferenceStill(core: Core, base: Version, path: EntryPath, files: ReadonlyMap<string, ReferenceEntry>): boolean {
  const now = findEntry(base.root, path, core.nodes);
  if (now?.kind !== 'reference') return false;
  const fetched = files.get(fileNameOf(core, now));
  return fetched !== undefined && sameContent(fetched, now);
}

/** Reads what was gathered into the store; an entry for each path. */
async function readGathered(
  core: Core,
  root: string,
  session: CaptureSession,
  files: ReadonlyMap<string, ReferenceEntry>,
  activity: ActivityHandle,
): Promise<Map<EntryPath, Entry | null>> {
  const edits = new Map<EntryPath, Entry | null>();
  if (files.size > 0) {
    for await (const batch of core.workTree.scan({ root, folders: [{ path: '', deep: false }] }, activity.signal)) {
      for (const scanned of batch) {
        if (scanned.state !== 'listed') continue;
        const known = decodeListing(scanned.listing).some(({ name }) => files.has(name));
        if (known) session.add([{ path: scanned.path, files: scanned.listing }]);
      }
    }
  }
  session.close();
  for await (const batch of session.results()) {
    for (const file of batch.flatMap((folder) => [...capturedFiles(folder)])) {
      const reference = files.get(file.path);
      if (reference === undefined || file.outcome !== 'captured') continue;
      edits.set(reference.path, { ...keptEntry(file), path: reference.path, executable: false, mode: 0o644 } as Entry);
    }
  }
  return edits;
}
