import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { maximumChunk } from '../engine/chunking/chunker.ts';
import type { BlobReference } from '../engine/model/entry.ts';
import type { FileStamp } from '../engine/ports/capture.ts';
import { sameStamp } from '../engine/scan/listing.ts';
import { createBlobWindow, readBlob, type BlobTools } from './capture-blob.ts';
import { makeClone, readClone, type ClonedMoment, type MadeClone } from './capture-clone.ts';
import type { ChunkSink } from './capture-sink.ts';
import { digestOf } from './digester-node.ts';
import { isSystemError } from './scan-problems.ts';
import { stampOf } from './scan-stamp.ts';

/** What became of one try to read a file. */
export type ReadTry =
  | { readonly outcome: 'captured'; readonly content: BlobReference; readonly stamp: FileStamp; readonly racy: boolean }
  /** It changed while it was read, or so shortly before that a change might not show: try again in a moment. */
  | { readonly outcome: 'changed' }
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'unreadable'; readonly reason: string };

/** What one thread reads with, used for file after file. */
export interface ReadingTools extends BlobTools {
  /** One byte more than the biggest blob of one chunk. */
  readonly small: Buffer;
  /** ms since 1970. */
  readonly now: () => number;
  /** A clone of the one file whose turn it is, to be read in its place. */
  readonly made: MadeClone | null;
}

/** Tools that keep chunks in a sink. `onBytes` is told of bytes read inside big files only. */
export function createReadingTools(sink: ChunkSink, now: () => number, onBytes: (bytes: number) => void): ReadingTools {
  return { small: Buffer.allocUnsafeSlow(maximumChunk + 1), window: createBlobWindow(), digestsWhole: true, made: null, sink, now, onBytes };
}

/**
 * File systems stamp with the kernel's tick (4 to 16 ms): two changes within one tick look alike. A file changed so shortly
 * before it was opened is read a moment later instead.
 */
const freshMs = 20;
/** A stamp this close to the reading is not trusted at the next look; a wide margin for coarse clocks. */
const racyMs = 50;

// Not defined on Windows, where neither links nor FIFOs are opened by surprise.
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Tries once to read a file. `expected` is the stamp seen before (at the scan): when it still holds after the last byte, nothing
 * changed from then to now. Without one, the stamp is taken after opening.
 *
 * Yields now and then inside big files, so that its driver can breathe or stop it; a stopped try closes the file.
 */
export function* tryBig(path: string, expected: FileStamp | null, tools: ReadingTools): Generator<number, ReadTry> {
  if (tools.made !== null) return yield* readMade(tools.made, tools);
  const started = tools.now();
  const opened = openFile(path, expected, started);
  if ('outcome' in opened) return opened;
  const { fd, before } = opened;
  try {
    if (before.size <= maximumChunk) return readSmall(fd, before, started, tools);
    const made = makeClone(fd, path, momentOf(fd, path, before, started), tools.sink);
    if (made === 'changed') return { outcome: judge(fd, before) === 'gone' ? 'gone' : 'changed' };
    return yield* made === null ? readBig(fd, before, started, tools) : readMade(made, tools);
  } catch (error) {
    return refusal(error, ['read', 'fstat', 'lstat']);
  } finally {
    closeSync(fd);
  }
}

/** Clones a file whose stamp still holds; null where that is not worth it, or cannot be. */
export function tryClone(path: string, expected: FileStamp, tools: ReadingTools): MadeClone | null {
  const started = tools.now();
  const opened = openFile(path, expected, started);
  if ('outcome' in opened) return null;
  const { fd } = opened;
  try {
    const made = makeClone(fd, path, momentOf(fd, path, expected, started), tools.sink);
    return made === 'changed' ? null : made;
  } catch (error) {
    refusal(error, ['read', 'fstat', 'lstat']);
    return null; // whoever reads it says what is wrong
  } finally {
    closeSync(fd);
  }
}

/** As `tryBig` in one go, for a file whose stamp says that it is one chunk at most. */
export function trySmall(path: string, expected: FileStamp, tools: ReadingTools): ReadTry {
  const started = tools.now();
  const opened = openFile(path, expected, started);
  if ('outcome' in opened) return opened;
  try {
    return readSmall(opened.fd, expected, started, tools);
  } catch (error) {
    return refusal(error, ['read', 'fstat']);
  } finally {
    closeSync(opened.fd);
  }
}

