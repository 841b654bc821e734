import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { latestVersion } from '../find-version.ts';
import { entriesWithin, findEntry } from '../manifest/read-manifest.ts';
import { longestWait, type Artifact } from '../model/artifact.ts';
import { childPath, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import { Failure } from '../model/failure.ts';
import type { Problem } from '../model/problem.ts';
import type { Version, VersionOrigin } from '../model/version.ts';
import type { CaptureFolder, CaptureSession } from '../ports/capture.ts';
import { decodeListing, encodeListing, sumFiles, type Child } from '../scan/listing.ts';
import { refuseOverLimit } from '../store/limit.ts';
import { keepReserve } from '../delete/with-reserve.ts';
import { writePendingRecords } from '../store/write-records.ts';
import { buildFound } from './build-found.ts';
import { abandonQuietly, commitSnapshot } from './commit-snapshot.ts';
import {
  addUnsettled,
  collectResults,
  correctListings,
  emptyOutcome,
  keptEntry,
  partitionHot,
  referenceEntry,
  type CapturedContent,
  type CaptureOutcome,
} from './capture-changes.ts';
import {
  emptyGathering,
  gatherFolder,
  stampKey,
  type GatherContext,
  type Gathering,
} from './gather-changes.ts';
import type { FoundChanges } from './found-changes.ts';
import type { FolderRequest } from '../watching/fold-hints.ts';
import { openRoomCheck } from './room-check.ts';
import { mergeProblems, rememberedProblems } from './remembered-problems.ts';

/** Content bytes that make a difference for the reserve; smaller versions need not look at every container. */
const noticedBytes = 4 * 1024 * 1024;

export interface SnapshotRequest {
  readonly artifact: Artifact;
  readonly folders: readonly FolderRequest[];
  readonly origin: VersionOrigin;
  readonly description?: string;
  readonly aliases?: readonly string[];
  /** Leave files alone that were written within the quiet window: their writer may not be done. */
  readonly waitForRest: boolean;
}

export interface SnapshotResult {
  readonly created: boolean;
  /** The new version, or the newest one when nothing changed. */
  readonly version: Version;
  /** Files that never rested and must be looked at again. */
  readonly again: readonly EntryPath[];
  /** Everything the work tree has that versions cannot hold. */
  readonly problems: readonly Problem[];
}

/**
 * Looks at folders of a work tree, reads what changed into the store, and makes a version if the content differs from the
 * newest one. Must hold the artifact's turn. Nothing is visible before the one transaction at the end; whatever goes wrong
 * before it leaves only unnamed containers, which are removed.
 */
export async function takeSnapshot(core: Core, request: SnapshotRequest, activity: ActivityHandle): Promise<SnapshotResult> {
  const { artifact } = request;
  const root = trackedRoot(artifact);
  refuseOverLimit(core, request.origin, 0);
  const base = latestVersion(core.catalog, artifact);
  const progress = startProgress(activity, base, artifact.mode === 'copy' && base === null ? openRoomCheck(core, root) : () => undefined);
  const session = core.capture.open({
    root,
    keep: artifact.mode === 'copy',
    signal: activity.signal,
    onProgress: progress.captured,
  });
  const { result, facts } = await commitOrAbandon(core, session, async () => {
    const fromScratch = isFromScratch(core, artifact);
    const before = fromScratch ? null : base;
    const { gathering, outcome, changes } = await scanAndCapture(core, request, root, before, session, progress.scanned, activity);
    activity.signal.throwIfAborted();
    activity.advance({ phase: 'Storing the version' });
    const sealing = session.seal();
    sealing.catch(() => undefined); // awaited below
    // The manifest is made while the last packs become durable.
    const found = { base, fromScratch, gathering, outcome, changes };
    // A restore changes times too, and taking it back must bring them back: what stands before it is kept exactly.
    const manifest = buildFound(core, artifact, found, request.origin === 'before-restore');
    const problems = problemsOf(core, artifact, gathering, outcome);
    return commitSnapshot(core, request, { ...found, captured: await sealing, problems }, manifest);
  });
  for (const fact of facts) core.facts.tell(fact);
  if (facts.length > 0) writePendingRecords(core);
  if (result.created && result.version.addedBytes >= noticedBytes) keepReserve(core);
  return result;
}

/** Whatever fails before the commit takes what was written with it; after the commit it belongs to the catalog. */
async function commitOrAbandon<T>(core: Core, session: CaptureSession, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await abandonQuietly(core, session);
    throw error;
  }
}

/** Whether nothing is known of the folder yet: what a scan finds is then all there is, and no edit of the newest version. */
export function isFromScratch(core: Core, artifact: Artifact): boolean {
  return core.catalog.folder(artifact.id, '') === null;
}

export function trackedRoot(artifact: Artifact): string {
  if (artifact.path !== null) return artifact.path;
  throw new Failure('artifact.not-tracked', `"${artifact.name}" no longer tracks a folder; track one again first.`, {
    artifact: artifact.name,
  });
}

export function problemsOf(core: Core, artifact: Artifact, gathering: Gathering, outcome: CaptureOutcome): Problem[] {
  const before = rememberedProblems(core.catalog, artifact);
  return mergeProblems(before, [...gathering.problems, ...outcome.problems], gathering.answered);
}

