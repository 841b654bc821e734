import type { ArtifactId } from '../model/artifact.ts';
import type { Deletion } from '../model/deletion.ts';
import type { Operation } from '../model/operation.ts';
import type { CatalogWriter } from '../ports/catalog.ts';
import type { DeletionRecord } from '../records/deletion-record.ts';
import { markDeletionsPending } from '../store/write-deletion-records.ts';

/**
 * Adds the history that is known, and deletions that can still be taken back, under the ids that people may have noted. What was taken back or
 * freed meanwhile is no deletion any more. Returns the deletions.
 */
export function addDeletions(writer: CatalogWriter, records: readonly DeletionRecord[], operations: readonly Operation[]): Deletion[] {
  const known = new Map(operations.map((operation) => [operation.id, operation]));
  for (const { deletion, actor } of records) if (!known.has(deletion.operation)) known.set(deletion.operation, operationOf(deletion, actor));
  for (const operation of [...known.values()].toSorted((a, b) => a.id - b.id)) writer.reviveOperation(operation);
  const waiting = records.map(({ deletion }) => deletion).filter(({ operation }) => isUndoable(known.get(operation)));
  const ids = newIds(writer, waiting);
  const added: Deletion[] = [];
  for (const deletion of waiting) {
    const moved = withId(deletion, ids.get(deletion.artifact.id) ?? deletion.artifact.id);
    const versions = moved.versions.filter(({ artifact, index }) => writer.version(artifact, index) === null);
    if (versions.length === 0 && moved.versions.length > 0) continue;
    writer.addDeletion({ ...moved, versions });
    added.push({ ...moved, versions });
  }
  markDeletionsPending(writer);
  return added;
}

function isUndoable(operation: Operation | undefined): boolean {
  return operation !== undefined && operation.undo !== null && !operation.undone;
}

function operationOf({ operation, at, artifact, versions, whole }: Deletion, actor: string): Operation {
  const given = { versions: versions.map(({ index }) => index), whole, now: false };
  return { id: operation, at, actor, kind: 'delete', artifact: artifact.name, arguments: given, undo: { kind: 'delete' }, undone: false };
}

/** The new id of each artifact that deletions are of: that of the artifact that is there, or one that nobody else gets. */
function newIds(writer: CatalogWriter, deletions: readonly Deletion[]): Map<ArtifactId, ArtifactId> {
  const ids = new Map<ArtifactId, ArtifactId>();
  const gone = new Set(deletions.filter(({ whole }) => whole).map(({ artifact }) => artifact.id));
  for (const { operation, artifact } of deletions) {
    if (ids.has(artifact.id)) continue;
    const present = gone.has(artifact.id) ? null : writer.artifactByName(artifact.name);
    ids.set(artifact.id, present?.id ?? reserveId(writer, operation));
  }
  return ids;
}

function reserveId(writer: CatalogWriter, operation: number): ArtifactId {
  // No artifact can have this name, and ids are never given twice.
  const { id } = writer.insertArtifact({ name: `~deleted/${operation}`, type: '', mode: 'copy', path: null, quietWindow: 0, createdAt: 0 });
  writer.removeArtifact(id);
  return id;
}

function withId(deletion: Deletion, id: ArtifactId): Deletion {
  return { ...deletion, artifact: { ...deletion.artifact, id }, versions: deletion.versions.map((version) => ({ ...version, artifact: id })) };
}
