import type { Database } from 'better-sqlite3';
import type { Artifact, ArtifactId } from '../engine/model/artifact.ts';
import { chunkKindCodes } from '../engine/model/chunk-kind.ts';
import type { Digest } from '../engine/model/digest.ts';
import type { DigestTable } from '../engine/model/digest-table.ts';
import type { FolderPath } from '../engine/model/entry-path.ts';
import type { VersionTimeToLive } from '../engine/model/keep.ts';
import type { Operation } from '../engine/model/operation.ts';
import type { Deletion } from '../engine/model/deletion.ts';
import type { Version, VersionRecord } from '../engine/model/version.ts';
import type { CatalogReader, CatalogWriter, KnownFolder, Proof } from '../engine/ports/catalog.ts';
import type { ContainerId, SealedContainer } from '../engine/ports/container-store.ts';
import { digestToBlob } from './digest-blob.ts';
import { keysBelow, pathToKey } from './path-key.ts';
import { addReferences, nameContainer, nameContainers } from './named-chunks.ts';
import { removeReferences, replaceContainers } from './released-chunks.ts';
import { writeRemotes } from './remote-writer.ts';
import type { Tables } from './tables/all-tables.ts';
import { toArtifact, toArtifactRow } from './tables/artifacts.ts';
import { toDeletionRow } from './tables/deletions.ts';
import { toOperation, toOperationRow } from './tables/operations.ts';
import { toTtl, toVersionRow } from './tables/versions.ts';

type Writing = Omit<CatalogWriter, keyof CatalogReader>;
export type WhileOpen = <A extends unknown[], R>(write: (...values: A) => R) => (...values: A) => R;

/** Writes the catalog; each call is refused outside a transaction, also by a writer that was kept. */
export function createCatalogWriter(
  db: Database,
  tables: Tables,
  reader: CatalogReader,
): CatalogWriter {
  const whileOpen: WhileOpen = (write) => (...values) => {
    if (!db.inTransaction) throw new Error('the catalog is written inside a transaction only');
    return write(...values);
  };
  return {
    ...reader,
    ...writeArtifacts(tables, reader, whileOpen),
    ...writeVersions(tables, whileOpen),
    ...writeAliases(tables, whileOpen),
    ...writeFolders(tables, whileOpen),
    ...writeChunks(tables, whileOpen),
    ...writeTheRest(tables, whileOpen),
    ...writeRemotes(db, tables, whileOpen),
  };
}

function writeArtifacts({ artifacts }: Tables, reader: CatalogReader, whileOpen: WhileOpen) {
  function update(id: ArtifactId, change: Partial<Artifact>): void {
    const artifact = reader.artifactById(id);
    if (artifact === null) throw new Error(`there is no artifact ${id}`);
    const next = { ...artifact, ...change };
    if (next.nextIndex < artifact.nextIndex) throw new RangeError('the next index of an artifact never goes back');
    const { name: _, createdAt: __, ...row } = toArtifactRow(next);
    artifacts.update.run(row);
  }
  return {
    insertArtifact: whileOpen((artifact: Parameters<CatalogWriter['insertArtifact']>[0]) =>
      toArtifact(present(artifacts.insert.get(artifact))),
    ),
    updateArtifact: whileOpen(update),
    removeArtifact: whileOpen((id: ArtifactId) => void artifacts.remove.run(id)),
    reviveArtifact: whileOpen((artifact: Artifact) => void artifacts.revive.run(toArtifactRow(artifact))),
  } satisfies Partial<Writing>;
}

