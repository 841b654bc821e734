import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { findArtifact } from '../find-version.ts';
import type { Artifact } from '../model/artifact.ts';
import { nameOf, parentOf, type EntryPath } from '../model/entry-path.ts';
import { nowhere } from '../model/digest-table.ts';
import { Failure } from '../model/failure.ts';
import type { Version } from '../model/version.ts';
import { recordOperation } from '../operations/record-operation.ts';
import type { CatalogWriter } from '../ports/catalog.ts';
import type { SealedContainer } from '../ports/container-store.ts';
import { decodeListing } from '../scan/listing.ts';
import { writePendingRecords } from '../store/write-records.ts';
import { entryPathFrom } from '../versions/history.ts';
import { compact } from './compact.ts';
import { deletionsTurn } from './letting-go.ts';
import { planPurge, type PurgedVersion, type PurgePlan } from './plan-purge.ts';

export interface PurgeRequest {
  readonly artifact: string;
  /** A file, or a folder with all in it. */
  readonly path: string;
}

/** What a purge would do. */
export function previewPurge(core: Core, request: PurgeRequest): Promise<PurgePlan> {
  const artifact = findArtifact(core.catalog, request.artifact);
  return core.turns.take(artifact.name, () => core.stored.use(() => planPurge(core, artifact, entryPathFrom(request.path))));
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
      await refusePresent(core, artifact, path, activity);
      return core.turns.take(deletionsTurn, () => core.stored.takeAway(() => purgeStill(core, artifact, path, activity)));
    });
    writePendingRecords(core);
    await compact(core, 'purge');
    tellPurged(core, plan);
    return plan;
  });
}

async function purgeStill(core: Core, artifact: Artifact, path: EntryPath, { signal }: ActivityHandle): Promise<PurgePlan> {
  const plan = await planPurge(core, artifact, path);
  signal.throwIfAborted();
  commitPurge(core, plan);
  return plan;
}

async function refusePresent(core: Core, artifact: Artifact, path: EntryPath, { signal }: ActivityHandle): Promise<void> {
  if (artifact.path === null || core.workTree.inspect(artifact.path).state !== 'folder') return;
  for await (const folders of core.workTree.scan({ root: artifact.path, folders: [{ path: parentOf(path), deep: false }] }, signal)) {
    for (const folder of folders) {
      if (folder.state !== 'listed' || !decodeListing(folder.listing).some(({ name }) => name === nameOf(path))) continue;
      const message = `"${path}" is still in ${artifact.path}, so the next save would keep it again: delete it there or add it to .strataignore first.`;
      throw new Failure('path.present', message, { artifact: artifact.name, path });
    }
  }
}

function commitPurge(core: Core, plan: PurgePlan): void {
  const container = storeNodes(core, plan);
  try {
    core.catalog.transact((writer) => {
      if (container !== null) writer.addContainer(container);
      writer.addReferences(plan.added);
      writer.removeReferences(plan.release.counts);
      const rewritten = new Map(plan.versions.map((purged) => [purged.version.index, purged]));
      rewriteVersions(writer, plan, rewritten);
      rewriteDeletions(writer, plan, rewritten);
      const { artifact, path, versions, freedBytes } = plan;
      const indexes = versions.map(({ version }) => version.index);
      recordOperation(core, writer, { kind: 'purge', artifact: artifact.name, arguments: { path, versions: indexes, freedBytes }, undo: null });
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
