import type { Database } from 'better-sqlite3';

export type SeenContentsTable = ReturnType<typeof prepareSeenContents>;

/** What content an identity turned out to name. */
export function prepareSeenContents(db: Database) {
  return {
    one: db.prepare<[string], Buffer>('SELECT digest FROM seen_contents WHERE identity = ?').pluck(),
    put: db.prepare<[string, Buffer]>('INSERT OR REPLACE INTO seen_contents (identity, digest) VALUES (?, ?)'),
  };
}
