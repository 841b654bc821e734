import type { Core } from '../core.ts';
import type { Fact } from '../facts.ts';
import { countChanges } from '../diff/diff-versions.ts';
import { latestVersion } from '../find-version.ts';
import { withNewNodes, type BuiltManifest } from '../manifest/build-manifest.ts';
import { diffManifests } from '../manifest/diff-manifests.ts';
import { checkAlias, latest } from '../model/alias.ts';
import { Failure } from '../model/failure.ts';
import type { Problem } from '../model/problem.ts';
import type { ChangeCounts, Version, VersionRecord } from '../model/version.ts';
import type { Captured, CaptureSession } from '../ports/capture.ts';
import type { CatalogWriter } from '../ports/catalog.ts';
import type { ContainerId, SealedContainer } from '../ports/container-store.ts';
import { refuseOverLimit } from '../store/limit.ts';
import { refuseProtectedAlias } from '../versions/protected-alias.ts';
import { recordOperation } from '../operations/record-operation.ts';
import type { FoundManifest, SnapshotFound } from './build-found.ts';
import { isStored } from '../store/stored-nodes.ts';
import { noteMadeFrom } from '../tracking/made-from.ts';
import { noteStanding, standsBehind } from '../tracking/standing-version.ts';
import { countNewReferences } from './count-new-references.ts';
import type { Gathering } from './gather-changes.ts';
import { rememberProblems } from './remembered-problems.ts';
import type { SnapshotRequest, SnapshotResult } from './take-snapshot.ts';

export interface SnapshotFindings extends SnapshotFound {
  readonly captured: Captured;
  /** The container with those nodes of the manifest that the store lacked. */
  readonly nodes: SealedContainer | null;
  readonly problems: readonly Problem[];
}

/** What was committed, and how to tell of it. */
export interface CommittedSnapshot {
  readonly result: SnapshotResult;
  readonly facts: readonly Fact[];
}

/**
 * Turns what was found into one transaction: a version if the content differs, and what is now known of the folders. Tells nobody: when
 * it returns, the containers belong to the catalog and must not be removed, whatever goes wrong afterwards.
 */
export function commitSnapshot(
  core: Core,
  request: SnapshotRequest,
  findings: SnapshotFindings,
  manifest: FoundManifest,
): CommittedSnapshot {
  const { built, edited } = manifest;
  if (built === null) return keepVersion(core, request, findings, findings.base as Version, edited);
  const newest = latestVersion(core.catalog, request.artifact);
  if (newest === null || newest.index === findings.base?.index || !isSame(newest, built, request)) return storeVersion(core, request, findings, built);
  return keepVersion(core, request, findings, newest, built.root.node !== newest.root);
}

/** A work tree that stood at an older version has come to the newest one: by a restore, as a rule. */
function isSame(newest: Version, { root }: NonNullable<FoundManifest['built']>, { origin }: SnapshotRequest): boolean {
  return root.node === newest.root || (root.digest === newest.digest && origin !== 'before-restore');
}

/** Removes what a session stored, and the containers that were `written` beside it. */
export async function abandonQuietly(core: Core, session: CaptureSession, written: readonly ContainerId[] = []): Promise<void> {
  try {
    await session.abandon();
    for (const id of written) core.containers.remove(id);
  } catch (error) {
    core.log.warn('what a failed snapshot wrote could not be removed; the next start will', { error: String(error) });
  }
}

/** No version is made: the work tree stands at `base` now. */
function keepVersion(core: Core, request: SnapshotRequest, findings: SnapshotFindings, base: Version, timesDiffer: boolean): CommittedSnapshot {
  const { gathering, captured, nodes } = findings;
  for (const { id } of captured.containers) core.containers.remove(id);
  if (nodes !== null) core.containers.remove(nodes.id);
  const moved = (request.aliases ?? []).length > 0 || request.description !== undefined;
  const came = base.index !== findings.base?.index;
  if (gathering.listings.size > 0 || gathering.removedFolders.size > 0 || findings.problems.length > 0 || moved || came) {
    core.catalog.transact((writer) => {
      if (came) noteStanding(writer, request.artifact, null);
      rememberFolders(writer, request, gathering, timesDiffer);
      rememberProblems(writer, request.artifact, findings.problems);
      if (request.description !== undefined) writer.setDescription(request.artifact.id, base.index, request.description);
      setAliases(writer, request, base.index);
    });
  }
  const version = core.catalog.version(request.artifact.id, base.index) as Version;
  const result = { created: false, version, again: findings.outcome.again, problems: findings.problems };
  return { result, facts: moved ? [{ kind: 'version.edited', artifact: request.artifact, version }] : [] };
}

