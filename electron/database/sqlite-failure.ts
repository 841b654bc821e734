import BetterSqlite from 'better-sqlite3';
import { Failure } from '../engine/model/failure.ts';

/** The second: no room for the file that connections share. */
const fullCodes = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE']);

/** Turns what SQLite reports about a full disk or a damaged file into a Failure; anything else passes through unchanged. */
export function asFailure(error: unknown, catalog: string): unknown {
  if (!(error instanceof BetterSqlite.SqliteError)) return error;
  if (fullCodes.has(error.code)) {
    return new Failure(
      'store.full',
      `The disk that holds Strata's home is full, so nothing was recorded: free some space there and try again.`,
      { catalog },
      error,
    );
  }
  if (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB') {
    return new Failure(
      'store.damaged',
      `The catalog "${catalog}" is damaged: "strata rebuild" makes it anew from the containers and version records beside it.`,
      { catalog },
      error,
    );
  }
  return error;
}

/** The same calls; what SQLite reports from them comes out as `asFailure` says it, also from what they give to iterate. */
export function explaining<Calls extends object>(calls: Calls, catalog: string): Calls {
  const explained = Object.entries(calls).map(([name, call]: [string, (...values: unknown[]) => unknown]) => [
    name,
    (...values: unknown[]) => {
      const result = attempt(() => call(...values), catalog);
      return isIterator(result) ? steps(result, catalog) : result;
    },
  ]);
  return Object.fromEntries(explained) as Calls;
}

function attempt<T>(act: () => T, catalog: string): T {
  try {
    return act();
  } catch (error) {
    throw asFailure(error, catalog);
  }
}

function isIterator(value: unknown): value is IterableIterator<unknown> {
  return typeof value === 'object' && value !== null && 'next' in value && Symbol.iterator in value;
}

function* steps(iterator: IterableIterator<unknown>, catalog: string): IterableIterator<unknown> {
  try {
    yield* iterator;
  } catch (error) {
    throw asFailure(error, catalog);
  }
}
