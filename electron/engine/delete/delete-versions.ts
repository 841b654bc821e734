import type { Core } from '../core.ts';
import { latest } from '../model/alias.ts';
import { undoWindow, type Deletion } from '../model/deletion.ts';
import { Failure } from '../model/failure.ts';
import type { Operation } from '../model/operation.ts';
import { recordOperation } from '../operations/record-operation.ts';
import type { CatalogWriter } from '../ports/catalog.ts';
import { markDeletionsPending } from '../store/write-deletion-records.ts';
import { removeRecordsLater, writePendingRecords } from '../store/write-records.ts';
import { noteStanding, standingVersion } from '../tracking/standing-version.ts';
import type { LiveArtifacts } from '../tracking/live-artifacts.ts';
import { compactSoon } from './compact.ts';
import { deletionsTurn, letGo, letGoLater } from './letting-go.ts';
import { lookAgainFrom } from './look-again.ts';
import { planDelete, planParts, rootsOf, type DeletePart, type DeletePlan, type DeleteRequest, type TeamChoice } from './plan-delete.ts';
import { deleteArtifactForTeam, deleteForTeam, mayDeleteForTeam } from './team-deletions.ts';
import { withReserve } from './with-reserve.ts';

export interface DeleteResult {
  readonly plan: DeletePlan;
  /** One for each artifact, in the order of the plan's parts. */
  readonly operations: readonly Operation[];
  /** When it can no longer be taken back, ms since 1970; null: it cannot be. */
  readonly due: number | null;
}

/**
 * Deletes versions, or artifacts with all of theirs, in one transaction. Unless it is to be now, they wait in the undo window: they are
 * gone from every list, and what they hold stays until the window ends. Otherwise that is let go right after, in many small transactions. Nothing
 * of any other version changes.
 */
export async function deleteVersions(core: Core, live: LiveArtifacts, request: DeleteRequest): Promise<DeleteResult> {
  planParts(core, request); // refuses at once what cannot be
  const names = request.targets.map(({ artifact }) => artifact);
  const result = await deleteDecided(core, live, names, { kind: 'delete', more: {}, decide: () => request });
  if (result === null) throw new Failure('version.not-found', 'There was nothing to delete.');
  return result;
}

/** A deletion whose versions are chosen when it is the turn of their artifacts. */
export interface Decision {
  /** How the history names it. */
  readonly kind: 'delete' | 'thin';
  /** What the history tells beside the versions. */
  readonly more: Readonly<Record<string, unknown>>;
  /** Null: nothing is deleted. */
  readonly decide: () => DeleteRequest | null;
}

/** Deletes what is decided in the turns of these artifacts. Null: nothing was. */
export async function deleteDecided(core: Core, live: LiveArtifacts, names: readonly string[], decision: Decision): Promise<DeleteResult | null> {
  const result = await deleteInTurn(core, names, decision, async ({ plan, due }) => {
    for (const { artifact, whole } of plan.parts) if (whole) await live.stop(artifact.id);
    if (due === null) await letGo(core);
  });
  if (result !== null && result.due === null) await compactSoon(core, live);
  if (result !== null) core.facts.tell({ kind: 'store.changed' });
  return result;
}

/** Deletes versions that somebody else deleted for everybody; it can be taken back. Null: what is decided is nothing, in the artifact's turn. */
export async function deleteForOthers(core: Core, name: string, decision: Decision): Promise<DeleteResult | null> {
  const result = await deleteInTurn(core, [name], decision, async () => undefined);
  if (result !== null) core.facts.tell({ kind: 'store.changed' });
  return result;
}

async function deleteInTurn(core: Core, names: readonly string[], decision: Decision, finish: (done: DeleteResult) => Promise<void>): Promise<DeleteResult | null> {
  const result = await core.turns.takeAll(names, () =>
    core.turns.take(deletionsTurn, async () => {
      const done = await withReserve(core, () => core.stored.use(() => deletePlanned(core, decision)));
      if (done !== null) await finish(done);
      return done;
    }),
  );
  if (result === null) return null;
  writePendingRecords(core);
  tellDeleted(core, result);
  return result;
}

