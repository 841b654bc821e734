import BetterSqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { asFailure } from '../../electron/database/sqlite-failure.ts';

test.each([
  ['SQLITE_FULL', 'store.full'],
  ['SQLITE_IOERR_SHMSIZE', 'store.full'],
  ['SQLITE_CORRUPT_INDEX', 'store.damaged'],
  ['SQLITE_NOTADB', 'store.damaged'],
])('what SQLite reports as %s is told as %s', (code, told) => {
  expect(asFailure(new BetterSqlite.SqliteError('words of SQLite', code), '/home/catalog.db')).toMatchObject({ code: told });
});

test('an error that says neither passes as it is', () => {
  const error = new BetterSqlite.SqliteError('words of SQLite', 'SQLITE_BUSY');
  expect(asFailure(error, '/home/catalog.db')).toBe(error);
});
