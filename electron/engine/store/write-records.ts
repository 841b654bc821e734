import type { Core } from '../core.ts';
import type { Artifact, ArtifactId } from '../model/artifact.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';
import { recordName } from '../records/record-name.ts';
import { encodeArtifactRecord, encodeVersionRecord } from '../records/version-record.ts';
import { writeDeletionRecords } from './write-deletion-records.ts';

/**
 * Writes the JSON records that the catalog says are not written yet. Called after each commit and at the start; the catalog remembers
 * what is due, so a crash in between loses nothing. A record that cannot be written stays due.
 */
export function writePendingRecords(core: Core): void {
  removeDueRecords(core);
  writeDeletionRecords(core);
  for (const due of core.catalog.pendingRecords()) {
    try {
      writeRecord(core, due);
    } catch (error) {
      core.log.warn('a version record could not be written; it will be tried again', { error: String(error) });
      return;
    }
    core.catalog.transact((writer) => writer.clearRecordPending(due.artifact, due.index));
  }
}

/** The text that an artifact's record should have. */
export function artifactRecordText(catalog: CatalogReader, artifact: Artifact): string {
  return encodeArtifactRecord(artifact, catalog.aliases(artifact.id), catalog.protectedAliases(artifact.id));
}

function writeRecord(core: Core, due: { artifact: ArtifactId; index: number | null }): void {
  const artifact = core.catalog.artifactById(due.artifact);
  if (artifact === null) return;
  if (due.index === null) {
    core.records.write({ name: recordName({ artifact: artifact.name, index: null }), text: artifactRecordText(core.catalog, artifact) });
    return undefined;
  }
  const version = core.catalog.version(artifact.id, due.index);
  if (version === null) return core.records.remove(recordName({ artifact: artifact.name, index: due.index }));
  core.records.write({ name: recordName({ artifact: artifact.name, index: due.index }), text: encodeVersionRecord(artifact, version) });
  return undefined;
}

const removedKey = 'records-to-remove';

/** Names of artifacts that are gone while records of them may still lie there. */
export function recordsToRemove(catalog: CatalogReader): string[] {
  return JSON.parse(catalog.setting(removedKey) ?? '[]') as string[];
}

/** Notes, in the transaction that removes an artifact, that its records have to go too. */
export function removeRecordsLater(writer: CatalogWriter, artifact: string): void {
  writer.setSetting(removedKey, JSON.stringify([...recordsToRemove(writer), artifact]));
}

function removeDueRecords(core: Core): void {
  const due = recordsToRemove(core.catalog);
  if (due.length === 0) return;
  for (const name of due) {
    if (core.catalog.artifactByName(name) !== null) continue; // made anew meanwhile: its records are its own
    try {
      core.records.removeAll(name);
    } catch (error) {
      core.log.warn('records of a deleted artifact could not be removed; it will be tried again', { error: String(error) });
      return;
    }
  }
  core.catalog.transact((writer) => writer.setSetting(removedKey, '[]'));
}
