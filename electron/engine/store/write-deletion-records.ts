import type { Core } from '../core.ts';
import type { Deletion } from '../model/deletion.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';
import { encodeDeletionRecord } from '../records/deletion-record.ts';
import { deletionRecordName, parseDeletionName } from '../records/record-name.ts';

const dueKey = 'deletion-records-due';

/** Notes, in the transaction that adds or removes deletions, that their records are to be written or removed. */
export function markDeletionsPending(writer: CatalogWriter): void {
  writer.setSetting(dueKey, 'yes');
}

export function areDeletionsPending(catalog: CatalogReader): boolean {
  return catalog.setting(dueKey) === 'yes';
}

/** The text that the record of a deletion should have. */
export function deletionRecordText(catalog: CatalogReader, deletion: Deletion): string {
  return encodeDeletionRecord({ deletion, actor: catalog.operation(deletion.operation)?.actor ?? '' });
}

/** Lets the records of deletions be those of the catalog, when it says that they may not be. */
export function writeDeletionRecords(core: Pick<Core, 'catalog' | 'records' | 'log'>): void {
  if (!areDeletionsPending(core.catalog)) return;
  try {
    const waiting = new Map(core.catalog.deletions().map((deletion) => [deletionRecordName(deletion.operation), deletion]));
    for (const name of core.records.names()) if (parseDeletionName(name) !== null && !waiting.has(name)) core.records.remove(name);
    for (const [name, deletion] of waiting) core.records.write({ name, text: deletionRecordText(core.catalog, deletion) });
  } catch (error) {
    core.log.warn('the record of a deletion could not be written; it will be tried again', { error: String(error) });
    return;
  }
  core.catalog.transact((writer) => writer.setSetting(dueKey, 'no'));
}
