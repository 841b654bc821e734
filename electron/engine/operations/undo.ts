import type { Core } from '../core.ts';
import { addressOf, findArtifact } from '../find-version.ts';
import { undoDelete } from '../delete/undo-delete.ts';
import type { Artifact } from '../model/artifact.ts';
import { Failure } from '../model/failure.ts';
import { checkMetadata } from '../model/metadata.ts';
import type { Operation, Undo } from '../model/operation.ts';
import { formatIndex } from '../model/version-address.ts';
import type { CatalogWriter } from '../ports/catalog.ts';
import { restore, type RestoreResult } from '../restore/restore.ts';
import { writePendingRecords } from '../store/write-records.ts';
import type { LiveArtifacts } from '../tracking/live-artifacts.ts';
import { tellEdited } from '../versions/edit-version.ts';
import { refuseProtectedAlias } from '../versions/protected-alias.ts';
import { recordOperation } from './record-operation.ts';

export interface UndoResult {
  readonly undone: Operation;
  /** What the undo of a restore did to the folder; null for other operations. */
  readonly restore: RestoreResult | null;
}

/** Takes one operation back: the given one, or the newest that can be. Taking back twice is refused. */
export async function undo(core: Core, live: LiveArtifacts, id: number | null): Promise<UndoResult> {
  const operation = id === null ? newestUndoable(core) : undoableOperation(core, id);
  const how = operation.undo as Undo;
  if (how.kind === 'delete') {
    await undoDelete(core, live, operation);
    return { undone: toldUndone(core, operation), restore: null };
  }
  const artifact = findArtifact(core.catalog, operation.artifact ?? '');
  const restored = how.kind === 'restore' ? await undoRestore(core, live, artifact, how.index) : null;
  core.catalog.transact((writer) => {
    if (how.kind !== 'restore') undoEdit(writer, artifact, how);
    writer.markUndone(operation.id);
    recordOperation(core, writer, { kind: 'undo', artifact: artifact.name, arguments: { operation: operation.id }, undo: null });
  });
  writePendingRecords(core);
  if (how.kind === 'keep') tellConfigured(core, live, artifact.name);
  else if (how.kind !== 'restore') for (const index of touchedVersions(operation, how)) tellEdited(core, artifact, index);
  return { undone: toldUndone(core, operation), restore: restored };
}

function tellConfigured(core: Core, live: LiveArtifacts, name: string): void {
  const artifact = findArtifact(core.catalog, name);
  live.configured(artifact);
  core.facts.tell({ kind: 'artifact.changed', artifact });
}

function toldUndone(core: Core, operation: Operation): Operation {
  const undone = core.catalog.operation(operation.id) ?? operation;
  core.facts.tell({ kind: 'operation.recorded', operation: undone });
  return undone;
}

type UndoEdit = Exclude<Undo, { kind: 'restore' | 'delete' }>;

function newestUndoable(core: Core): Operation {
  const found = core.catalog.operations({ limit: 1_000 }).find(({ undo: how, undone }) => how !== null && !undone);
  if (found === undefined) throw new Failure('operation.not-undoable', 'There is nothing to take back.');
  return found;
}

function undoableOperation(core: Core, id: number): Operation {
  const operation = core.catalog.operation(id);
  if (operation === null) throw new Failure('operation.not-found', `There is no operation ${id}; "ops" lists them.`, { operation: id });
  if (operation.undone) throw new Failure('operation.not-undoable', `Operation ${id} has been taken back already.`, { operation: id });
  if (operation.undo === null) {
    throw new Failure('operation.not-undoable', `Operation ${id} (${operation.kind}) cannot be taken back.`, { operation: id });
  }
  return operation;
}

async function undoRestore(core: Core, live: LiveArtifacts, artifact: Artifact, index: number): Promise<RestoreResult> {
  if (core.catalog.version(artifact.id, index) === null) {
    const message = `This restore cannot be taken back any more: ${addressOf(artifact, index)}, which held what was there before, is gone.`;
    throw new Failure('operation.not-undoable', message, { artifact: artifact.name, version: formatIndex(index) });
  }
  return restore(core, live, { artifact, reference: formatIndex(index), paths: null, target: null, deleteExtra: true });
}

function undoEdit(writer: CatalogWriter, artifact: Artifact, how: UndoEdit): void {
  switch (how.kind) {
    case 'alias':
      refuseProtectedAlias(writer, artifact, how.alias);
      if (how.index === null) writer.removeAlias(artifact.id, how.alias);
      else writer.setAlias(artifact.id, how.alias, how.index);
      writer.markRecordPending(artifact.id, null);
      return;
    case 'alias-protection':
      if (writer.aliasIndex(artifact.id, how.alias) !== how.index) throw aliasMoved(artifact, how.alias);
      writer.setAliasProtected(artifact.id, how.alias, how.isProtected);
      writer.markRecordPending(artifact.id, null);
      return;
    case 'keep':
      writer.updateArtifact(artifact.id, { keep: how.rule, timeToLive: how.timeToLive });
      writer.markRecordPending(artifact.id, null);
      return;
    case 'tags':
      writer.setTags(artifact.id, how.index, how.tags);
      break;
    case 'description':
      writer.setDescription(artifact.id, how.index, how.description);
      break;
    case 'pin':
      writer.setPinned(artifact.id, how.index, how.pinned);
      break;
    case 'time-to-live':
      writer.setTimeToLive(artifact.id, how.index, how.timeToLive);
      break;
    case 'metadata':
      writer.setMetadata(artifact.id, how.index, checkMetadata(how.metadata));
  }
  writer.markRecordPending(artifact.id, how.index);
}

function aliasMoved(artifact: Artifact, alias: string): Failure {
  return new Failure('alias.not-found', `"${alias}" of "${artifact.name}" is no longer where it was then, so its protection is not touched.`, {
    artifact: artifact.name,
    alias,
  });
}

/** Versions that look different after the undo: where the alias was and where it is again, or the edited one. */
function touchedVersions(operation: Operation, how: Exclude<UndoEdit, { kind: 'keep' }>): number[] {
  const moved = operation.arguments['version'];
  const indexes = [how.index, typeof moved === 'number' ? moved : null];
  return [...new Set(indexes.filter((index) => index !== null))];
}
