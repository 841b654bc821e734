import type { Core } from '../core.ts';
import type { Deletion } from '../model/deletion.ts';
import type { Digest } from '../model/digest.ts';
import { recordOperation } from '../operations/record-operation.ts';
import { writePendingRecords } from '../store/write-records.ts';
import { markDeletionsPending } from '../store/write-deletion-records.ts';
import type { LiveArtifacts } from '../tracking/live-artifacts.ts';
import { compactSoon } from './compact.ts';
import { deletionsTurn, letGo, letGoLater } from './letting-go.ts';
import { releaseOf } from './release.ts';
import { withReserve } from './with-reserve.ts';

export interface Emptied {
  /** Content bytes that nobody held any more. */
  readonly freedBytes: number;
  readonly versions: number;
}

/** Frees at once what waits in the undo window: everything, or only deletions that are due at this moment (ms). */
export async function emptyUndoWindow(core: Core, live: LiveArtifacts, dueAt: number | null): Promise<Emptied> {
  const emptied = await core.turns.take(deletionsTurn, async () => {
    const done = await withReserve(core, () => core.stored.use(() => emptyPlanned(core, dueAt)));
    await letGo(core);
    return done;
  });
  if (emptied.versions === 0) return emptied;
  writePendingRecords(core);
  await compactSoon(core, live);
  core.facts.tell({ kind: 'store.changed' });
  return emptied;
}

/** A deletion that was taken back while the rest was being planned stays. */
async function emptyPlanned(core: Core, dueAt: number | null): Promise<Emptied> {
  const dueNow = (): Deletion[] => core.catalog.deletions().filter(({ due }) => dueAt === null || due <= dueAt);
  for (;;) {
    const deletions = dueNow();
    if (deletions.length === 0) return { freedBytes: 0, versions: 0 };
    const roots = deletions.flatMap(({ versions }) => versions.map(({ root }) => root));
    const { bytes: freedBytes } = await releaseOf(core, roots);
    if (named(deletions) === named(dueNow())) return commitEmpty(core, deletions, roots, freedBytes);
  }
}

function named(deletions: readonly Deletion[]): string {
  return deletions.map(({ operation }) => operation).join();
}

function commitEmpty(core: Core, deletions: readonly Deletion[], roots: readonly Digest[], freedBytes: number): Emptied {
  core.catalog.transact((writer) => {
    for (const { operation } of deletions) {
      writer.removeDeletion(operation);
      writer.forgetUndo(operation);
    }
    letGoLater(writer, roots);
    markDeletionsPending(writer);
    const operations = deletions.map(({ operation }) => operation);
    recordOperation(core, writer, { kind: 'empty-undo', artifact: null, arguments: { operations, freedBytes }, undo: null });
  });
  return { freedBytes, versions: roots.length };
}
