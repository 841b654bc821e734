import { takeInBreaths } from '../breaths.ts';
import type { Core } from '../core.ts';
import type { Fact } from '../facts.ts';
import { latest } from '../model/alias.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import { Failure } from '../model/failure.ts';
import type { RemoteId } from '../model/remote.ts';
import type { Renumbered } from '../model/renumbered.ts';
import { editsOf } from '../model/version-edits.ts';
import { recordOperation } from '../operations/record-operation.ts';
import type { CatalogWriter } from '../ports/catalog.ts';
import type { SealedContainer } from '../ports/container-store.ts';
import { countReferences } from '../snapshot/count-references.ts';
import { visitNaming } from '../snapshot/count-new-references.ts';
import { isStored } from '../store/stored-nodes.ts';
import { moveMadeFrom, noteMadeFrom } from '../tracking/made-from.ts';
import { noteStanding, standingVersion } from '../tracking/standing-version.ts';
import { checkManifest } from './check-manifest.ts';
import { isAlive, nodesWith, type FetchedNode } from './fetch-nodes.ts';
import { renumber, tellIdentical } from './renumber.ts';
import { noteRenumbered } from './renumbered-notes.ts';
import type { SyncCore } from './sync-core.ts';
import type { VersionFile } from './version-file.ts';

/** What came of a row of indexes that others have in the bucket. */
export interface TakenVersions {
  readonly indexes: readonly number[];
  readonly renumbered: readonly Renumbered[];
  readonly facts: readonly Fact[];
}

/**
 * Takes versions from the bucket in: their nodes go into a local pack, contents that are not here lie elsewhere from now on, and versions of
 * this home that have such an index move on. Everything is checked before anything is written. Must hold the artifact's turn, and what is stored must be in use.
 * Null: something went from the store meanwhile that must be fetched after all. Throws Failure `store.damaged` for a manifest that is none.
 */
export async function takeVersions(
  core: SyncCore,
  artifact: Artifact,
  remote: RemoteId,
  files: readonly VersionFile[],
  fetched: ReadonlyMap<Digest, FetchedNode>,
): Promise<TakenVersions | null> {
  let content: ReadonlyMap<Digest, number>;
  try {
    content = await checkAll(core, remote, files, fetched);
  } catch (error) {
    if (isLacking(error)) return null;
    throw error;
  }
  const container = storeNodes(core, fetched);
  try {
    return core.catalog.transact((writer) => commit(core, writer, artifact, files, { fetched, content, container }));
  } catch (error) {
    if (container !== null) core.containers.remove(container.id);
    throw error;
  }
}

/** The store lacks a chunk, unlike a node that is no node. */
function isLacking(error: unknown): boolean {
  return error instanceof Failure && error.code === 'store.damaged' && error.data['digest'] !== undefined && error.data['container'] === undefined;
}

/** Checks the manifests; returns the contents that they name, with their lengths. */
async function checkAll(core: SyncCore, remote: RemoteId, files: readonly VersionFile[], fetched: ReadonlyMap<Digest, FetchedNode>): Promise<ReadonlyMap<Digest, number>> {
  const content = new Map<Digest, number>();
  const onContent = (digest: Digest, length: number): void => {
    const known = content.get(digest) ?? core.catalog.chunk(digest)?.length ?? length;
    if (known !== length) throw new Failure('store.damaged', 'A version gives a chunk two lengths.', { what: 'a chunk has two lengths' });
    content.set(digest, length);
  };
  const check = { source: nodesWith(core, fetched), digester: core.digester, isAlive: (digest: Digest) => isAlive(core, digest), onContent };
  for (const { version } of files) if (version !== null) await takeInBreaths(core.clock, checkManifest(version, check));
  const digests = [...content.keys()];
  for (const [i, place] of core.catalog.bucketPlaces(remote, digests).entries()) {
    const isOther = place !== null && (place.kind !== 'data' || place.length !== content.get(digests[i] as Digest));
    if (isOther) throw new Failure('store.damaged', 'A version names what is no such content.', { what: 'it names a chunk of content that is another in the index' });
  }
  return content;
}

function storeNodes(core: Core, fetched: ReadonlyMap<Digest, FetchedNode>): SealedContainer | null {
  const pack = core.containers.createPack();
  try {
    for (const [digest, { kind, bytes }] of fetched) if (!isStored(core.catalog, digest)) pack.append(kind, digest, bytes);
    return pack.seal();
  } catch (error) {
    pack.abandon();
    throw error;
  }
}

