import type { Core } from '../core.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';
import { compact, isCompact } from './compact.ts';

const key = 'purge:unfinished';

/** Notes, in the transaction that rewrites versions, that bytes which nobody names any more must go from the disk, whatever comes between. */
export function notePurge(writer: CatalogWriter): void {
  writer.setSetting(key, 'yes');
}

export function isPurgeUnfinished(catalog: CatalogReader): boolean {
  return catalog.setting(key) === 'yes';
}

/** Rewrites what holds purged bytes. What cannot be rewritten now, on a full disk, is tried again at the next start or look. */
export async function finishPurge(core: Core): Promise<void> {
  await compact(core, 'purge');
  if (isCompact(core, 'purge')) core.catalog.transact((writer) => writer.setSetting(key, 'no'));
}
