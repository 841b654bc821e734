import { Failure } from '../engine/model/failure.ts';
import { storeError, systemCode } from './durable-files.ts';

const inTheWay = new Set(['ENOTDIR', 'EEXIST']);
/** What SQLite says of a file that it may not open, write or lock. */
const refusedBySqlite = /^SQLITE_(CANTOPEN|READONLY|PERM|IOERR)/;

/** Why a folder cannot be a home, as a Failure; errors that are not the folder's pass as they are. Call as `throw homeRefusal(…)`. */
export function homeRefusal(error: unknown, home: string): unknown {
  const code = systemCode(error);
  if (error instanceof Failure || code === null) return error;
  if (inTheWay.has(code)) {
    return new Failure('folder.not-a-directory', `"${home}" cannot be a home of Strata: a file is in the way.`, { path: home }, error);
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') return storeError(error);
  if (code === 'SQLITE_FULL') {
    return new Failure('store.full', `The disk that holds "${home}" is full; free some space and try again.`, { reason: code }, error);
  }
  if (code.startsWith('SQLITE_') && !refusedBySqlite.test(code)) return error;
  return new Failure(
    'folder.unreadable',
    `"${home}" cannot be a home of Strata: it cannot be written (${code}). Check its permissions or choose another home.`,
    { path: home, reason: code },
    error,
  );
}