interface Gathered {
  readonly fetched: ReadonlyMap<Digest, FetchedNode>;
  readonly content: ReadonlyMap<Digest, number>;
  readonly container: SealedContainer | null;
}

function commit(core: SyncCore, writer: CatalogWriter, artifact: Artifact, files: readonly VersionFile[], gathered: Gathered): TakenVersions {
  const link = writer.link(artifact.id);
  const first = files[0]?.index;
  if (link === null || first !== link.next) throw new Error('versions are taken in the order of their indexes');
  const standing = standingVersion(writer, artifact)?.index ?? null;
  const before = writer.versions(artifact.id).find(({ index }) => index < first)?.index ?? null;
  const renumbered = renumber(writer, artifact, first, files.length);
  moveMadeFrom(writer, artifact, { from: first, by: files.length, first: renumbered[0]?.to ?? null, before });
  noteRenumbered(writer, artifact, renumbered, files[0]?.by.actor ?? '');
  if (gathered.container !== null) writer.addContainer(gathered.container);
  writer.addElsewhere([...gathered.content].map(([digest, length]) => ({ digest, kind: 'data' as const, length })));
  for (const file of files) insert(core, writer, artifact, file, gathered.fetched);
  writer.putLink(artifact.id, { ...link, next: first + files.length });
  tellIdentical(writer, artifact, renumbered.map(({ to }) => to));
  const newest = writer.versions(artifact.id, { limit: 1 })[0];
  if (newest !== undefined) writer.setAlias(artifact.id, latest, newest.index);
  standStill(writer, artifact, standing === null || standing < first ? standing : standing + files.length);
  writer.markRecordPending(artifact.id, null);
  return told(core, writer, artifact, files, renumbered);
}

/** What came says nothing of the work tree: it stands where it stood. */
function standStill(writer: CatalogWriter, artifact: Artifact, standing: number | null): void {
  const isKnown = standing !== null && writer.folder(artifact.id, '') !== null;
  noteStanding(writer, artifact, isKnown && standing !== writer.aliasIndex(artifact.id, latest) ? standing : null);
}

function insert(core: SyncCore, writer: CatalogWriter, artifact: Artifact, file: VersionFile, fetched: ReadonlyMap<Digest, FetchedNode>): void {
  const { index, uid, by, version, madeFrom } = file;
  writer.putClaim(artifact.id, {
    index,
    uid,
    state: version === null ? 'void' : 'claimed',
    by,
    pulled: true,
    base: version === null ? null : editsOf(version),
    generation: null,
  });
  if (version === null) return;
  const source = nodesWith(core, fetched);
  const counts = countReferences(version.root, {
    references: (digest) => writer.chunk(digest)?.references ?? 0,
    visitChildren: ({ digest, kind }, visit) => visitNaming(kind, source.read(digest), visit),
  });
  writer.addReferences(counts);
  const oldest = writer.oldestWithDigest(artifact.id, version.digest);
  const identicalTo = oldest !== null && oldest < index ? oldest : null;
  if (madeFrom !== null) noteMadeFrom(writer, artifact, index, madeFrom);
  writer.reviveVersion({ ...version, artifact: artifact.id, identicalTo, aliases: [], protectedAliases: [] });
  writer.markRecordPending(artifact.id, index);
}

function told(core: SyncCore, writer: CatalogWriter, artifact: Artifact, files: readonly VersionFile[], renumbered: readonly Renumbered[]): TakenVersions {
  const indexes = files.flatMap(({ index, version }) => (version === null ? [] : [index]));
  const facts: Fact[] = [];
  if (renumbered.length > 0) facts.push({ kind: 'version.renumbered', artifact: writer.artifactById(artifact.id) ?? artifact, renumbered });
  if (indexes.length > 0) {
    const given = { versions: indexes, by: [...new Set(files.map(({ by }) => by.actor))], ...(renumbered.length === 0 ? {} : { renumbered }) };
    const operation = recordOperation(core, writer, { kind: 'pull', artifact: artifact.name, arguments: given, undo: null });
    facts.push({ kind: 'operation.recorded', operation });
  }
  for (const index of indexes) {
    const version = writer.version(artifact.id, index);
    if (version !== null) facts.push({ kind: 'version.created', artifact: writer.artifactById(artifact.id) ?? artifact, version });
  }
  return { indexes, renumbered, facts };
}
