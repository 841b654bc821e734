import type { Database } from 'better-sqlite3';
import type { KnownFolder } from '../../engine/ports/catalog.ts';
import { keyToPath } from '../path-key.ts';

export interface FolderRow {
  readonly path: Buffer;
  readonly listing: Buffer;
  readonly timesDiffer: 0 | 1;
}

const columns = 'path, listing, times_differ AS timesDiffer';

export type FoldersTable = ReturnType<typeof prepareFolders>;

export function prepareFolders(db: Database) {
  return {
    one: db.prepare<[number, Buffer], FolderRow>(`SELECT ${columns} FROM folders WHERE artifact = ? AND path = ?`),
    /** Artifact, after this key, before that key, at most so many; in path order. */
    page: db.prepare<[number, Buffer, Buffer, number], FolderRow>(
      `SELECT ${columns} FROM folders WHERE artifact = ? AND path > ? AND path < ? ORDER BY path LIMIT ?`,
    ),
    withDifferingTimes: db.prepare<[number], FolderRow>(
      `SELECT ${columns} FROM folders WHERE artifact = ? AND times_differ = 1 ORDER BY path`,
    ),
    put: db.prepare<[number, Buffer, Uint8Array, number]>(
      `INSERT INTO folders (artifact, path, listing, times_differ) VALUES (?, ?, ?, ?)
       ON CONFLICT (artifact, path) DO UPDATE SET listing = excluded.listing, times_differ = excluded.times_differ`,
    ),
    remove: db.prepare<[number, Buffer]>('DELETE FROM folders WHERE artifact = ? AND path = ?'),
    /** Artifact, after this key, before that key. */
    removeBetween: db.prepare<[number, Buffer, Buffer]>(
      'DELETE FROM folders WHERE artifact = ? AND path > ? AND path < ?',
    ),
    clearDifferingTimes: db.prepare<[number]>(
      'UPDATE folders SET times_differ = 0 WHERE artifact = ? AND times_differ = 1',
    ),
  };
}

export function toKnownFolder(row: FolderRow): KnownFolder {
  const { buffer, byteOffset, byteLength } = row.listing;
  return {
    path: keyToPath(row.path),
    listing: new Uint8Array(buffer, byteOffset, byteLength),
    timesDiffer: row.timesDiffer === 1,
  };
}
