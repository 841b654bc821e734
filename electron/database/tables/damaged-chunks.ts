import type { Database } from 'better-sqlite3';

export type DamagedChunksTable = ReturnType<typeof prepareDamagedChunks>;

export function prepareDamagedChunks(db: Database) {
  return {
    all: db.prepare<[], Buffer>('SELECT digest FROM damaged_chunks ORDER BY digest').pluck(),
    /** Nearly always there are none: asked first wherever many digests would have to be looked up. */
    any: db.prepare<[], number>('SELECT 1 FROM damaged_chunks LIMIT 1').pluck(),
    has: db.prepare<[Uint8Array], number>('SELECT 1 FROM damaged_chunks WHERE digest = ?').pluck(),
    note: db.prepare<[Uint8Array]>('INSERT OR IGNORE INTO damaged_chunks (digest) VALUES (?)'),
    forget: db.prepare<[Uint8Array]>('DELETE FROM damaged_chunks WHERE digest = ?'),
  };
}