/** Planning takes a while, in which others have their turn: what was decided must still be so in the end, or it is planned anew. */
async function deletePlanned(core: Core, decision: Decision): Promise<DeleteResult | null> {
  for (;;) {
    const request = decision.decide();
    if (request === null) return null;
    const plan = await planDelete(core, request);
    const still = decision.decide();
    const parts = still === null ? [] : planParts(core, still);
    if (sameVersions(parts, plan.parts)) return commitDelete(core, { ...plan, parts }, decision, still?.forTeam ?? null);
  }
}

function sameVersions(some: readonly DeletePart[], others: readonly DeletePart[]): boolean {
  const named = (parts: readonly DeletePart[]): string =>
    parts.map(({ artifact, whole, versions }) => [artifact.id, whole, ...versions.map(({ index, root }) => `${index} ${root}`)].join()).join(';');
  return named(some) === named(others);
}

function commitDelete(core: Core, plan: DeletePlan, decision: Decision, forTeam: TeamChoice | null): DeleteResult {
  const at = core.clock.now();
  const due = plan.now ? null : at + undoWindow;
  return core.catalog.transact((writer) => {
    if (forTeam !== null) for (const part of plan.parts) takeFromTeam(writer, part, forTeam);
    const operations = plan.parts.map((part) => takeOut(core, writer, part, { at, due, decision }));
    if (plan.now) letGoLater(writer, rootsOf(plan.parts));
    return { plan, operations, due };
  });
}

/** Where one may only read, a deletion is this home's alone. */
function takeFromTeam(writer: CatalogWriter, { artifact, whole, versions }: DeletePart, forTeam: TeamChoice): void {
  if (!mayDeleteForTeam(writer, artifact.id)) return;
  if (whole) deleteArtifactForTeam(writer, artifact.id, artifact.name);
  else deleteForTeam(writer, artifact.id, versions.filter((version) => forTeam === true || forTeam(version)).map(({ index }) => index));
}

interface Going {
  readonly at: number;
  readonly due: number | null;
  readonly decision: Decision;
}

function takeOut(core: Core, writer: CatalogWriter, part: DeletePart, { at, due, decision }: Going): Operation {
  const { artifact, versions, whole, latestAfter } = part;
  const indexes = versions.map(({ index }) => index);
  if (!whole) forgetStanding(core, writer, part);
  writer.removeVersions(artifact.id, indexes);
  if (latestAfter !== null) writer.setAlias(artifact.id, latest, latestAfter.index);
  const operation = recordOperation(core, writer, {
    kind: decision.kind,
    artifact: artifact.name,
    arguments: decision.kind === 'thin' ? { versions: indexes, ...decision.more } : { versions: indexes, whole, now: due === null, ...decision.more },
    undo: due === null ? null : { kind: 'delete' },
  });
  if (due !== null) addDeletion(writer, { operation: operation.id, at, due, artifact, whole, versions });
  if (whole) {
    removeRecordsLater(writer, artifact.name);
    writer.removeArtifact(artifact.id);
    return operation;
  }
  writer.markRecordPending(artifact.id, null);
  for (const index of indexes) writer.markRecordPending(artifact.id, index);
  return operation;
}

function addDeletion(writer: CatalogWriter, deletion: Deletion): void {
  writer.addDeletion(deletion);
  markDeletionsPending(writer);
}

/** What is known of the folder goes with the version that it stands at: when that one goes, with the newest one then. */
function forgetStanding(core: Core, writer: CatalogWriter, { artifact, versions, latestAfter }: DeletePart): void {
  const standing = standingVersion(writer, artifact);
  if (standing === null || !versions.some(({ index }) => index === standing.index)) return;
  if (latestAfter === null) writer.removeFoldersWithin(artifact.id, '');
  else lookAgainFrom(core, writer, artifact, latestAfter, standing);
  noteStanding(writer, artifact, null);
}

function tellDeleted(core: Core, { plan, operations }: DeleteResult): void {
  for (const { artifact, whole, versions } of plan.parts) {
    if (whole) core.facts.tell({ kind: 'artifact.removed', name: artifact.name });
    else core.facts.tell({ kind: 'versions.deleted', artifact, indexes: versions.map(({ index }) => index) });
  }
  for (const operation of operations) core.facts.tell({ kind: 'operation.recorded', operation });
}
