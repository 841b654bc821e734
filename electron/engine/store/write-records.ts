import type { Core } from '../core.ts';
import type { ArtifactId } from '../model/artifact.ts';
import { encodeArtifactRecord, encodeVersionRecord } from '../records/version-record.ts';
import { formatIndex } from '../model/version-address.ts';

/**
 * Writes the JSON records that the catalog says are not written yet. Called after each commit and at the start; the catalog remembers
 * what is due, so a crash in between loses nothing. A record that cannot be written stays due.
 */
export function writePendingRecords(core: Core): void {
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

function writeRecord(core: Core, due: { artifact: ArtifactId; index: number | null }): void {
  const artifact = core.catalog.artifactById(due.artifact);
  if (artifact === null) return;
  if (due.index === null) {
    const aliases = core.catalog.aliases(artifact.id);
    core.records.write({ name: `${artifact.name}/artifact.json`, text: encodeArtifactRecord(artifact, aliases) });
    return;
  }
  const version = core.catalog.version(artifact.id, due.index);
  if (version === null) return;
  core.records.write({
    name: `${artifact.name}/${formatIndex(version.index)}.json`,
    text: encodeVersionRecord(artifact, version),
  });
}
