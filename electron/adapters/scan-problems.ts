import type { Problem } from '../engine/model/problem.ts';

/** A system call's failure: anything else is a bug and must not be taken for a fact about a folder. */
export interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
}

export function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}

/** Whether a failure says that nothing stands at the path (any more). */
export function saysMissing(error: unknown): boolean {
  return isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** The problem of a path that is there but cannot be read. Rethrows what is no system error. */
export function unreadable(path: string, error: unknown): Problem {
  if (!isSystemError(error)) throw error;
  return { path, reason: 'unreadable', message: sentence(path === '' ? 'this folder' : `"${path}"`, error.code) };
}

function sentence(what: string, code: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `Strata has no permission to read ${what}.`;
    case 'EIO':
      return `The disk reported an error while reading ${what}.`;
    default:
      return `Reading ${what} failed (${code}).`;
  }
}

export function special(path: string, kind: string): Problem {
  return { path, reason: 'special', message: `"${path}" is a ${kind}, not a file; it was skipped.` };
}

export function unwritableName(path: string): Problem {
  return { path, reason: 'name', message: `The name of "${path}" is not valid Unicode; it was skipped.` };
}

export function unwritableTarget(path: string): Problem {
  return { path, reason: 'unsupported', message: `The link "${path}" leads to a name that is not valid Unicode; it was skipped.` };
}