function writeVersions({ artifacts, versions, aliases, tags }: Tables, whileOpen: WhileOpen) {
  function mustExist(artifact: ArtifactId, index: number): void {
    if (versions.exists.get(artifact, index) === undefined) throw new Error(`artifact ${artifact} has no version ${index}`);
  }
  function insert(record: VersionRecord): void {
    const { artifact, index } = record;
    if (artifacts.takeIndex.run({ id: artifact, index }).changes !== 1) {
      throw new Error(`${index} is not the next index of artifact ${artifact}`);
    }
    versions.insert.run(toVersionRow(record));
  }
  function remove(artifact: ArtifactId, indexes: readonly number[]): void {
    for (const index of indexes) {
      mustExist(artifact, index);
      aliases.removeOf.run(artifact, index);
      versions.remove.run(artifact, index);
    }
  }
  function revive(version: Version): void {
    const { artifact, index, description, metadata, pinned, timeToLive } = version;
    const own = { description, metadata: JSON.stringify(metadata), pinned: pinned ? (1 as const) : (0 as const), ttl: toTtl(timeToLive) };
    versions.insert.run({ ...toVersionRow(version), ...own });
    for (const [position, tag] of version.tags.entries()) tags.add.run(artifact, index, position, tag);
  }
  return {
    insertVersion: whileOpen(insert),
    removeVersions: whileOpen(remove),
    reviveVersion: whileOpen(revive),
    rewriteVersion: whileOpen((artifact: ArtifactId, index: number, manifest: Parameters<CatalogWriter['rewriteVersion']>[2]) => {
      mustExist(artifact, index);
      const { root, digest, files, bytes, changes } = manifest;
      versions.rewrite.run({ artifact, idx: index, root: digestToBlob(root), digest: digestToBlob(digest), files, bytes, ...changes });
    }),
    setDescription: whileOpen((artifact: ArtifactId, index: number, description: string) => {
      mustExist(artifact, index);
      versions.setDescription.run(description, artifact, index);
    }),
    setMetadata: whileOpen((artifact: ArtifactId, index: number, metadata: object) => {
      mustExist(artifact, index);
      versions.setMetadata.run(JSON.stringify(metadata), artifact, index);
    }),
    setTags: whileOpen((artifact: ArtifactId, index: number, labels: readonly string[]) => {
      mustExist(artifact, index);
      tags.removeAll.run(artifact, index);
      for (const [position, tag] of [...new Set(labels)].entries()) tags.add.run(artifact, index, position, tag);
    }),
    setPinned: whileOpen((artifact: ArtifactId, index: number, pinned: boolean) => {
      mustExist(artifact, index);
      versions.setPinned.run(pinned ? 1 : 0, artifact, index);
    }),
    setTimeToLive: whileOpen((artifact: ArtifactId, index: number, timeToLive: VersionTimeToLive) => {
      mustExist(artifact, index);
      versions.setTtl.run(toTtl(timeToLive), artifact, index);
    }),
  } satisfies Partial<Writing>;
}

function writeAliases({ versions, aliases }: Tables, whileOpen: WhileOpen) {
  return {
    setAlias: whileOpen((artifact: ArtifactId, alias: string, index: number) => {
      if (versions.exists.get(artifact, index) === undefined) throw new Error(`artifact ${artifact} has no version ${index}`);
      aliases.set.run(artifact, alias, index);
    }),
    removeAlias: whileOpen((artifact: ArtifactId, alias: string) => void aliases.remove.run(artifact, alias)),
    setAliasProtected: whileOpen((artifact: ArtifactId, alias: string, isProtected: boolean) => {
      const { changes } = aliases.setProtected.run(isProtected ? 1 : 0, artifact, alias);
      if (changes === 0) throw new Error(`artifact ${artifact} has no alias ${alias}`);
    }),
  } satisfies Partial<Writing>;
}

function writeFolders({ folders }: Tables, whileOpen: WhileOpen) {
  return {
    putFolder: whileOpen((artifact: ArtifactId, folder: KnownFolder) => {
      folders.put.run(artifact, pathToKey(folder.path), folder.listing, folder.timesDiffer ? 1 : 0);
    }),
    removeFoldersWithin: whileOpen((artifact: ArtifactId, path: FolderPath) => {
      const { after, before } = keysBelow(path);
      folders.remove.run(artifact, pathToKey(path));
      folders.removeBetween.run(artifact, after, before);
    }),
    clearDifferingTimes: whileOpen((artifact: ArtifactId) => void folders.clearDifferingTimes.run(artifact)),
  } satisfies Partial<Writing>;
}

