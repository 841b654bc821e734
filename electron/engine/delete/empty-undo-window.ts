import type { Core } from '../core.ts';
import { recordOperation } from '../operations/record-operation.ts';
import { writePendingRecords } from '../store/write-records.ts';
import { markDeletionsPending } from '../store/write-deletion-records.ts';
import type { LiveArtifacts } from '../tracking/live-artifacts.ts';
import { compactSoon } from './compact.ts';
import { releaseOf } from './release.ts';
import { withReserve } from './with-reserve.ts';

export interface Emptied {
  /** Content bytes that nobody held any more. */
  readonly freedBytes: number;
  readonly versions: number;
}

/** Frees at once what waits in the undo window: everything, or only deletions that are due at this moment (ms). */
export async function emptyUndoWindow(core: Core, live: LiveArtifacts, dueAt: number | null): Promise<Emptied> {
  const emptied = await withReserve(core, () => core.stored.takeAway(async () => releaseWaiting(core, dueAt)));
  if (emptied.versions === 0) return emptied;
  writePendingRecords(core);
  await compactSoon(core, live);
  core.facts.tell({ kind: 'store.changed' });
  return emptied;
}

function releaseWaiting(core: Core, dueAt: number | null): Emptied {
  const deletions = core.catalog.deletions().filter(({ due }) => dueAt === null || due <= dueAt);
  const roots = deletions.flatMap(({ versions }) => versions.map(({ root }) => root));
  if (deletions.length === 0) return { freedBytes: 0, versions: 0 };
  const release = releaseOf(core, roots);
  core.catalog.transact((writer) => {
    writer.removeReferences(release.counts);
    for (const { operation } of deletions) {
      writer.removeDeletion(operation);
      writer.forgetUndo(operation);
    }
    markDeletionsPending(writer);
    const operations = deletions.map(({ operation }) => operation);
    recordOperation(core, writer, { kind: 'empty-undo', artifact: null, arguments: { operations, freedBytes: release.bytes }, undo: null });
  });
  return { freedBytes: release.bytes, versions: roots.length };
}
