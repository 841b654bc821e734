import { closeSync, existsSync, openSync } from 'node:fs';
import BetterSqlite, { type Database } from 'better-sqlite3';
import { migrate } from './migrate.ts';
import { migrations } from './migrations.ts';
import { asFailure } from './sqlite-failure.ts';

/** How long a connection waits for another one's write, ms. */
const busyTimeout = 5_000;

/**
 * Opens the catalog at that path, making it when there is none (readable by its owner alone), and brings it to the newest schema.
 * Throws Failure `store.newer-format`, `store.damaged` (not a catalog) or `store.full`.
 */
export function openDatabase(path: string): Database {
  return opening(path, () => {
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
    return new BetterSqlite(path, { timeout: busyTimeout });
  }, prepareForWriting);
}

/** Opens a second connection that only reads, for another thread. The catalog must exist and be up to date. */
export function openForReading(path: string): Database {
  return opening(
    path,
    () => new BetterSqlite(path, { readonly: true, fileMustExist: true, timeout: busyTimeout }),
    (db) => boundMemory(db, 4_096),
  );
}

function opening(path: string, open: () => Database, prepare: (db: Database) => void): Database {
  let db: Database | null = null;
  try {
    db = open();
    prepare(db);
    return db;
  } catch (error) {
    db?.close();
    throw asFailure(error, path);
  }
}

function prepareForWriting(db: Database): void {
  boundMemory(db, 16_384);
  // First, so that a file which is refused stays as it is.
  migrate(db, migrations);
  db.pragma('journal_mode = WAL');
  // A version is acknowledged only once it would survive a power cut.
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  // A big first snapshot makes a long write-ahead log; give the space back afterwards.
  db.pragma('journal_size_limit = 16777216');
}

/**
 * Pages are held in SQLite's own memory and not mapped: mapping made point look-ups little faster (between nothing and a third), counts every
 * touched page to the process, and turns an unplugged disk from an error into a crash.
 */
function boundMemory(db: Database, kibibytes: number): void {
  db.pragma(`cache_size = -${kibibytes}`);
  db.pragma('mmap_size = 0');
}