function openFile(path: string, expected: FileStamp | null, started: number): { readonly fd: number; readonly before: FileStamp } | ReadTry {
  if (expected !== null && isFresh(expected, started)) return { outcome: 'changed' };
  let fd: number;
  try {
    fd = openSync(path, openFlags);
  } catch (error) {
    return refusal(error, ['open']);
  }
  if (expected !== null) return { fd, before: expected };
  const before = stampOrClose(fd);
  if ('outcome' in before) return before;
  if (!isFresh(before, started)) return { fd, before };
  closeSync(fd);
  return { outcome: 'changed' };
}

/** The stamp of an open file; closes what has none. */
function stampOrClose(fd: number): FileStamp | ReadTry {
  try {
    const stats = fstatSync(fd);
    if (stats.isFile()) return stampOf(stats);
  } catch (error) {
    closeSync(fd);
    return refusal(error, ['fstat']);
  }
  closeSync(fd);
  return { outcome: 'gone' };
}

function isFresh(stamp: FileStamp, now: number): boolean {
  return Math.abs(now - stamp.changedMs) < freshMs;
}

function readSmall(fd: number, before: FileStamp, started: number, tools: ReadingTools): ReadTry {
  // One byte more than it should have: a single call then shows both all bytes and the end.
  let length = readSync(fd, tools.small, 0, before.size + 1, null);
  while (length < before.size) {
    const got = readSync(fd, tools.small, length, before.size + 1 - length, null);
    if (got === 0) break;
    length += got;
  }
  const after = judge(fd, before);
  if (after !== 'same') return { outcome: after };
  if (length !== before.size) return { outcome: 'changed' };
  const bytes = tools.small.subarray(0, length);
  const blob = digestOf(bytes);
  if (length > 0) tools.sink.keep('data', blob, bytes);
  return captured({ blob, size: length, list: null }, before, started);
}

function* readBig(fd: number, before: FileStamp, started: number, tools: ReadingTools): Generator<number, ReadTry> {
  const stillSame = (): boolean => judge(fd, before) === 'same';
  const content = yield* readBlob(fd, before.size, stillSame, tools);
  const after = judge(fd, before);
  if (after !== 'same') return { outcome: after };
  return content === null ? { outcome: 'changed' } : captured(content, before, started);
}

function* readMade(made: MadeClone, tools: ReadingTools): Generator<number, ReadTry> {
  try {
    const { stamp, racy } = made.file;
    return { outcome: 'captured', content: yield* readClone(made, tools), stamp, racy };
  } catch (error) {
    return refusal(error, ['open', 'read']);
  }
}

function momentOf(fd: number, path: string, stamp: FileStamp, started: number): ClonedMoment {
  return { seen: seenAt(stamp, started), isSame: () => isStill(fd, path, stamp) };
}

/** Whether the open file and its path still have that stamp: some systems clone by path. */
function isStill(fd: number, path: string, before: FileStamp): boolean {
  if (judge(fd, before) !== 'same') return false;
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats !== undefined && sameStamp(stampOf(stats), before);
}

/** Whether the open file still has that stamp; 'gone' when what was opened is no file at all. */
function judge(fd: number, before: FileStamp): 'same' | 'changed' | 'gone' {
  const stats: Stats = fstatSync(fd);
  if (!stats.isFile()) return 'gone';
  return sameStamp(stampOf(stats), before) ? 'same' : 'changed';
}

function captured(content: BlobReference, stamp: FileStamp, started: number): ReadTry {
  return { outcome: 'captured', content, ...seenAt(stamp, started) };
}

function seenAt(stamp: FileStamp, started: number): { readonly stamp: FileStamp; readonly racy: boolean } {
  return { stamp, racy: stamp.changedMs > started - racyMs };
}

const goneCodes = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR', 'ENXIO', 'EAGAIN', 'ENODEV', 'EMLINK']);
const unreadableReasons: Readonly<Record<string, string>> = {
  EACCES: 'Strata has no permission to read it.',
  EPERM: 'The system does not let Strata read it.',
  EIO: 'The disk reported an error while it was read.',
  ETIMEDOUT: 'The drive did not answer in time.',
  ESTALE: 'The network drive lost track of it.',
  EBUSY: 'Another program has locked it.',
  ETXTBSY: 'Another program has locked it.',
};

/** The system is short of something: that says nothing about the file. */
const shortageCodes = new Set(['EMFILE', 'ENFILE', 'ENOMEM']);

/** What an error of these system calls says about the file. Errors of the store, which makes others, and shortages pass. */
function refusal(error: unknown, calls: readonly string[]): ReadTry {
  if (!isSystemError(error) || !calls.includes(error.syscall) || shortageCodes.has(error.code)) throw error;
  if (goneCodes.has(error.code)) return { outcome: 'gone' };
  return { outcome: 'unreadable', reason: unreadableReasons[error.code] ?? `The system refused to read it (${error.code}).` };
}
