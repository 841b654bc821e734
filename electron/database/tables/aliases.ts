import type { Database } from 'better-sqlite3';

export interface AliasRow {
  readonly idx: number;
  readonly alias: string;
  readonly protected: 0 | 1;
}

export type AliasesTable = ReturnType<typeof prepareAliases>;

export function prepareAliases(db: Database) {
  return {
    indexOf: db.prepare<[number, string], number>('SELECT idx FROM aliases WHERE artifact = ? AND alias = ?').pluck(),
    all: db.prepare<[number], AliasRow>('SELECT idx, alias, protected FROM aliases WHERE artifact = ? ORDER BY alias'),
    /** Artifact, from index, to index (both included). */
    between: db.prepare<[number, number, number], AliasRow>(
      'SELECT idx, alias, protected FROM aliases WHERE artifact = ? AND idx BETWEEN ? AND ? ORDER BY idx',
    ),
    set: db.prepare<[number, string, number]>(
      `INSERT INTO aliases (artifact, alias, idx) VALUES (?, ?, ?)
       ON CONFLICT (artifact, alias) DO UPDATE SET idx = excluded.idx`,
    ),
    setProtected: db.prepare<[0 | 1, number, string]>('UPDATE aliases SET protected = ? WHERE artifact = ? AND alias = ?'),
    /** New index, artifact, old index. */
    move: db.prepare<[number, number, number]>('UPDATE aliases SET idx = ? WHERE artifact = ? AND idx = ?'),
    removeOf: db.prepare<[number, number]>('DELETE FROM aliases WHERE artifact = ? AND idx = ?'),
    remove: db.prepare<[number, string]>('DELETE FROM aliases WHERE artifact = ? AND alias = ?'),
  };
}
