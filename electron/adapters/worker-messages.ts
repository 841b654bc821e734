import { Failure, type FailureCode } from '../engine/model/failure.ts';
import type { Digest } from '../engine/model/digest.ts';
import type { EntryPath } from '../engine/model/entry-path.ts';
import type { CapturedFile, CapturedList, CaptureFile, FileStamp } from '../engine/ports/capture.ts';
import type { RunWay } from './capture-session.ts';
import type { SealedPack } from './pack-writer.ts';

/**
 * What travels between the engine's thread and its workers. Runs of files travel as one text and flat numbers: a hundred
 * thousand small values would cost more than reading the files.
 */

/** Where the store of a home is, as a worker opens it. */
export interface StorePlace {
  readonly containers: string;
  readonly temporary: string;
}

/** Shared with everyone who works for a session; a number other than 0 in the first word means: stop. */
export type StopFlag = SharedArrayBuffer;

export interface OpenCapture {
  readonly kind: 'capture.open';
  readonly session: number;
  readonly root: string;
  readonly keep: boolean;
  readonly store: StorePlace;
  readonly catalogPath: string;
  readonly claims: SharedArrayBuffer;
  readonly stop: StopFlag;
}

export interface CaptureRun {
  readonly kind: 'capture.run';
  readonly session: number;
  readonly files: EncodedFiles;
  readonly way: RunWay;
}

export interface SealCapture {
  readonly kind: 'capture.seal';
  readonly session: number;
}

export interface AbandonCapture {
  readonly kind: 'capture.abandon';
  readonly session: number;
}

/** Answer to `capture.seal`. */
export interface WorkerSeal {
  readonly packs: readonly SealedPack[];
  readonly lists: readonly CapturedList[];
  readonly lent: readonly Digest[];
}

/** Files of a run: paths joined by NUL (which no path holds), and five numbers of each stamp. */
export interface EncodedFiles {
  readonly paths: string;
  readonly stamps: Float64Array<ArrayBuffer>;
}

/** Answers of a run in the order of its files. */
export interface EncodedAnswers {
  readonly rows: Uint8Array<ArrayBuffer>;
  /** Sentences for unreadable files, in order. */
  readonly reasons: readonly string[];
}

const stampNumbers = 5;

export function encodeFiles(files: readonly CaptureFile[]): EncodedFiles {
  const stamps = new Float64Array(files.length * stampNumbers);
  for (let i = 0; i < files.length; i++) {
    const { stamp } = files[i] as CaptureFile;
    const at = i * stampNumbers;
    stamps[at] = stamp.size;
    stamps[at + 1] = stamp.modifiedMs;
    stamps[at + 2] = stamp.changedMs;
    stamps[at + 3] = stamp.inode;
    stamps[at + 4] = stamp.mode;
  }
  return { paths: files.map((file) => file.path).join('\0'), stamps };
}

export function decodeFiles({ paths, stamps }: EncodedFiles): CaptureFile[] {
  if (stamps.length === 0) return [];
  return paths.split('\0').map((path, i) => ({ path: path as EntryPath, stamp: stampAt(stamps, i * stampNumbers) }));
}

function stampAt(numbers: Float64Array, at: number): FileStamp {
  const number = (i: number): number => numbers[at + i] as number;
  return { size: number(0), modifiedMs: number(1), changedMs: number(2), inode: number(3), mode: number(4) };
}

/** code u8 | blob 32 bytes | list 32 bytes | stamp 5 × f64 */
const rowLength = 105;
const outcomes = ['captured', 'unsettled', 'gone', 'unreadable'] as const;
const flagList = 4;
const flagRacy = 8;

export function encodeAnswers(files: readonly CapturedFile[]): EncodedAnswers {
  const rows = Buffer.alloc(files.length * rowLength);
  const reasons: string[] = [];
  files.forEach((file, i) => {
    const at = i * rowLength;
    rows[at] = outcomes.indexOf(file.outcome);
    if (file.outcome === 'unreadable') reasons.push(file.reason);
    if (file.outcome === 'captured') encodeCaptured(rows, at, file);
  });
  return { rows, reasons };
}

function encodeCaptured(rows: Buffer, at: number, file: Extract<CapturedFile, { outcome: 'captured' }>): void {
  const { content, stamp } = file;
  rows[at] = (content.list === null ? 0 : flagList) | (file.racy ? flagRacy : 0);
  rows.write(content.blob, at + 1, 32, 'hex');
  if (content.list !== null) rows.write(content.list, at + 33, 32, 'hex');
  rows.writeDoubleLE(stamp.size, at + 65);
  rows.writeDoubleLE(stamp.modifiedMs, at + 73);
  rows.writeDoubleLE(stamp.changedMs, at + 81);
  rows.writeDoubleLE(stamp.inode, at + 89);
  rows.writeDoubleLE(stamp.mode, at + 97);
}

/** `files` are those of the run, in order. */
export function decodeAnswers(answers: EncodedAnswers, files: readonly CaptureFile[]): CapturedFile[] {
  const rows = Buffer.from(answers.rows.buffer, answers.rows.byteOffset, answers.rows.byteLength);
  let reason = 0;
  return files.map(({ path }, i) => {
    const at = i * rowLength;
    const code = rows[at] as number;
    const outcome = outcomes[code & 3];
    if (outcome === 'unreadable') return { outcome, path, reason: answers.reasons[reason++] as string };
    if (outcome !== 'captured') return { outcome: outcome as 'unsettled' | 'gone', path };
    return decodeCaptured(rows, at, path, code);
  });
}

function decodeCaptured(rows: Buffer, at: number, path: EntryPath, code: number): CapturedFile {
  const stamp: FileStamp = {
    size: rows.readDoubleLE(at + 65),
    modifiedMs: rows.readDoubleLE(at + 73),
    changedMs: rows.readDoubleLE(at + 81),
    inode: rows.readDoubleLE(at + 89),
    mode: rows.readDoubleLE(at + 97),
  };
  const blob = rows.toString('hex', at + 1, at + 33) as Digest;
  const list = (code & flagList) === 0 ? null : (rows.toString('hex', at + 33, at + 65) as Digest);
  return { outcome: 'captured', path, content: { blob, size: stamp.size, list }, stamp, racy: (code & flagRacy) !== 0 };
}

/** An error as it travels between threads: a Failure stays one. */
export type EncodedError =
  | { readonly failure: { readonly code: FailureCode; readonly message: string; readonly data: Readonly<Record<string, unknown>> } }
  | { readonly error: { readonly message: string; readonly stack: string; readonly code: string | null } };

export function encodeError(error: unknown): EncodedError {
  if (error instanceof Failure) return { failure: { code: error.code, message: error.message, data: error.data } };
  const known = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in known && typeof known.code === 'string' ? known.code : null;
  return { error: { message: known.message, stack: known.stack ?? '', code } };
}

export function decodeError(encoded: EncodedError): Error {
  if ('failure' in encoded) return new Failure(encoded.failure.code, encoded.failure.message, encoded.failure.data);
  const { message, stack, code } = encoded.error;
  const error = Object.assign(new Error(message), code === null ? {} : { code });
  error.stack = stack;
  return error;
}
