import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import BetterSqlite, { type Database } from 'better-sqlite3';
import { Failure } from '../engine/model/failure.ts';
import { homeRefusal } from './home-refusal.ts';

/** Who runs the engine of a home. */
export interface HomeOwner {
  readonly pid: number;
  readonly host: string;
  /** ms since 1970. */
  readonly startedAt: number;
}

export interface HomeLock {
  /** Gives the home free. Harmless when called again. */
  release(): void;
}

/**
 * Takes a home for this process, at once or not at all: throws Failure `home.in-use` when another engine has it. The lock is the
 * operating system's on an empty SQLite file, so that it ends with its process however that ends. `engine.json` beside it only says who has it.
 * Throws Failure `store.full` or `folder.unreadable` when the home cannot be written.
 */
export function lockHome(home: string, owner: HomeOwner = thisProcess()): HomeLock {
  const note = path.join(home, 'engine.json');
  const db = takeLock(home);
  try {
    writeFileSync(note, `${JSON.stringify(owner)}\n`, { mode: 0o600 });
  } catch (error) {
    db.close();
    throw homeRefusal(error, home);
  }
  let held = true;
  function release(): void {
    if (!held) return;
    held = false;
    rmSync(note, { force: true });
    db.close();
  }
  return { release };
}

/** Who says that it has the home; null when nobody does. It may have ended without a word: only the lock knows. */
export function readOwner(home: string): HomeOwner | null {
  try {
    const { pid, host, startedAt } = JSON.parse(readFileSync(path.join(home, 'engine.json'), 'utf8')) as Partial<HomeOwner>;
    if (!Number.isSafeInteger(pid) || typeof host !== 'string' || !Number.isSafeInteger(startedAt)) return null;
    return { pid: pid as number, host, startedAt: startedAt as number };
  } catch {
    // Missing or half-written: the refusal then names nobody.
    return null;
  }
}

function takeLock(home: string): Database {
  let db: Database | null = null;
  try {
    db = new BetterSqlite(path.join(home, 'lock.db'), { timeout: 0 });
    db.pragma('journal_mode = MEMORY'); // nothing is ever written to it, and a full disk must not keep the lock from being taken
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db?.close();
    throw isBusy(error) ? inUse(home, readOwner(home)) : homeRefusal(error, home);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof BetterSqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

function inUse(home: string, owner: HomeOwner | null): Failure {
  const elsewhere = owner !== null && owner.host !== hostname() ? ` on ${owner.host}` : '';
  const who = owner === null ? '' : ` (process ${owner.pid}${elsewhere})`;
  return new Failure(
    'home.in-use',
    `Strata is already running with this home${who}: use that one, quit it, or choose another home.`,
    { home, owner },
  );
}

function thisProcess(): HomeOwner {
  const startedAt = Math.round(performance.timeOrigin);
  return { pid: process.pid, host: hostname(), startedAt };
}
