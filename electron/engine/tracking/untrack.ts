import type { Core } from '../core.ts';
import { findArtifact } from '../find-version.ts';
import type { Artifact } from '../model/artifact.ts';
import { recordOperation } from '../operations/record-operation.ts';
import { writePendingRecords } from '../store/write-records.ts';
import { noteStanding } from './standing-version.ts';
import type { LiveArtifacts } from './live-artifacts.ts';

/** Stops watching an artifact's folder. Its versions stay; the folder is not touched. Idempotent. */
export async function untrack(core: Core, live: LiveArtifacts, name: string): Promise<Artifact> {
  const artifact = findArtifact(core.catalog, name);
  if (artifact.path === null) return artifact;
  await live.stop(artifact.id);
  return core.turns.take(name, async () => {
    core.catalog.transact((writer) => {
      writer.updateArtifact(artifact.id, { path: null, paused: false });
      writer.removeFoldersWithin(artifact.id, '');
      noteStanding(writer, artifact, null);
      writer.markRecordPending(artifact.id, null);
      recordOperation(core, writer, { kind: 'untrack', artifact: name, arguments: { path: artifact.path }, undo: null });
    });
    writePendingRecords(core);
    const untracked = findArtifact(core.catalog, name);
    core.facts.tell({ kind: 'artifact.untracked', artifact: untracked });
    return untracked;
  });
}

/** Changes an artifact's quiet window (ms). */
export function configure(core: Core, live: LiveArtifacts, name: string, change: { quietWindow: number }): Artifact {
  const artifact = findArtifact(core.catalog, name);
  core.catalog.transact((writer) => {
    writer.updateArtifact(artifact.id, change);
    writer.markRecordPending(artifact.id, null);
    recordOperation(core, writer, { kind: 'configure', artifact: name, arguments: change, undo: null });
  });
  writePendingRecords(core);
  const configured = findArtifact(core.catalog, name);
  live.configured(configured);
  core.facts.tell({ kind: 'artifact.changed', artifact: configured });
  return configured;
}

/** Holds automatic versions back, or lets them go on; what was saved meanwhile is caught up. */
export function setPaused(core: Core, live: LiveArtifacts, name: string, paused: boolean): Artifact {
  const artifact = findArtifact(core.catalog, name);
  if (artifact.paused === paused) return artifact;
  core.catalog.transact((writer) => {
    writer.updateArtifact(artifact.id, { paused });
    writer.markRecordPending(artifact.id, null);
    recordOperation(core, writer, { kind: paused ? 'pause' : 'resume', artifact: name, arguments: {}, undo: null });
  });
  writePendingRecords(core);
  const changed = findArtifact(core.catalog, name);
  live.configured(changed);
  core.facts.tell({ kind: 'artifact.changed', artifact: changed });
  return changed;
}
