import type { Core } from '../core.ts';
import { latestVersion } from '../find-version.ts';
import { holdRevived } from '../keep/hold-revived.ts';
import { latest } from '../model/alias.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Deletion } from '../model/deletion.ts';
import { Failure } from '../model/failure.ts';
import type { Operation } from '../model/operation.ts';
import type { Version } from '../model/version.ts';
import { recordOperation } from '../operations/record-operation.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';
import { markDeletionsPending } from '../store/write-deletion-records.ts';
import { writePendingRecords } from '../store/write-records.ts';
import { overlaps } from '../tracking/check-folder.ts';
import { standsBehind } from '../tracking/standing-version.ts';
import type { LiveArtifacts } from '../tracking/live-artifacts.ts';
import { lookAgainFrom } from './look-again.ts';

/**
 * Takes a deletion back: its versions return under their indexes with all that was theirs. An alias that names another version by now
 * stays there. A deleted artifact returns tracked as it was, unless its folder is tracked under another name by now.
 */
export async function undoDelete(core: Core, live: LiveArtifacts, operation: Operation): Promise<void> {
  const { name } = waitingDeletion(core.catalog, operation).artifact;
  const { artifact, deletion } = await core.turns.take(name, async () =>
    core.catalog.transact((writer) => {
      const waiting = waitingDeletion(writer, operation); // it may have been freed before it was our turn
      return { artifact: revive(core, writer, waiting), deletion: waiting };
    }),
  );
  writePendingRecords(core);
  if (deletion.whole) {
    live.start(artifact);
    core.facts.tell({ kind: 'artifact.tracked', artifact });
  }
  core.facts.tell({ kind: 'versions.revived', artifact, indexes: deletion.versions.map(({ index }) => index) });
}

/**
 * Brings back those of these versions of an artifact that wait in the undo window, since somebody else took their deletion back for everybody; what
 * was deleted with them stays deleted. Returns their indexes.
 */
export async function reviveVersions(core: Core, artifact: Artifact, indexes: readonly number[]): Promise<number[]> {
  const revived = await core.turns.take(artifact.name, async () => core.catalog.transact((writer) => reviveSome(core, writer, artifact, new Set(indexes))));
  if (revived.length === 0) return revived;
  writePendingRecords(core);
  core.facts.tell({ kind: 'versions.revived', artifact, indexes: revived });
  return revived;
}

function reviveSome(core: Core, writer: CatalogWriter, artifact: Artifact, indexes: ReadonlySet<number>): number[] {
  if (writer.artifactById(artifact.id) === null) return [];
  const revived: number[] = [];
  for (const deletion of writer.deletions()) {
    const back = deletion.versions.filter(({ index }) => indexes.has(index));
    if (deletion.whole || deletion.artifact.id !== artifact.id || back.length === 0) continue;
    reviveInto(core, writer, artifact, back);
    writer.removeDeletion(deletion.operation);
    const rest = deletion.versions.filter(({ index }) => !indexes.has(index));
    if (rest.length > 0) writer.addDeletion({ ...deletion, versions: rest });
    else writer.forgetUndo(deletion.operation);
    revived.push(...back.map(({ index }) => index));
  }
  if (revived.length > 0) markDeletionsPending(writer);
  return revived;
}

function waitingDeletion(catalog: CatalogReader, { id }: Operation): Deletion {
  const deletion = catalog.deletions().find(({ operation }) => operation === id);
  if (deletion !== undefined) return deletion;
  throw new Failure('operation.not-undoable', `Operation ${id} cannot be taken back any more: what it deleted is freed.`, { operation: id });
}

function revive(core: Core, writer: CatalogWriter, deletion: Deletion): Artifact {
  const artifact = deletion.whole ? reviveArtifact(writer, deletion.artifact) : presentArtifact(writer, deletion);
  reviveInto(core, writer, artifact, deletion.versions);
  writer.removeDeletion(deletion.operation);
  markDeletionsPending(writer);
  writer.markUndone(deletion.operation);
  const pinned = holdRevived(core, writer, artifact, deletion.versions.map(({ index }) => index));
  const told = { operation: deletion.operation, ...(pinned.length === 0 ? {} : { pinned }) };
  recordOperation(core, writer, { kind: 'undo', artifact: artifact.name, arguments: told, undo: null });
  return writer.artifactById(artifact.id) ?? artifact;
}

function reviveInto(core: Core, writer: CatalogWriter, artifact: Artifact, versions: readonly Version[]): void {
  const before = latestVersion(writer, artifact);
  for (const version of versions) {
    writer.reviveVersion(version);
    reviveAliases(writer, artifact, version);
    writer.markRecordPending(artifact.id, version.index);
  }
  const newest = writer.versions(artifact.id, { limit: 1 })[0];
  if (newest !== undefined) writer.setAlias(artifact.id, latest, newest.index);
  const goesWithNewest = !standsBehind(writer, artifact);
  if (goesWithNewest && newest !== undefined && before !== null) lookAgainFrom(core, writer, artifact, newest, before);
  writer.markRecordPending(artifact.id, null);
}

function presentArtifact(writer: CatalogWriter, { artifact }: Deletion): Artifact {
  const present = writer.artifactById(artifact.id);
  if (present !== null) return present;
  const message = `"${artifact.name}" itself was deleted after these versions: take that back first.`;
  throw new Failure('operation.not-undoable', message, { artifact: artifact.name });
}

function reviveArtifact(writer: CatalogWriter, artifact: Artifact): Artifact {
  if (writer.artifactByName(artifact.name) !== null) {
    const message = `The name "${artifact.name}" belongs to another artifact by now, so the deleted one cannot come back beside it.`;
    throw new Failure('artifact.name-taken', message, { name: artifact.name });
  }
  const isElsewhere = writer.artifacts().some(({ path }) => path !== null && artifact.path !== null && overlaps(path, artifact.path));
  const revived = isElsewhere ? { ...artifact, path: null } : artifact;
  writer.reviveArtifact(revived);
  return revived;
}

function reviveAliases(writer: CatalogWriter, artifact: Artifact, version: Version): void {
  for (const alias of version.aliases) {
    if (alias !== latest && writer.aliasIndex(artifact.id, alias) === null) writer.setAlias(artifact.id, alias, version.index);
  }
}
