import { createHash } from 'node:crypto';
import type { BigIntStats, Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { changedSource, missingSource } from '../engine/model/reference-failure.ts';
import { identityOf } from '../engine/model/reference-identity.ts';
import { fileUriOf, normalReferenceUri, parseReferenceUri } from '../engine/model/reference-uri.ts';
import type { ReferenceSource, SourceListRequest, SourceObject, SourceReadRequest } from '../engine/ports/reference-source.ts';
import { proven, stretchOf } from './source-bytes.ts';
import { fileFailure, openSourceFile, placeOfFile, sameMoment, type OpenSourceFile } from './source-file-place.ts';

const pieceSize = 1024 * 1024;
/** A page is given when it has so many files, or when so many bytes were read for it. */
const pageFiles = 1_000;
const pageBytes = 256 * 1024 * 1024;
/** Files that are read at the same time. */
const sideBySide = 16;
/** A file that changes while it is read is read again so often. */
const mostReadings = 3;

/** Files of this computer and its drives. Their identity is their digest, so they are read to be listed. */
export function createFileSource(): ReferenceSource {
  return {
    list: (text, request) => listFiles(normalReferenceUri(text), request),
    async stat(text, request) {
      const uri = normalReferenceUri(text);
      const file = await placeOfFile(uri, request.permitted);
      return { present: file === null ? null : await objectOf(file, uri, '', request), isKept: false };
    },
    read: (text, request) => readFile(normalReferenceUri(text), request),
  };
}

async function* listFiles(uri: string, request: SourceListRequest): AsyncGenerator<readonly SourceObject[]> {
  const place = await placeOfFile(uri, request.permitted);
  let page: SourceObject[] = [];
  let isEmpty = true;
  for await (const batch of place === null ? [] : inBatches(filesBelow(place, '', uri, request))) {
    const objects = await Promise.all(batch.map(({ file, name }) => objectOf(file, uriBelow(uri, name), name, request)));
    page.push(...objects.filter((object) => object !== null));
    if (page.length === 0) continue;
    isEmpty = false;
    if (page.length < pageFiles && page.reduce((sum, { size }) => sum + (size ?? 0), 0) < pageBytes) continue;
    yield page;
    page = [];
  }
  if (isEmpty) throw missingSource(uri);
  if (page.length > 0) yield page;
}

/** Small files cost more waiting than reading, so some are read side by side. */
async function* inBatches<T>(items: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < sideBySide) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Below the folder as it was named, wherever a link in its own name leads. */
function uriBelow(uri: string, name: string): string {
  const listed = parseReferenceUri(uri);
  if (name === '' || listed.scheme !== 'file') return uri;
  return fileUriOf(`${listed.path.replace(/\/$/, '')}/${name}`);
}

interface FoundFile {
  readonly file: string;
  /** Below what is listed; empty for the listed file itself. */
  readonly name: string;
}

/** Plain files alone: links and whatever else there is are not gone into. */
async function* filesBelow(place: string, name: string, uri: string, request: SourceListRequest): AsyncGenerator<FoundFile> {
  request.signal?.throwIfAborted();
  const entries = name === '' ? await rootEntries(place, uri) : await entriesOf(place, uri);
  if (entries === 'file') return yield { file: place, name };
  for (const entry of (entries ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const below = { file: path.join(place, entry.name), name: name === '' ? entry.name : `${name}/${entry.name}` };
    if (entry.isDirectory()) yield* filesBelow(below.file, below.name, uri, request);
    else if (entry.isFile()) yield below;
  }
}

async function rootEntries(place: string, uri: string): Promise<Dirent[] | 'file' | null> {
  try {
    const stats = await lstat(place);
    if (stats.isFile()) return uri.endsWith('/') ? null : 'file';
    return stats.isDirectory() ? await entriesOf(place, uri) : null;
  } catch (error) {
    return fileFailure(uri, error);
  }
}

/** Null when it went away meanwhile. */
async function entriesOf(folder: string, uri: string): Promise<Dirent[] | null> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    return fileFailure(uri, error);
  }
}

/** A file with its digest; null when there is none. */
async function objectOf(file: string, uri: string, name: string, { onBytes, signal }: SourceListRequest): Promise<SourceObject | null> {
  for (let reading = 1; ; reading++) {
    const opened = await openSourceFile(file, uri);
    if (opened === null) return null;
    try {
      const { size } = opened.stats;
      const digest = createHash('sha256');
      for await (const piece of piecesOf(opened, uri, 0, signal)) {
        digest.update(piece);
        onBytes?.(piece.length);
      }
      if (await isStill(opened)) return { uri, name, size: Number(size), identity: { sha256: digest.digest('hex') } };
      if (reading === mostReadings) throw changedSource(uri, 'it changes all the time while it is read');
    } finally {
      await opened.handle.close();
    }
  }
}

async function* readFile(uri: string, { identity, size, range, permitted, signal }: SourceReadRequest): AsyncGenerator<Uint8Array> {
  const file = await placeOfFile(uri, permitted);
  const opened = file === null ? null : await openSourceFile(file, uri);
  if (opened === null) throw missingSource(uri);
  try {
    const told = Number(opened.stats.size);
    if (size !== null && size !== told) throw changedSource(uri, 'it has another size');
    const start = Math.min(range?.offset ?? 0, told);
    const bytes = stretchOf(uri, piecesOf(opened, uri, start, signal), { start, size: told, recorded: size, range });
    const isWhole = range === undefined && identityOf(identity).sha256 !== undefined;
    yield* isWhole ? proven(uri, bytes, identity) : bytes;
    if (!(await isStill(opened))) throw changedSource(uri, 'it changed while it was read');
  } finally {
    await opened.handle.close();
  }
}

async function isStill({ handle, stats }: OpenSourceFile): Promise<boolean> {
  const now: BigIntStats = await handle.stat({ bigint: true });
  return sameMoment(stats, now);
}

async function* piecesOf({ handle, stats }: OpenSourceFile, uri: string, start: number, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const end = Number(stats.size);
  for (let at = start; at < end; ) {
    signal?.throwIfAborted();
    const piece = new Uint8Array(Math.min(pieceSize, end - at));
    const bytesRead = await handle.read(piece, 0, piece.length, at).then(
      (read) => read.bytesRead,
      (error: unknown) => fileFailure(uri, error) ?? 0,
    );
    if (bytesRead === 0) throw changedSource(uri, 'it was cut off while it was read');
    at += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}
