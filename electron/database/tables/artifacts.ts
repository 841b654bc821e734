import type { Database } from 'better-sqlite3';
import type { Artifact, ArtifactId, TrackingMode } from '../../engine/model/artifact.ts';
import type { KeepRule } from '../../engine/model/keep.ts';

export interface ArtifactRow {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly mode: TrackingMode;
  readonly path: string | null;
  readonly quietWindow: number;
  readonly paused: 0 | 1;
  /** JSON. */
  readonly keep: string;
  /** Seconds; null: never. */
  readonly ttl: number | null;
  readonly nextIndex: number;
  readonly createdAt: number;
}

const columns = `id, name, type, mode, path, quiet_window AS quietWindow, paused, keep, ttl,
  next_index AS nextIndex, created_at AS createdAt`;

export type ArtifactsTable = ReturnType<typeof prepareArtifacts>;

export function prepareArtifacts(db: Database) {
  return {
    all: db.prepare<[], ArtifactRow>(`SELECT ${columns} FROM artifacts ORDER BY id`),
    byName: db.prepare<[string], ArtifactRow>(`SELECT ${columns} FROM artifacts WHERE name = ?`),
    byId: db.prepare<[number], ArtifactRow>(`SELECT ${columns} FROM artifacts WHERE id = ?`),
    insert: db.prepare<[Omit<ArtifactRow, 'id' | 'paused' | 'keep' | 'ttl' | 'nextIndex'>], ArtifactRow>(
      `INSERT INTO artifacts (name, type, mode, path, quiet_window, paused, next_index, created_at)
       VALUES (@name, @type, @mode, @path, @quietWindow, 0, 0, @createdAt) RETURNING ${columns}`,
    ),
    revive: db.prepare<[ArtifactRow]>(
      `INSERT INTO artifacts (id, name, type, mode, path, quiet_window, paused, keep, ttl, next_index, created_at)
       VALUES (@id, @name, @type, @mode, @path, @quietWindow, @paused, @keep, @ttl, @nextIndex, @createdAt)`,
    ),
    update: db.prepare<[Omit<ArtifactRow, 'name' | 'createdAt'>]>(
      `UPDATE artifacts SET type = @type, mode = @mode, path = @path, quiet_window = @quietWindow, paused = @paused,
         keep = @keep, ttl = @ttl, next_index = @nextIndex WHERE id = @id`,
    ),
    /** Takes the next index; changes nothing when it is another one. */
    takeIndex: db.prepare<[{ id: number; index: number }]>(
      'UPDATE artifacts SET next_index = next_index + 1 WHERE id = @id AND next_index = @index',
    ),
    moveNext: db.prepare<[number, number]>('UPDATE artifacts SET next_index = next_index + ? WHERE id = ?'),
    remove: db.prepare<[number]>('DELETE FROM artifacts WHERE id = ?'),
  };
}

export function toArtifact(row: ArtifactRow): Artifact {
  const { ttl, keep, ...same } = row;
  return {
    ...same,
    id: row.id as ArtifactId,
    paused: row.paused === 1,
    keep: JSON.parse(keep) as KeepRule,
    timeToLive: ttl ?? 'never',
  };
}

export function toArtifactRow(artifact: Artifact): ArtifactRow {
  const { paused, keep, timeToLive, ...same } = artifact;
  return { ...same, paused: paused ? 1 : 0, keep: JSON.stringify(keep), ttl: timeToLive === 'never' ? null : timeToLive };
}
