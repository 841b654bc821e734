import type { ArtifactId } from '../engine/model/artifact.ts';
import type { Digest } from '../engine/model/digest.ts';
import type { FolderPath } from '../engine/model/entry-path.ts';
import { latest } from '../engine/model/alias.ts';
import type { Version } from '../engine/model/version.ts';
import type { ChunkLocation } from '../engine/ports/container-store.ts';
import type { CatalogReader, KnownChunk, KnownFolder, OperationFilter } from '../engine/ports/catalog.ts';
import { blobToDigest, digestToBlob } from './digest-blob.ts';
import { keysBelow, pathToKey } from './path-key.ts';
import { readRemotes } from './remote-reader.ts';
import type { Tables } from './tables/all-tables.ts';
import { toArtifact } from './tables/artifacts.ts';
import { placeToKnownChunk, toKnownChunk, toLocation } from './tables/chunks.ts';
import { toDeletion } from './tables/deletions.ts';
import { toKnownFolder } from './tables/folders.ts';
import { toOperation } from './tables/operations.ts';
import { toVersion, type VersionRow } from './tables/versions.ts';

/**
 * Rows taken at once by what iterates. No statement stays open between two steps, so that a caller may write while it
 * iterates, and memory stays bounded.
 */
const foldersAtOnce = 256;
const chunksAtOnce = 4_096;
/** Look-ups in one statement; more gain nothing. */
const locationsAtOnce = 1_024;

/** Reads the catalog, with what the running transaction has named and not yet written. */
export function createCatalogReader(tables: Tables): CatalogReader {
  const { artifacts, versions, aliases, folders, containers, stagingNotes, pendingRecords, settings } = tables;
  return {
    artifacts: () => artifacts.all.all().map(toArtifact),
    artifactByName: (name) => orNull(artifacts.byName.get(name), toArtifact),
    artifactById: (id) => orNull(artifacts.byId.get(id), toArtifact),
    versions: (artifact, page) =>
      withLabels(tables, versions.page.all(artifact, page?.before ?? Number.MAX_SAFE_INTEGER, page?.limit ?? -1)),
    version: (artifact, index) => withLabels(tables, versions.one.all(artifact, index))[0] ?? null,
    versionCount: (artifact) => versions.count.get(artifact) ?? 0,
    aliasIndex: (artifact, alias) => aliases.indexOf.get(artifact, alias) ?? null,
    aliases: (artifact) => new Map(aliases.all.all(artifact).map((row) => [row.alias, row.idx])),
    protectedAliases: (artifact) => new Set(aliases.all.all(artifact).flatMap((row) => (row.protected === 1 ? [row.alias] : []))),
    oldestWithDigest: (artifact, digest) => versions.oldestWithDigest.get(artifact, digestToBlob(digest)) ?? null,
    hasOwnTimeToLive: (artifact) => versions.withTtl.get(artifact) !== undefined,

    folder: (artifact, path) => orNull(folders.one.get(artifact, pathToKey(path)), toKnownFolder),
    foldersWithin: (artifact, path) => foldersWithin(tables, artifact, path),
    foldersWithDifferingTimes: (artifact) => folders.withDifferingTimes.all(artifact).map(toKnownFolder),

    chunk: (digest) => chunk(tables, digest),
    locations: (digests) => locations(tables, digests),
    chunks: () => everyChunk(tables),
    containers: () => containers.all.all(),
    damagedChunks: () => tables.damagedChunks.all.all().map((digest) => blobToDigest(digest)),
    isDamaged: (digest) => tables.damagedChunks.has.get(digestToBlob(digest)) !== undefined,
    proofs: () => new Map(tables.proofs.all.all().map(({ container, at, crc }) => [container, { at, crc }])),

    operations: (filter) => operations(tables, filter).map(toOperation),
    deletions: () => tables.deletions.all.all().map(toDeletion),
    operation: (id) => orNull(tables.operations.one.get(id), toOperation),
    undoableRestores: (artifact) => tables.operations.undoableRestores.all(artifact).map(toOperation),
    stagingNotes: () => stagingNotes.all.all(),
    pendingRecords: () => pendingRecords.all.all(),
    setting: (key) => settings.get.get(key) ?? null,
    seenContent: (identity) => {
      const digest = tables.seenContents.one.get(identity);
      return digest === undefined ? null : blobToDigest(digest);
    },
    ...readRemotes(tables),
  };
}

function orNull<Row, T>(row: Row | undefined, convert: (row: Row) => T): T | null {
  return row === undefined ? null : convert(row);
}

/** Rows that lie together (one page, newest first) with their aliases and tags, in three queries however many they are. */
function withLabels(tables: Tables, rows: readonly VersionRow[]): Version[] {
  const newest = rows[0];
  const oldest = rows.at(-1);
  if (newest === undefined || oldest === undefined) return [];
  const range = [newest.artifact, oldest.idx, newest.idx] as const;
  const tagsOf = Map.groupBy(tables.tags.between.all(...range), (row) => row.idx);
  const aliasesOf = Map.groupBy(tables.aliases.between.all(...range), (row) => row.idx);
  return rows.map((row) => {
    const tags = tagsOf.get(row.idx)?.map((each) => each.tag) ?? [];
    const named = (aliasesOf.get(row.idx) ?? []).sort((a, b) => compareAliases(a.alias, b.alias));
    return toVersion(row, tags, named);
  });
}

function compareAliases(a: string, b: string): number {
  if (a === latest || b === latest) return a === latest ? -1 : 1;
  return a < b ? -1 : 1;
}

function* foldersWithin(tables: Tables, artifact: ArtifactId, path: FolderPath): IterableIterator<KnownFolder> {
  const own = tables.folders.one.get(artifact, pathToKey(path));
  if (own !== undefined) yield toKnownFolder(own);
  const { after, before } = keysBelow(path);
  let last = after;
  for (;;) {
    const page = tables.folders.page.all(artifact, last, before, foldersAtOnce);
    for (const row of page) yield toKnownFolder(row);
    const end = page.at(-1);
    if (end === undefined || page.length < foldersAtOnce) return;
    last = end.path;
  }
}

function chunk(tables: Tables, digest: Digest): KnownChunk | null {
  const row = tables.chunks.one.get(digestToBlob(digest));
  return row === undefined ? null : placeToKnownChunk(row);
}

function locations(tables: Tables, digests: readonly Digest[]): (ChunkLocation | null)[] {
  const found: (ChunkLocation | null)[] = [];
  for (let start = 0; start < digests.length; start += locationsAtOnce) {
    const asked = digests.slice(start, start + locationsAtOnce);
    found.push(...asked.map(() => null));
    for (const row of tables.chunks.locations.all(JSON.stringify(asked))) found[start + row[0]] = toLocation(row);
  }
  return found;
}

function* everyChunk(tables: Tables): IterableIterator<KnownChunk & { readonly digest: Digest }> {
  let last: Buffer = Buffer.alloc(0);
  for (;;) {
    const page = tables.chunks.page.all(last, chunksAtOnce);
    for (const row of page) yield toKnownChunk(row);
    const end = page.at(-1);
    if (end === undefined || page.length < chunksAtOnce) return;
    last = end.digest;
  }
}

function operations({ operations: table }: Tables, { artifact, limit, before }: OperationFilter) {
  const below = before ?? Number.MAX_SAFE_INTEGER;
  return artifact === undefined ? table.page.all(below, limit) : table.pageOfArtifact.all(artifact, below, limit);
}
