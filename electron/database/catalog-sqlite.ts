import type { Database } from 'better-sqlite3';
import type { Catalog, CatalogWriter } from '../engine/ports/catalog.ts';
import { createCatalogReader } from './catalog-reader.ts';
import { createCatalogWriter } from './catalog-writer.ts';
import { openDatabase } from './open-database.ts';
import { asFailure, explaining } from './sqlite-failure.ts';
import { prepareTables } from './tables/all-tables.ts';

/**
 * The catalog in a SQLite file, which is made when it is not there. Throws Failure `store.newer-format` for one that a newer Strata wrote,
 * `store.damaged` for a file that is no catalog. A transaction that meets a full disk fails with `store.full`.
 */
export function openCatalog(path: string): Catalog {
  return createCatalog(openDatabase(path));
}

/** The catalog over a connection from `openDatabase`, which it closes in the end. */
export function createCatalog(db: Database): Catalog {
  const tables = prepareTables(db);
  const reader = explaining(createCatalogReader(tables), db.name);
  const writer = createCatalogWriter(db, tables, reader);
  return { ...reader, transact: transactions(db, writer), close: () => void db.close() };
}

function transactions(db: Database, writer: CatalogWriter): Catalog['transact'] {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const end = db.prepare('COMMIT');
  const takeBack = db.prepare('ROLLBACK');
  return (change) => {
    if (db.inTransaction) throw new Error('a transaction of the catalog cannot stand inside another');
    try {
      begin.run();
      const result = change(writer);
      if (result instanceof Promise) throw new TypeError('a transaction of the catalog is synchronous');
      end.run();
      return result;
    } catch (error) {
      if (db.inTransaction) takeBack.run();
      throw asFailure(error, db.name);
    }
  };
}
