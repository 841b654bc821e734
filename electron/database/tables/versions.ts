import type { Database } from 'better-sqlite3';
import type { ArtifactId } from '../../engine/model/artifact.ts';
import type { VersionTimeToLive } from '../../engine/model/keep.ts';
import type { Metadata } from '../../engine/model/metadata.ts';
import type { Problem } from '../../engine/model/problem.ts';
import type { Version, VersionOrigin, VersionRecord } from '../../engine/model/version.ts';
import { blobToDigest, digestToBlob } from '../digest-blob.ts';
import type { AliasRow } from './aliases.ts';

export interface VersionRow {
  readonly artifact: number;
  readonly idx: number;
  readonly digest: Buffer;
  readonly root: Buffer;
  readonly files: number;
  readonly bytes: number;
  readonly addedBytes: number;
  readonly createdAt: number;
  readonly actor: string;
  readonly origin: VersionOrigin;
  readonly identicalTo: number | null;
  readonly added: number;
  readonly modified: number;
  readonly removed: number;
  readonly renamed: number;
  readonly description: string;
  /** JSON. */
  readonly metadata: string;
  /** JSON. */
  readonly problems: string;
  readonly pinned: 0 | 1;
  /** Seconds; 0: never; null: as its artifact says. */
  readonly ttl: number | null;
}

const columns = `artifact, idx, digest, root, files, bytes, added_bytes AS addedBytes, created_at AS createdAt, actor,
  origin, identical_to AS identicalTo, added, modified, removed, renamed, description, metadata, problems, pinned, ttl`;

export type VersionsTable = ReturnType<typeof prepareVersions>;

export function prepareVersions(db: Database) {
  return {
    one: db.prepare<[number, number], VersionRow>(`SELECT ${columns} FROM versions WHERE artifact = ? AND idx = ?`),
    /** Artifact, only below this index, at most so many (-1: all); newest first. */
    page: db.prepare<[number, number, number], VersionRow>(
      `SELECT ${columns} FROM versions WHERE artifact = ? AND idx < ? ORDER BY idx DESC LIMIT ?`,
    ),
    count: db.prepare<[number], number>('SELECT count(*) FROM versions WHERE artifact = ?').pluck(),
    exists: db.prepare<[number, number], number>('SELECT 1 FROM versions WHERE artifact = ? AND idx = ?').pluck(),
    oldestWithDigest: db
      .prepare<[number, Buffer], number | null>('SELECT min(idx) FROM versions WHERE artifact = ? AND digest = ?')
      .pluck(),
    insert: db.prepare<[VersionRow]>(
      `INSERT INTO versions (artifact, idx, digest, root, files, bytes, added_bytes, created_at, actor, origin,
         identical_to, added, modified, removed, renamed, description, metadata, problems, pinned, ttl)
       VALUES (@artifact, @idx, @digest, @root, @files, @bytes, @addedBytes, @createdAt, @actor, @origin,
         @identicalTo, @added, @modified, @removed, @renamed, @description, @metadata, @problems, @pinned, @ttl)`,
    ),
    /** From this index on; the highest first. */
    indexesFrom: db.prepare<[number, number], number>('SELECT idx FROM versions WHERE artifact = ? AND idx >= ? ORDER BY idx DESC').pluck(),
    /** New index, artifact, old index. */
    move: db.prepare<[number, number, number]>('UPDATE versions SET idx = ? WHERE artifact = ? AND idx = ?'),
    setIdenticalTo: db.prepare<[number | null, number, number]>('UPDATE versions SET identical_to = ? WHERE artifact = ? AND idx = ?'),
    remove: db.prepare<[number, number]>('DELETE FROM versions WHERE artifact = ? AND idx = ?'),
    rewrite: db.prepare<[Pick<VersionRow, 'artifact' | 'idx' | 'root' | 'digest' | 'files' | 'bytes' | 'added' | 'modified' | 'removed' | 'renamed'>]>(
      `UPDATE versions SET root = @root, digest = @digest, files = @files, bytes = @bytes, added = @added, modified = @modified,
         removed = @removed, renamed = @renamed WHERE artifact = @artifact AND idx = @idx`,
    ),
    setDescription: db.prepare<[string, number, number]>(
      'UPDATE versions SET description = ? WHERE artifact = ? AND idx = ?',
    ),
    setMetadata: db.prepare<[string, number, number]>('UPDATE versions SET metadata = ? WHERE artifact = ? AND idx = ?'),
    setPinned: db.prepare<[0 | 1, number, number]>('UPDATE versions SET pinned = ? WHERE artifact = ? AND idx = ?'),
    setTtl: db.prepare<[number | null, number, number]>('UPDATE versions SET ttl = ? WHERE artifact = ? AND idx = ?'),
    withTtl: db.prepare<[number], number>('SELECT 1 FROM versions WHERE artifact = ? AND ttl > 0 LIMIT 1').pluck(),
  };
}

/** A new version's row: described by nothing yet. */
export function toVersionRow(record: VersionRecord): VersionRow {
  const { index, changes, problems, digest, root, ...rest } = record;
  return {
    ...rest,
    ...changes,
    idx: index,
    digest: digestToBlob(digest),
    root: digestToBlob(root),
    description: '',
    metadata: '{}',
    problems: JSON.stringify(problems),
    pinned: 0,
    ttl: null,
  };
}

export function toVersion(row: VersionRow, tags: readonly string[], aliases: readonly AliasRow[]): Version {
  const { idx, added, modified, removed, renamed, ttl, ...rest } = row;
  return {
    ...rest,
    artifact: row.artifact as ArtifactId,
    index: idx,
    digest: blobToDigest(row.digest),
    root: blobToDigest(row.root),
    changes: { added, modified, removed, renamed },
    metadata: JSON.parse(row.metadata) as Metadata,
    problems: JSON.parse(row.problems) as Problem[],
    tags,
    aliases: aliases.map(({ alias }) => alias),
    protectedAliases: aliases.flatMap((each) => (each.protected === 1 ? [each.alias] : [])),
    pinned: row.pinned === 1,
    timeToLive: toTimeToLive(ttl),
  };
}

function toTimeToLive(ttl: number | null): VersionTimeToLive {
  if (ttl === null) return 'inherit';
  return ttl === 0 ? 'never' : ttl;
}

export function toTtl(time: VersionTimeToLive): number | null {
  if (time === 'inherit') return null;
  return time === 'never' ? 0 : time;
}
