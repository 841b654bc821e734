import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { findArtifact } from '../find-version.ts';
import type { Artifact } from '../model/artifact.ts';
import { nameOf, parentOf, type EntryPath } from '../model/entry-path.ts';
import { nowhere } from '../model/digest-table.ts';
import { Failure } from '../model/failure.ts';
import type { Operation } from '../model/operation.ts';
import type { Version } from '../model/version.ts';
import { recordOperation } from '../operations/record-operation.ts';
import type { CatalogWriter } from '../ports/catalog.ts';
import type { SealedContainer } from '../ports/container-store.ts';
import { decodeListing } from '../scan/listing.ts';
import { markDeletionsPending } from '../store/write-deletion-records.ts';
import { writePendingRecords } from '../store/write-records.ts';
import { entryPathFrom } from '../versions/history.ts';
import { finishPurge, notePurge } from './finish-purge.ts';
import { deletionsTurn } from './letting-go.ts';
import { planPurge, type PurgedVersion, type PurgePlan } from './plan-purge.ts';

export interface PurgeRequest {
  readonly artifact: string;
  /** A file, or a folder with all in it. */
  readonly path: string;
}

export interface PurgePreview {
  readonly plan: PurgePlan;
  /** The folder still holds the path, so that purging is refused. */
  readonly present: boolean;
}

/** What a purge would do. */
export async function previewPurge(core: Core, request: PurgeRequest): Promise<PurgePreview> {
  const artifact = findArtifact(core.catalog, request.artifact);
  const path = entryPathFrom(request.path);
  const plan = await core.turns.take(artifact.name, () => core.stored.use(() => planPurge(core, artifact, path)));
  return { plan, present: await isPresent(core, artifact, path, new AbortController().signal) };
}

/**
 * Takes a path out of every version of an artifact, for good: manifests are rewritten, and what nobody else holds is gone from the disk
 * when this returns. Refused while the folder still holds the path, since the next save would keep it again.
 */
export async function purge(core: Core, request: PurgeRequest): Promise<PurgePlan> {
  const path = entryPathFrom(request.path);
  const beginning = { kind: 'compact' as const, artifact: request.artifact, phase: 'Rewriting versions' };
  return core.activities.run(beginning, async (activity) => {
    const plan = await core.turns.take(request.artifact, async () => {
      const artifact = findArtifact(core.catalog, request.artifact);
      if (await isPresent(core, artifact, path, activity.signal)) refusePresent(artifact, path);
      return core.turns.take(deletionsTurn, () => core.stored.takeAway(() => purgeStill(core, artifact, path, activity)));
    });
    writePendingRecords(core);
    await finishPurge(core);
    tellPurged(core, plan);
    return plan;
  });
}

/** Plans and commits while nothing of the store changes. */
async function purgeStill(core: Core, artifact: Artifact, path: EntryPath, activity: ActivityHandle): Promise<PurgePlan> {
  const plan = await planPurge(core, artifact, path);
  activity.signal.throwIfAborted();
  const operation = commitPurge(core, plan);
  core.facts.tell({ kind: 'operation.recorded', operation });
  activity.advance({ phase: 'Freeing space', cancellable: false });
  return plan;
}

/** Whether the next save would keep the path again: it is in the folder, and not ignored there. */
async function isPresent(core: Core, artifact: Artifact, path: EntryPath, signal: AbortSignal): Promise<boolean> {
  if (artifact.path === null || core.workTree.inspect(artifact.path).state !== 'folder') return false;
  for await (const folders of core.workTree.scan({ root: artifact.path, folders: [{ path: parentOf(path), deep: false }] }, signal)) {
    for (const folder of folders) {
      if (folder.state === 'listed' && decodeListing(folder.listing).some(({ name }) => name === nameOf(path))) return true;
    }
  }
  return false;
}

function refusePresent(artifact: Artifact, path: EntryPath): never {
  const message = `"${path}" is still in ${artifact.path}, so the next save would keep it again: delete it there or add it to .strataignore first.`;
  throw new Failure('path.present', message, { artifact: artifact.name, path });
}

function commitPurge(core: Core, plan: PurgePlan): Operation {
  const container = storeNodes(core, plan);
  try {
    return core.catalog.transact((writer) => {
      writer.addContainers(container === null ? [] : [container], plan.added);
      writer.removeReferences(plan.release.counts);
      notePurge(writer);
      const rewritten = new Map(plan.versions.map((purged) => [purged.version.index, purged]));
      rewriteVersions(writer, plan, rewritten);
      rewriteDeletions(writer, plan, rewritten);
      const { artifact, path, versions, freedBytes } = plan;
      const indexes = versions.map(({ version }) => version.index);
      return recordOperation(core, writer, { kind: 'purge', artifact: artifact.name, arguments: { path, versions: indexes, freedBytes }, undo: null });
    });
  } catch (error) {
    if (container !== null) core.containers.remove(container.id);
    throw error;
  }
}

function storeNodes(core: Core, { nodes, added }: PurgePlan): SealedContainer | null {
  const pack = core.containers.createPack();
  try {
    for (const [digest, bytes] of nodes) {
      if (added.find(digest) !== nowhere && core.catalog.chunk(digest) === null) pack.append('manifest', digest, bytes);
    }
    return pack.seal();
  } catch (error) {
    pack.abandon();
    throw error;
  }
}

function rewriteVersions(writer: CatalogWriter, { artifact }: PurgePlan, rewritten: ReadonlyMap<number, PurgedVersion>): void {
  for (const { version, root, changes } of rewritten.values()) {
    if (writer.version(artifact.id, version.index) === null) continue;
    writer.rewriteVersion(artifact.id, version.index, { root: root.node, digest: root.digest, files: root.files, bytes: root.bytes, changes });
    writer.markRecordPending(artifact.id, version.index);
  }
}

function rewriteDeletions(writer: CatalogWriter, { artifact }: PurgePlan, rewritten: ReadonlyMap<number, PurgedVersion>): void {
  for (const deletion of writer.deletions()) {
    if (deletion.artifact.id !== artifact.id) continue;
    writer.removeDeletion(deletion.operation);
    writer.addDeletion({ ...deletion, versions: deletion.versions.map((version) => without(version, rewritten.get(version.index))) });
    markDeletionsPending(writer);
  }
}

function without(version: Version, purged: PurgedVersion | undefined): Version {
  if (purged === undefined) return version;
  const { node, digest, files, bytes } = purged.root;
  return { ...version, root: node, digest, files, bytes, changes: purged.changes };
}

function tellPurged(core: Core, { artifact, versions }: PurgePlan): void {
  for (const { version } of versions) {
    const now = core.catalog.version(artifact.id, version.index);
    if (now !== null) core.facts.tell({ kind: 'version.edited', artifact, version: now });
  }
  core.facts.tell({ kind: 'store.changed' });
}
