import type { Database } from 'better-sqlite3';
import { Failure } from '../engine/model/failure.ts';
import type { Migration } from './migrations.ts';

/** `StrC`: marks a SQLite file as a catalog of Strata. */
const applicationId = 0x53747243;

/**
 * Brings a catalog to the newest schema; each step is one transaction, so that a step that fails leaves the catalog as it was
 * after the step before. Throws Failure `store.newer-format` for a catalog of a newer Strata and Failure `store.damaged` for a SQLite file of another program.
 */
export function migrate(db: Database, migrations: readonly Migration[]): void {
  const at = schemaOf(db);
  const newest = migrations.at(-1)?.id ?? 0;
  if (at > newest) {
    throw new Failure(
      'store.newer-format',
      `The catalog "${db.name}" was written by a newer Strata (its format is ${at}, this one knows ${newest}): use that version or a newer one.`,
      { catalog: db.name, format: at, known: newest },
    );
  }
  if (at === newest) return;
  refuseForeign(db, at);
  for (const migration of migrations) if (migration.id > at) apply(db, migration);
}

function schemaOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** A file without a schema of ours must be empty: Strata never moves into another program's database. */
function refuseForeign(db: Database, at: number): void {
  if (at !== 0) return;
  const tables = db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (tables === 0) return;
  throw new Failure('store.damaged', `"${db.name}" is a database, but not a catalog of Strata: choose another home.`, {
    catalog: db.name,
  });
}

function apply(db: Database, migration: Migration): void {
  const step = db.transaction(() => {
    // Another process may have taken this step while we waited for the lock.
    if (schemaOf(db) >= migration.id) return;
    db.exec(migration.sql);
    db.pragma(`application_id = ${applicationId}`);
    db.pragma(`user_version = ${migration.id}`);
  });
  step.immediate();
}
