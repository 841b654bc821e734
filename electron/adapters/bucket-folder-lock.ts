import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../engine/model/failure.ts';
import { systemCode } from './durable-files.ts';

/** A lock that is held. */
export interface HeldLock {
  /** Throws Failure `bucket.unavailable` when it may no longer be relied on. Asked right before the one call that it guards. */
  prove(): Promise<void>;
}

export interface LockTimes {
  /** A lock that stands unchanged for so long, ms, was left by a crash. Measured by whoever waits: clocks of computers differ. */
  readonly stale: number;
  /** Its owner trusts it for so long only, ms: well before anybody thinks it stale, and so after a sleep of the computer not at all. */
  readonly trusted: number;
  /** Whoever waits gives up after so long, ms. */
  readonly patience: number;
}

export const lockTimes: LockTimes = { stale: 15_000, trusted: 5_000, patience: 60_000 };

/**
 * Does something while nobody else does, on this computer or another: the lock is a file that only one can make (O_EXCL, which network file systems
 * carry out at the server). It is held for a few calls. One that a crash left is broken after a while: it is renamed away, which one of all who
 * try can do, and looked at once more, so that a lock that somebody took meanwhile is put back.
 *
 * What stays possible: an owner that is stopped exactly between `prove` and the call that follows, for longer than the lock lives.
 */
export async function withLock<T>(
  file: string,
  address: string,
  signal: AbortSignal | undefined,
  work: (lock: HeldLock) => Promise<T>,
  times: LockTimes = lockTimes,
): Promise<T> {
  const taken = await take(file, address, signal, times);
  const prove = async (): Promise<void> => {
    // Both clocks: one of them stands still while the computer sleeps, the other can be set.
    const held = Math.max(Date.now() - taken.at, performance.now() - taken.tick);
    if (held > times.trusted || (await stateOf(file)) !== taken.state) throw heldElsewhere(address);
  };
  try {
    return await work({ prove });
  } finally {
    if ((await stateOf(file)) === taken.state) await rm(file, { force: true });
  }
}

interface TakenLock {
  readonly state: string | null;
  readonly at: number;
  readonly tick: number;
}

async function take(file: string, address: string, signal: AbortSignal | undefined, times: LockTimes): Promise<TakenLock> {
  const began = performance.now();
  let seen = { state: '', since: 0 };
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted();
    const taken = { at: Date.now(), tick: performance.now() };
    if (await make(file)) return { ...taken, state: await stateOf(file) };
    const state = await stateOf(file);
    if (state === null) continue;
    if (seen.state !== state) seen = { state, since: performance.now() };
    if (performance.now() - seen.since > times.stale) await breakLock(file, state);
    if (performance.now() - began > times.patience) throw heldElsewhere(address);
    await pause(Math.min(250, 4 * 2 ** attempt) * (0.5 + Math.random() / 2));
  }
}

async function make(file: string): Promise<boolean> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'wx');
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    // On a full drive a lock stays empty; what deletes must work there all the same.
    await handle.writeFile(randomUUID()).catch(() => undefined);
  } finally {
    await handle.close();
  }
  return true;
}

/** What tells one lock from another; null when there is none. */
async function stateOf(file: string): Promise<string | null> {
  try {
    const content = await readFile(file, 'utf8');
    return content === '' ? `empty since ${(await stat(file)).mtimeMs}` : content;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function breakLock(file: string, state: string): Promise<void> {
  const aside = path.join(path.dirname(file), `broken-${randomUUID()}`);
  try {
    await rename(file, aside);
    if ((await stateOf(aside)) !== state) await link(aside, file).catch(() => undefined);
    await rm(aside, { force: true });
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

function heldElsewhere(address: string): Failure {
  return new Failure('bucket.unavailable', `The bucket ${address} is being changed by somebody else. It is tried again later.`, { address });
}