/** Progress in two parts that go on at the same time: how much was found, and how much was read. */
function startProgress(activity: ActivityHandle, base: Version | null, checkRoom: (folder: CaptureFolder) => void) {
  let found = { files: 0, bytes: 0 };
  return {
    scanned(folder: CaptureFolder): void {
      const { files, bytes } = sumFiles(folder.files);
      found = { files: found.files + files, bytes: found.bytes + bytes };
      checkRoom(folder);
      activity.advance({ phase: base === null ? 'Reading files' : 'Looking for changes', totalFiles: found.files, totalBytes: found.bytes });
    },
    captured(done: { files: number; bytes: number }): void {
      activity.advance({ phase: 'Reading files', files: done.files, bytes: done.bytes });
    },
  };
}

export async function scanAndCapture(
  core: Core,
  request: SnapshotRequest,
  root: string,
  base: Version | null,
  session: CaptureSession,
  onFound: (folder: CaptureFolder) => void,
  activity: ActivityHandle,
): Promise<{ gathering: Gathering; outcome: CaptureOutcome; changes: FoundChanges }> {
  const gathering = emptyGathering();
  const outcome = emptyOutcome();
  const collecting = collectResults(session, outcome);
  collecting.catch(() => undefined); // awaited below; a failure of the scan must not leave it unhandled
  const feed = (): void => feedFiles(core, request, gathering, outcome, session, onFound);
  const context = contextOf(core, request.artifact, root, base);
  await scanRounds(core, request, context, gathering, activity.signal, () => {
    // Without an older version there are no moves to recognise: reading starts while the scan goes on.
    if (base === null) feed();
  });
  if (base !== null) {
    recogniseMoves(core, base, gathering);
    feed();
  }
  session.close();
  await collecting;
  correctListings(gathering.listings, outcome.stamps);
  const entryOf = request.artifact.mode === 'copy' ? keptEntry : (file: CapturedContent) => referenceEntry(root, file);
  return { gathering, outcome, changes: { edits: gathering.edits, captured: outcome.captured, entryOf } };
}

function contextOf(core: Core, artifact: Artifact, root: string, base: Version | null): GatherContext {
  return {
    artifact,
    catalog: core.catalog,
    workTree: core.workTree,
    root,
    entriesWithin: (path): Iterable<Entry> => (base === null ? [] : entriesWithin(base.root, path, core.nodes)),
  };
}

async function scanRounds(
  core: Core,
  request: SnapshotRequest,
  context: GatherContext,
  gathering: Gathering,
  signal: AbortSignal,
  onBatch: () => void,
): Promise<void> {
  const unreadable = rememberedProblems(core.catalog, request.artifact).filter(({ reason }) => reason === 'unreadable');
  let round: readonly FolderRequest[] = [
    ...request.folders,
    ...unreadable.slice(0, 100).map(({ path }) => ({ path: path as EntryPath, deep: true })),
  ];
  while (round.length > 0) {
    for await (const batch of core.workTree.scan({ root: context.root, folders: round }, signal)) {
      for (const scanned of batch) gatherFolder(context, gathering, round, scanned);
      onBatch();
    }
    round = gathering.more.splice(0);
  }
}

function feedFiles(
  core: Core,
  request: SnapshotRequest,
  gathering: Gathering,
  outcome: CaptureOutcome,
  session: CaptureSession,
  onFound: (folder: CaptureFolder) => void,
): void {
  const folders = gathering.files.splice(0);
  const window = request.waitForRest ? Math.min(request.artifact.quietWindow, longestWait) : 0;
  const rested = window === 0 ? folders : leaveHot(core, folders, window, outcome);
  if (rested.length === 0) return;
  rested.forEach(onFound);
  session.add(rested);
}

function leaveHot(core: Core, folders: readonly CaptureFolder[], window: number, outcome: CaptureOutcome): CaptureFolder[] {
  const rested: CaptureFolder[] = [];
  for (const folder of folders) {
    const { resting, hot } = partitionHot(folder, core.clock.now(), window);
    for (const path of hot) addUnsettled(outcome, path);
    if (resting !== null) rested.push(resting);
  }
  return rested;
}

/** Files whose stamp says that they were only moved keep their content without being read. */
function recogniseMoves(core: Core, base: Version, gathering: Gathering): void {
  if (gathering.departed.size === 0) return;
  for (const { path: folder, files } of gathering.files.splice(0)) {
    const unread = decodeListing(files).filter((child) => child.kind === 'file' && !recogniseMove(core, base, gathering, folder, child));
    if (unread.length > 0) gathering.files.push({ path: folder, files: encodeListing(unread) });
  }
}

function recogniseMove(core: Core, base: Version, gathering: Gathering, folder: FolderPath, { name, stamp }: Extract<Child, { kind: 'file' }>): boolean {
  const from = gathering.departed.get(stampKey(stamp));
  const entry = from === undefined ? null : findEntry(base.root, from, core.nodes);
  if (entry?.kind !== 'file') return false;
  const path = childPath(folder, name);
  gathering.edits.set(path, { ...entry, path });
  return true;
}
