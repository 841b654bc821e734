import type { Core } from '../core.ts';
import { latestVersion } from '../find-version.ts';
import { latest } from '../model/alias.ts';
import { undoWindow, type Deletion } from '../model/deletion.ts';
import type { Operation } from '../model/operation.ts';
import { recordOperation } from '../operations/record-operation.ts';
import type { CatalogWriter } from '../ports/catalog.ts';
import { markDeletionsPending } from '../store/write-deletion-records.ts';
import { removeRecordsLater, writePendingRecords } from '../store/write-records.ts';
import type { LiveArtifacts } from '../tracking/live-artifacts.ts';
import { compact } from './compact.ts';
import { lookAgainFrom } from './look-again.ts';
import { planDelete, type DeletePart, type DeletePlan, type DeleteRequest } from './plan-delete.ts';
import { releaseOf } from './release.ts';

export interface DeleteResult {
  readonly plan: DeletePlan;
  /** One for each artifact, in the order of the plan's parts. */
  readonly operations: readonly Operation[];
  /** When it can no longer be taken back, ms since 1970; null: it cannot be. */
  readonly due: number | null;
}

/**
 * Deletes versions, or artifacts with all of theirs, in one transaction. Unless it is to be now, they wait in the undo window: they are
 * gone from every list, and what they hold stays until the window ends. Nothing of any other version changes.
 */
export async function deleteVersions(core: Core, live: LiveArtifacts, request: DeleteRequest): Promise<DeleteResult> {
  planDelete(core, request); // refuses at once what cannot be
  const names = request.targets.map(({ artifact }) => artifact);
  const result = await core.turns.takeAll(names, async () => {
    // Planned and done while no version is being stored: one that counts on a chunk must not lose it.
    const done = await core.stored.takeAway(async () => commitDelete(core, planDelete(core, request), request.now));
    for (const { artifact, whole } of done.plan.parts) if (whole) await live.stop(artifact.id);
    return done;
  });
  writePendingRecords(core);
  tellDeleted(core, result);
  if (request.now) await compact(core);
  core.facts.tell({ kind: 'store.changed' });
  return result;
}

function commitDelete(core: Core, plan: DeletePlan, now: boolean): DeleteResult {
  const roots = plan.parts.flatMap(({ versions }) => versions.map(({ root }) => root));
  const at = core.clock.now();
  const due = now ? null : at + undoWindow;
  return core.catalog.transact((writer) => {
    const operations = plan.parts.map((part) => takeOut(core, writer, part, at, due));
    if (now) writer.removeReferences(releaseOf(core, roots).counts);
    return { plan, operations, due };
  });
}

function takeOut(core: Core, writer: CatalogWriter, part: DeletePart, at: number, due: number | null): Operation {
  const { artifact, versions, whole, latestAfter } = part;
  const indexes = versions.map(({ index }) => index);
  if (!whole) forgetNewest(core, writer, part);
  writer.removeVersions(artifact.id, indexes);
  if (latestAfter !== null) writer.setAlias(artifact.id, latest, latestAfter.index);
  const operation = recordOperation(core, writer, {
    kind: 'delete',
    artifact: artifact.name,
    arguments: { versions: indexes, whole, now: due === null },
    undo: due === null ? null : { kind: 'delete' },
  });
  if (due !== null) addDeletion(writer, { operation: operation.id, at, due, artifact, whole, versions });
  if (whole) {
    removeRecordsLater(writer, artifact.name);
    writer.removeArtifact(artifact.id);
    return operation;
  }
  writer.markRecordPending(artifact.id, null);
  for (const index of indexes) writer.markRecordPending(artifact.id, index);
  return operation;
}

function addDeletion(writer: CatalogWriter, deletion: Deletion): void {
  writer.addDeletion(deletion);
  markDeletionsPending(writer);
}

/** What is known of the folder goes with the newest version: when that one goes, with the newest one then. */
function forgetNewest(core: Core, writer: CatalogWriter, { artifact, versions, latestAfter }: DeletePart): void {
  const newest = latestVersion(writer, artifact);
  if (newest === null || !versions.some(({ index }) => index === newest.index)) return;
  if (latestAfter === null) writer.removeFoldersWithin(artifact.id, '');
  else lookAgainFrom(core, writer, artifact, latestAfter, newest);
}

function tellDeleted(core: Core, { plan, operations }: DeleteResult): void {
  for (const { artifact, whole, versions } of plan.parts) {
    if (whole) core.facts.tell({ kind: 'artifact.removed', name: artifact.name });
    else core.facts.tell({ kind: 'versions.deleted', artifact, indexes: versions.map(({ index }) => index) });
  }
  for (const operation of operations) core.facts.tell({ kind: 'operation.recorded', operation });
}
