import type { Database } from 'better-sqlite3';

export interface StagingNoteRow {
  readonly id: string;
  readonly root: string;
}

export type StagingNotesTable = ReturnType<typeof prepareStagingNotes>;

export function prepareStagingNotes(db: Database) {
  return {
    all: db.prepare<[], StagingNoteRow>('SELECT id, root FROM staging_notes ORDER BY id'),
    put: db.prepare<[string, string]>('INSERT OR REPLACE INTO staging_notes (id, root) VALUES (?, ?)'),
    remove: db.prepare<[string]>('DELETE FROM staging_notes WHERE id = ?'),
  };
}
