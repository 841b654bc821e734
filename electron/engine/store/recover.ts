import type { Core } from '../core.ts';
import { refuseOlderCatalog } from './check-records.ts';
import { writePendingRecords } from './write-records.ts';

/**
 * Makes the home whole again after whatever ended the last run: unfinished packs and containers that no version came to name are
 * removed, temporaries of interrupted restores are removed from users' folders, and records that were due are written.
 * Called once at the start, before anything writes. Throws Failure `store.damaged` and changes nothing when the catalog is not the right one.
 */
export async function recover(core: Core): Promise<void> {
  refuseOlderCatalog(core);
  const unsealed = core.containers.removeUnsealed();
  const named = new Set(core.catalog.containers().map(({ id }) => id));
  let unnamed = 0;
  for (const { id } of core.containers.list()) {
    if (named.has(id)) continue;
    core.containers.remove(id);
    unnamed += 1;
  }
  for (const note of core.catalog.stagingNotes()) {
    try {
      await core.materialize.removeStaging(note.root, note.id);
    } catch (error) {
      core.log.warn('temporaries of an interrupted restore are still there; the next start tries again', { error: String(error) });
      continue;
    }
    core.catalog.transact((writer) => writer.removeStagingNote(note.id));
  }
  writePendingRecords(core);
  if (unsealed + unnamed > 0) core.log.info('removed what an interrupted run left in the store', { unsealed, unnamed });
}
