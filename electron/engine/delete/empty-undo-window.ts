import type { Core } from '../core.ts';
import type { Deletion } from '../model/deletion.ts';
import type { Digest } from '../model/digest.ts';
import { Failure } from '../model/failure.ts';
import type { Operation } from '../model/operation.ts';
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

type Deletions = readonly Deletion[];

/** Frees at once what waits in the undo window: everything, or only deletions that are due at this moment (ms). */
export function emptyUndoWindow(core: Core, live: LiveArtifacts, dueAt: number | null): Promise<Emptied> {
  return free(core, live, (waiting) => waiting.filter(({ due }) => dueAt === null || due <= dueAt));
}

/** Frees one deletion at once, with those that nobody could take back without it. Throws Failure `operation.not-found` when it does not wait. */
export function freeDeletion(core: Core, live: LiveArtifacts, operation: number): Promise<Emptied> {
  return free(core, live, (waiting) => {
    const wanted = waiting.find((deletion) => deletion.operation === operation);
    if (wanted !== undefined) return [wanted, ...goingWith(wanted, waiting)];
    const message = `No deletion ${operation} waits in the undo window: it was taken back, or is freed already.`;
    throw new Failure('operation.not-found', message, { operation });
  });
}

/** Earlier deletions from an artifact that was deleted itself: they come back only after it, so they are freed with it. */
export function goingWith({ operation, artifact, whole }: Deletion, waiting: Deletions): Deletions {
  return whole ? waiting.filter((other) => other.operation !== operation && other.artifact.id === artifact.id) : [];
}

async function free(core: Core, live: LiveArtifacts, choose: (waiting: Deletions) => Deletions): Promise<Emptied> {
  const { operations, ...emptied } = await core.turns.take(deletionsTurn, async () => {
    const done = await withReserve(core, () => core.stored.use(() => freePlanned(core, choose)));
    await letGo(core);
    return done;
  });
  if (emptied.versions === 0) return emptied;
  writePendingRecords(core);
  for (const operation of operations) core.facts.tell({ kind: 'operation.recorded', operation });
  await compactSoon(core, live);
  core.facts.tell({ kind: 'store.changed' });
  return emptied;
}

interface Freed extends Emptied {
  /** Those that cannot be taken back any more, and the one that did it. */
  readonly operations: readonly Operation[];
}

/** A deletion that was taken back while the rest was being planned stays. */
async function freePlanned(core: Core, choose: (waiting: Deletions) => Deletions): Promise<Freed> {
  for (;;) {
    const deletions = choose(core.catalog.deletions());
    if (deletions.length === 0) return { freedBytes: 0, versions: 0, operations: [] };
    const roots = deletions.flatMap(({ versions }) => versions.map(({ root }) => root));
    const { bytes: freedBytes } = await releaseOf(core, roots);
    if (named(deletions) === named(choose(core.catalog.deletions()))) return commitFreed(core, deletions, roots, freedBytes);
  }
}

function named(deletions: Deletions): string {
  return deletions.map(({ operation }) => operation).join();
}

function commitFreed(core: Core, deletions: Deletions, roots: readonly Digest[], freedBytes: number): Freed {
  const ids = deletions.map(({ operation }) => operation);
  const recorded = core.catalog.transact((writer) => {
    for (const operation of ids) {
      writer.removeDeletion(operation);
      writer.forgetUndo(operation);
    }
    letGoLater(writer, roots);
    markDeletionsPending(writer);
    return recordOperation(core, writer, { kind: 'empty-undo', artifact: null, arguments: { operations: ids, freedBytes }, undo: null });
  });
  const known = ids.flatMap((id) => core.catalog.operation(id) ?? []);
  return { freedBytes, versions: roots.length, operations: [...known, recorded] };
}