function writeChunks(tables: Tables, whileOpen: WhileOpen) {
  const { damagedChunks, proofs } = tables;
  return {
    addContainer: whileOpen((container: SealedContainer) => nameContainer(tables, container)),
    addContainers: whileOpen((containers: readonly SealedContainer[], counts: DigestTable) => nameContainers(tables, containers, counts)),
    addElsewhere: whileOpen((chunks: Parameters<CatalogWriter['addElsewhere']>[0]) => {
      for (const { digest, kind, length } of chunks) tables.chunks.insertElsewhere.run(digestToBlob(digest), chunkKindCodes[kind], length);
    }),
    noteDamaged: whileOpen((digests: Iterable<Digest>) => {
      for (const digest of digests) if (tables.chunks.one.get(digestToBlob(digest)) !== undefined) damagedChunks.note.run(digestToBlob(digest));
    }),
    forgetDamaged: whileOpen((digests: Iterable<Digest>) => {
      for (const digest of digests) damagedChunks.forget.run(digestToBlob(digest));
    }),
    noteProof: whileOpen((id: ContainerId, { at, crc }: Proof) => void proofs.note.run(id, at, crc)),
    forgetProof: whileOpen((id: ContainerId) => void proofs.forget.run(id)),
    addReferences: whileOpen((counts: DigestTable) => void addReferences(tables, counts, Uint32Array.from({ length: counts.size }, (_, place) => place))),
    removeReferences: whileOpen((counts: DigestTable) => removeReferences(tables, counts)),
    replaceContainers: whileOpen((old: readonly ContainerId[], made: SealedContainer | null) => replaceContainers(tables, old, made)),
  } satisfies Partial<Writing>;
}

function writeTheRest({ operations, deletions, stagingNotes, pendingRecords, seenContents, settings }: Tables, whileOpen: WhileOpen) {
  function addOperation(operation: Omit<Operation, 'id' | 'undone'>): Operation {
    const { id: _, undone: __, ...row } = toOperationRow({ ...operation, id: 0, undone: false });
    return toOperation(present(operations.insert.get(row)));
  }
  return {
    addOperation: whileOpen(addOperation),
    reviveOperation: whileOpen((operation: Operation) => void operations.revive.run(toOperationRow(operation))),
    forgetUndo: whileOpen((id: number) => void operations.forgetUndo.run(id)),
    markUndone: whileOpen((id: number) => {
      if (operations.markUndone.run(id).changes === 0) throw new Error(`there is no operation ${id}`);
    }),
    addDeletion: whileOpen((deletion: Deletion) => void deletions.add.run(toDeletionRow(deletion))),
    removeDeletion: whileOpen((operation: number) => void deletions.remove.run(operation)),
    noteStaging: whileOpen(({ id, root }: { id: string; root: string }) => void stagingNotes.put.run(id, root)),
    removeStagingNote: whileOpen((id: string) => void stagingNotes.remove.run(id)),
    markRecordPending: whileOpen((artifact: ArtifactId, index: number | null) => {
      pendingRecords.mark.run(artifact, index);
    }),
    clearRecordPending: whileOpen((artifact: ArtifactId, index: number | null) => {
      pendingRecords.clear.run(artifact, index);
    }),
    noteSeenContent: whileOpen((identity: string, digest: Digest) => void seenContents.put.run(identity, digestToBlob(digest))),
    setSetting: whileOpen((key: string, value: string) => void settings.set.run(key, value)),
  } satisfies Partial<Writing>;
}

/** What a statement with RETURNING always gives. */
function present<T>(row: T | undefined): T {
  if (row === undefined) throw new Error('the catalog returned no row');
  return row;
}
