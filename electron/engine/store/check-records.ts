import type { Core } from '../core.ts';
import { Failure } from '../model/failure.ts';
import { formatIndex } from '../model/version-address.ts';
import { parseRecordName, type RecordAddress } from '../records/record-name.ts';

/**
 * Refuses a catalog that does not know versions of which records tell: it was lost, emptied or replaced by an older copy. Records
 * are written after their commit and indexes are never reused, so a sound catalog knows them all. Going on would take the
 * containers of those versions for leftovers and write other versions over their records. Throws Failure `store.damaged`.
 */
export function refuseOlderCatalog(core: Core): void {
  for (const name of core.records.names()) {
    const record = parseRecordName(name);
    if (record !== null && !isKnown(core, record)) throw olderCatalog(core.home, record);
  }
}

/** Deleted versions count as known; the record of an artifact alone says nothing that could be lost. */
function isKnown(core: Core, { artifact, index }: RecordAddress): boolean {
  return index === null || index < (core.catalog.artifactByName(artifact)?.nextIndex ?? 0);
}

function olderCatalog(home: string, { artifact, index }: RecordAddress): Failure {
  const version = `${artifact}:${formatIndex(index ?? 0)}`;
  return new Failure(
    'store.damaged',
    `The catalog of "${home}" does not know ${version}, of which a record lies there: it was lost or is an older copy. Put the right catalog.db back, or let "strata rebuild" make it anew from the records; nothing was changed.`,
    { home, artifact, version },
  );
}
