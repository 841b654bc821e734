import type { Database } from 'better-sqlite3';

export interface TagRow {
  readonly idx: number;
  readonly tag: string;
}

export type TagsTable = ReturnType<typeof prepareTags>;

export function prepareTags(db: Database) {
  return {
    /** Artifact, from index, to index (both included); tags of one version in the order they were set. */
    between: db.prepare<[number, number, number], TagRow>(
      'SELECT idx, tag FROM tags WHERE artifact = ? AND idx BETWEEN ? AND ? ORDER BY idx, position',
    ),
    add: db.prepare<[number, number, number, string]>(
      'INSERT INTO tags (artifact, idx, position, tag) VALUES (?, ?, ?, ?)',
    ),
    /** New index, artifact, old index. */
    move: db.prepare<[number, number, number]>('UPDATE tags SET idx = ? WHERE artifact = ? AND idx = ?'),
    removeAll: db.prepare<[number, number]>('DELETE FROM tags WHERE artifact = ? AND idx = ?'),
  };
}
