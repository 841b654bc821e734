import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { keepReserve } from '../delete/with-reserve.ts';
import type { ManifestEdit } from '../manifest/edit-manifest.ts';
import type { Artifact } from '../model/artifact.ts';
import type { EntryPath } from '../model/entry-path.ts';
import { Failure } from '../model/failure.ts';
import type { Problem } from '../model/problem.ts';
import type { Version, VersionOrigin } from '../model/version.ts';
import type { CaptureSession } from '../ports/capture.ts';
import type { ContainerId } from '../ports/container-store.ts';
import { refuseOverLimit } from '../store/limit.ts';
import { writePendingRecords } from '../store/write-records.ts';
import { standingVersion } from '../tracking/standing-version.ts';
import type { FolderRequest } from '../watching/fold-hints.ts';
import { buildFound } from './build-found.ts';
import type { CaptureOutcome } from './capture-changes.ts';
import { abandonQuietly, commitSnapshot, storeNodes } from './commit-snapshot.ts';
import type { Gathering } from './gather-changes.ts';
import { mergeProblems, rememberedProblems } from './remembered-problems.ts';
import { openRoomCheck } from './room-check.ts';
import { scanAndCapture, type ScanSeeing } from './scan-and-capture.ts';
import { startProgress } from './snapshot-progress.ts';

/** Bytes to read that make a difference for the reserve; smaller versions need not look at every container. */
const noticedBytes = 4 * 1024 * 1024;

export interface SnapshotRequest {
  readonly artifact: Artifact;
  readonly folders: readonly FolderRequest[];
  readonly origin: VersionOrigin;
  readonly description?: string;
  readonly aliases?: readonly string[];
  /** Leave files alone that were written within the quiet window: their writer may not be done. */
  readonly waitForRest: boolean;
  /** What becomes of references that stand beside the folder. */
  readonly apart?: readonly ManifestEdit[];
}

export interface SnapshotResult {
  readonly created: boolean;
  /** The new version, or the one that the work tree stands at. */
  readonly version: Version;
  /** Files that never rested and must be looked at again. */
  readonly again: readonly EntryPath[];
  /** Everything the work tree has that versions cannot hold. */
  readonly problems: readonly Problem[];
}

/**
 * Looks at folders of a work tree, reads what changed into the store, and makes a version if the content differs from the one that the work tree
 * stood at, and from the newest one. Must hold the artifact's turn. Nothing is visible before the one transaction at the end; whatever goes wrong
 * before it leaves only unnamed containers, which are removed.
 */
export async function takeSnapshot(core: Core, request: SnapshotRequest, activity: ActivityHandle): Promise<SnapshotResult> {
  const { artifact } = request;
  const root = trackedRoot(artifact);
  refuseOverLimit(core, request.origin, 0);
  const base = standingVersion(core.catalog, artifact);
  const progress = startProgress(activity, base, artifact.mode === 'copy' && base === null ? openRoomCheck(core, root) : () => undefined);
  let reserving: Promise<void> = Promise.resolve();
  const seeing: ScanSeeing = {
    found: progress.found,
    ended: () => {
      if (artifact.mode === 'copy' && progress.foundBytes() >= noticedBytes) reserving = reserveQuietly(core, progress.foundBytes());
    },
  };
  const session = core.capture.open({
    root,
    keep: artifact.mode === 'copy',
    signal: activity.signal,
    onProgress: progress.captured,
  });
  const { result, facts } = await commitOrAbandon(core, session, async (written) => {
    const before = isFromScratch(core, artifact) ? null : base;
    const seen = await scanAndCapture(core, request, root, before, session, seeing, activity);
    activity.signal.throwIfAborted();
    activity.advance({ phase: 'Storing the version' });
    const sealing = session.seal();
    sealing.catch(() => undefined); // awaited below
    // The manifest is finished and stored while the last packs become durable.
    const found = { base, ...seen };
    // A restore changes times too, and taking it back must bring them back: what stands before it is kept exactly.
    const manifest = buildFound(core, artifact, found, request.origin === 'before-restore');
    const nodes = manifest.built === null ? null : storeNodes(core, manifest.built);
    if (nodes !== null) written.push(nodes.id);
    const problems = problemsOf(core, artifact, seen.gathering, seen.outcome);
    return commitSnapshot(core, request, { ...found, captured: await sealing, nodes, problems }, manifest);
  });
  for (const fact of facts) core.facts.tell(fact);
  if (facts.length > 0) writePendingRecords(core);
  await reserving;
  return result;
}

/** Whatever fails before the commit takes what was `written` with it; after the commit it belongs to the catalog. */
async function commitOrAbandon<T>(core: Core, session: CaptureSession, work: (written: ContainerId[]) => Promise<T>): Promise<T> {
  const written: ContainerId[] = [];
  try {
    return await work(written);
  } catch (error) {
    await abandonQuietly(core, session, written);
    throw error;
  }
}

/** The reserve is made while files are read, when nobody waits for the disk. That it cannot be made does not touch the snapshot. */
async function reserveQuietly(core: Core, coming: number): Promise<void> {
  try {
    await keepReserve(core, coming);
  } catch (error) {
    core.log.warn('the reserve for a full disk could not be made', { error: String(error) });
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
