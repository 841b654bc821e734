import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { checkArtifactName, defaultQuietWindow, defaultType, type Artifact, type TrackingMode } from '../model/artifact.ts';
import { Failure } from '../model/failure.ts';
import type { Version } from '../model/version.ts';
import { recordOperation } from '../operations/record-operation.ts';
import { noteOwnRoot, refersAlone } from '../references/added-references.ts';
import { snapshotInTurn } from '../snapshot/snapshot-in-turn.ts';
import type { SnapshotResult } from '../snapshot/take-snapshot.ts';
import { writePendingRecords } from '../store/write-records.ts';
import { checkFolder } from './check-folder.ts';
import type { LiveArtifacts } from './live-artifacts.ts';
import { noteStanding } from './standing-version.ts';
import { goesOn, nameFor } from './propose-name.ts';

export interface TrackRequest {
  readonly path: string;
  readonly name?: string;
  readonly type?: string;
  /** Missing: as it was before, or `copy`. */
  readonly mode?: TrackingMode;
  /** ms */
  readonly quietWindow?: number;
}

export interface Tracked {
  readonly artifact: Artifact;
  /** What the folder holds now: a new version, or the latest one when it is the same. */
  readonly version: Version;
  readonly created: boolean;
  /** The artifact was there before: its versions go on. */
  readonly again: boolean;
}

/**
 * Begins tracking a folder and stores its baseline. When the baseline fails or is cancelled, the artifact is gone again and
 * nothing stays of it. A name whose artifact is no longer tracked goes on with that artifact's versions.
 */
export async function track(core: Core, live: LiveArtifacts, request: TrackRequest): Promise<Tracked> {
  const continues = request.name === undefined && (await goesOn(core, checkFolder(core, request.path)));
  // From this look on nothing else gets its turn: two folders that are dropped together see each other.
  const folder = checkFolder(core, request.path);
  const name = request.name === undefined ? nameFor(core, folder, continues) : checkArtifactName(request.name);
  const { artifact, isNew } = beginTracking(core, request, folder.path, name);
  live.enroll(artifact);
  core.facts.tell({ kind: 'artifact.tracked', artifact });
  const activity = { kind: 'track' as const, artifact: name, phase: 'Looking at the folder' };
  try {
    const { version, created } = await core.activities.run(activity, (handle) => baseline(core, live, artifact, handle));
    writePendingRecords(core);
    return { artifact: core.catalog.artifactById(artifact.id) ?? artifact, version, created, again: !isNew };
  } catch (error) {
    await live.stop(artifact.id);
    endFailedTracking(core, artifact, isNew);
    throw error;
  }
}

/** Watching begins before the scan, so that a save during the baseline is not missed. */
async function baseline(core: Core, live: LiveArtifacts, artifact: Artifact, handle: ActivityHandle): Promise<SnapshotResult> {
  await live.beginWatching(artifact, handle.signal);
  handle.signal.throwIfAborted();
  const origin = core.catalog.versionCount(artifact.id) === 0 ? 'baseline' : 'rescan';
  const request = { artifact, folders: [{ path: '', deep: true }], origin, waitForRest: false } as const;
  const result = await snapshotInTurn(core, artifact.name, live.showing(artifact), () => request, handle);
  live.settled(artifact, result.again);
  return result;
}

function beginTracking(core: Core, request: TrackRequest, path: string, name: string): { artifact: Artifact; isNew: boolean } {
  const existing = core.catalog.artifactByName(name);
  if (existing !== null && existing.path !== null) {
    throw new Failure('artifact.name-taken', `"${name}" is the name of another artifact (${existing.path}); choose another name, or stop tracking that one first to go on with its versions here.`, { name });
  }
  if (existing !== null && request.type !== undefined && request.type !== existing.type) {
    throw new Failure('artifact.type-mismatch', `"${name}" has the type "${existing.type}", not "${request.type}".`, {
      name,
      type: existing.type,
    });
  }
  if (existing === null) {
    writePendingRecords(core); // those of a deleted artifact of that name must not lie there any more
    refuseSimilarName(core, name);
  }
  const quietWindow = request.quietWindow ?? existing?.quietWindow ?? defaultQuietWindow;
  const mode = request.mode ?? (existing === null || refersAlone(core.catalog, existing) ? 'copy' : existing.mode);
  const artifact = core.catalog.transact((writer) => {
    const begun =
      existing ??
      writer.insertArtifact({
        name,
        type: request.type ?? defaultType,
        mode,
        path,
        quietWindow,
        createdAt: core.clock.now(),
      });
    if (existing !== null) {
      writer.removeFoldersWithin(existing.id, '');
      noteStanding(writer, existing, null);
      writer.updateArtifact(existing.id, { path, quietWindow, paused: false, mode });
    }
    if (mode === 'reference') noteOwnRoot(writer, begun, path);
    writer.markRecordPending(begun.id, null);
    recordOperation(core, writer, { kind: 'track', artifact: name, arguments: { path, mode }, undo: null });
    return writer.artifactById(begun.id) ?? begun;
  });
  return { artifact, isNew: existing === null };
}

/** Records lie in folders named like artifacts, and some file systems take both cases for one name. */
export function refuseSimilarName(core: Core, name: string): void {
  const similar = core.catalog.artifacts().find((other) => other.name.toLowerCase() === name.toLowerCase());
  if (similar === undefined) return;
  throw new Failure('artifact.name-taken', `"${name}" differs from the artifact "${similar.name}" by case alone; choose another name.`, { name });
}

function endFailedTracking(core: Core, artifact: Artifact, isNew: boolean): void {
  const hasVersions = core.catalog.versionCount(artifact.id) > 0;
  core.catalog.transact((writer) => {
    if (isNew && !hasVersions) writer.removeArtifact(artifact.id);
    else {
      writer.updateArtifact(artifact.id, { path: null });
      writer.markRecordPending(artifact.id, null);
    }
  });
  if (isNew && !hasVersions) {
    core.records.removeAll(artifact.name);
    core.facts.tell({ kind: 'artifact.removed', name: artifact.name });
    return;
  }
  writePendingRecords(core);
  core.facts.tell({ kind: 'artifact.untracked', artifact: core.catalog.artifactById(artifact.id) ?? artifact });
}