function storeVersion(core: Core, request: SnapshotRequest, findings: SnapshotFindings, built: NonNullable<FoundManifest['built']>): CommittedSnapshot {
  refuseOverLimit(core, request.origin, findings.captured.containers.reduce((sum, { size }) => sum + size, 0));
  const changes = changesOf(core, findings.base, built);
  const { nodes } = findings;
  const containers = [...findings.captured.containers, ...(nodes === null ? [] : [nodes])];
  const { artifact } = request;
  return core.catalog.transact((writer) => {
    const current = writer.artifactById(artifact.id);
    if (current === null) throw new Failure('artifact.not-found', `There is no artifact named "${artifact.name}".`);
    const addedBytes = writer.addContainers(containers, countNewReferences(writer, core, built, findings.captured, nodes));
    const record: VersionRecord = {
      artifact: artifact.id,
      index: current.nextIndex,
      digest: built.root.digest,
      root: built.root.node,
      files: built.root.files,
      bytes: built.root.bytes,
      addedBytes,
      createdAt: core.clock.now(),
      actor: core.actor,
      origin: request.origin,
      identicalTo: writer.oldestWithDigest(artifact.id, built.root.digest),
      changes,
      problems: findings.problems,
    };
    writer.insertVersion(record);
    writer.setAlias(artifact.id, latest, record.index);
    if (request.description !== undefined) writer.setDescription(artifact.id, record.index, request.description);
    setAliases(writer, request, record.index);
    writer.clearDifferingTimes(artifact.id);
    if (findings.base !== null && standsBehind(writer, artifact)) noteMadeFrom(writer, artifact, record.index, findings.base.index);
    noteStanding(writer, artifact, null);
    rememberFolders(writer, request, findings.gathering, false);
    rememberProblems(writer, artifact, findings.problems);
    writer.markRecordPending(artifact.id, record.index);
    writer.markRecordPending(artifact.id, null);
    const operation = recordOperation(core, writer, {
      kind: 'snapshot',
      artifact: artifact.name,
      arguments: { version: record.index, origin: request.origin },
      undo: null,
    });
    const version = writer.version(artifact.id, record.index) as Version;
    const result = { created: true, version, again: findings.outcome.again, problems: findings.problems };
    const facts: Fact[] = [
      { kind: 'version.created', artifact: writer.artifactById(artifact.id) ?? artifact, version },
      { kind: 'operation.recorded', operation },
    ];
    return { result, facts };
  });
}

function setAliases(writer: CatalogWriter, request: SnapshotRequest, index: number): void {
  const { artifact } = request;
  for (const alias of request.aliases ?? []) {
    if (writer.aliasIndex(artifact.id, alias) !== index) refuseProtectedAlias(writer, artifact, alias);
    writer.setAlias(artifact.id, checkAlias(alias), index);
  }
  if ((request.aliases ?? []).length > 0) writer.markRecordPending(artifact.id, null);
  if (request.description !== undefined) writer.markRecordPending(artifact.id, index);
}

function rememberFolders(writer: CatalogWriter, request: SnapshotRequest, gathering: Gathering, timesDiffer: boolean): void {
  for (const path of gathering.removedFolders) writer.removeFoldersWithin(request.artifact.id, path);
  for (const [path, listing] of gathering.listings) {
    writer.putFolder(request.artifact.id, { path, listing, timesDiffer });
  }
}

/** Stores the nodes that the store lacks. Null when it has them all (a return to older content). */
export function storeNodes(core: Core, built: BuiltManifest): SealedContainer | null {
  const pack = core.containers.createPack();
  // The first snapshot of a home has thousands of nodes: an empty store need not be asked for each.
  const isEmpty = core.catalog.containers().length === 0;
  try {
    for (const [digest, bytes] of built.nodes) {
      if (isEmpty || !isStored(core.catalog, digest)) pack.append('manifest', digest, bytes);
    }
    return pack.seal();
  } catch (error) {
    pack.abandon();
    throw error;
  }
}

function changesOf(core: Core, base: Version | null, built: BuiltManifest): ChangeCounts {
  if (base === null) return { added: built.root.files, modified: 0, removed: 0, renamed: 0 };
  const nodes = withNewNodes(built, core.nodes);
  return countChanges(diffManifests(base.root, built.root.node, nodes, { contentOnly: true }));
}
