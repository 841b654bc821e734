import type { Database } from 'better-sqlite3';
import type { ArtifactId } from '../../engine/model/artifact.ts';

export interface PendingRecordRow {
  readonly artifact: ArtifactId;
  /** Null: the record of the artifact itself. */
  readonly index: number | null;
}

export type PendingRecordsTable = ReturnType<typeof preparePendingRecords>;

export function preparePendingRecords(db: Database) {
  return {
    all: db.prepare<[], PendingRecordRow>(
      'SELECT artifact, idx AS "index" FROM pending_records ORDER BY artifact, ifnull(idx, -1)',
    ),
    mark: db.prepare<[number, number | null]>(
      `INSERT INTO pending_records (artifact, idx) VALUES (?, ?) ON CONFLICT (artifact, ifnull(idx, -1)) DO NOTHING`,
    ),
    clear: db.prepare<[number, number | null]>(
      'DELETE FROM pending_records WHERE artifact = ? AND ifnull(idx, -1) = ifnull(?, -1)',
    ),
  };
}
