import type { Core } from '../core.ts';
import { parseRecordName } from '../records/record-name.ts';
import { markDeletionsPending } from '../store/write-deletion-records.ts';
import { writePendingRecords } from '../store/write-records.ts';
import type { Finding } from '../verify/finding.ts';

/** Writes missing and unreadable records again. One that can be read and says something else stays: nobody knows which of the two is right. */
export function mendRecords(core: Core, findings: readonly Finding[]): number {
  const names = findings.filter(({ code }) => code === 'record.missing' || code === 'record.damaged').flatMap(({ record }) => record ?? []);
  if (names.length === 0) return 0;
  core.catalog.transact((writer) => {
    for (const name of names) {
      const address = parseRecordName(name);
      if (address === null) markDeletionsPending(writer);
      const artifact = address === null ? null : writer.artifactByName(address.artifact);
      if (address !== null && artifact !== null) writer.markRecordPending(artifact.id, address.index);
    }
  });
  writePendingRecords(core);
  return names.length;
}
