import { Failure, type FailureCode } from '../engine/model/failure.ts';
import type { FolderPath } from '../engine/model/entry-path.ts';
import type { CapturedFile, CapturedFolder, CaptureFolder } from '../engine/ports/capture.ts';
import type { RunAnswers } from './capture-run.ts';
import type { RunWay } from './capture-session.ts';
import type { SunkChunks } from './capture-sink.ts';

/**
 * What travels between the engine's thread and its workers. Runs of files travel as flat bytes: a hundred thousand
 * small values would cost more than reading the files.
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

export interface ReadRun {
  readonly kind: 'capture.run';
  readonly session: number;
  readonly folders: EncodedFolders;
  readonly way: RunWay;
}

/** Clones the one file of a run; answered with a `ClonedFile`, or null. */
export interface CloneRun {
  readonly kind: 'capture.clone';
  readonly session: number;
  readonly folders: EncodedFolders;
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
export type WorkerSeal = SunkChunks;

/** Folders of a run: their paths, and their listings one after the other. */
export interface EncodedFolders {
  readonly paths: readonly FolderPath[];
  readonly listings: Uint8Array<ArrayBuffer>;
  /** Bytes of each listing. */
  readonly lengths: readonly number[];
}

/** Answers of a run: the digests of all its files one after the other, and what else there is to say of some. */
export interface EncodedAnswers {
  readonly blobs: Uint8Array<ArrayBuffer>;
  /** Bytes of `blobs` that belong to each folder. */
  readonly lengths: readonly number[];
  readonly others: readonly { readonly folder: number; readonly at: number; readonly file: CapturedFile }[];
  readonly quietBytes: number;
}

export function encodeFolders(folders: readonly CaptureFolder[]): EncodedFolders {
  const lengths = folders.map(({ files }) => files.length);
  return { paths: folders.map(({ path }) => path), listings: joined(folders.map(({ files }) => files)), lengths };
}

export function decodeFolders({ paths, listings, lengths }: EncodedFolders): CaptureFolder[] {
  const files = split(listings, lengths);
  return paths.map((path, i) => ({ path, files: files[i] as Uint8Array }));
}

export function encodeAnswers({ captured, quietBytes }: RunAnswers): EncodedAnswers {
  const others = captured.flatMap((folder, i) => folder.others.map((other) => ({ folder: i, ...other })));
  return { blobs: joined(captured.map(({ blobs }) => blobs)), lengths: captured.map(({ blobs }) => blobs.length), others, quietBytes };
}

/** `folders` are those of the run, in order. */
export function decodeAnswers({ blobs, lengths, others, quietBytes }: EncodedAnswers, folders: readonly CaptureFolder[]): RunAnswers {
  const parts = split(blobs, lengths);
  const told: { at: number; file: CapturedFile }[][] = folders.map(() => []);
  for (const { folder, at, file } of others) told[folder]?.push({ at, file });
  const captured = folders.map((folder, i): CapturedFolder => ({ ...folder, blobs: parts[i] as Uint8Array, others: told[i] ?? [] }));
  return { captured, quietBytes };
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function split(all: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  let end = 0;
  return lengths.map((length) => all.subarray(end, (end += length)));
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
