import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { checkKeyPrefix, compareKeys, isBucketKey, type BucketKey } from '../engine/model/bucket-key.ts';
import type { BucketEntry, ListRequest } from '../engine/ports/bucket.ts';
import { findFile } from './bucket-folder-entry.ts';
import { nameOfSegment, segmentOfName } from './bucket-folder-names.ts';
import { systemCode } from './durable-files.ts';

/** So many files of a folder are looked at together: on a network drive each look is a journey. */
const together = 16;

/** One name in a folder. `order` is where its keys stand: a folder's go on with a slash. */
interface Named {
  readonly file: string;
  readonly isFolder: boolean;
  readonly order: string;
}

/** What lies in a bucket's folder under keys that begin with a prefix, in their order, folder by folder. */
export async function* listFolder(root: string, prefix: string, request: ListRequest): AsyncGenerator<BucketEntry> {
  const start = folderOfPrefix(root, prefix);
  if (start !== null) yield* walk(start.folder, start.keys, { prefix, after: request.after ?? '', signal: request.signal });
}

interface Wanted {
  readonly prefix: string;
  readonly after: string;
  readonly signal: AbortSignal | undefined;
}

async function* walk(folder: string, keys: string, wanted: Wanted): AsyncGenerator<BucketEntry> {
  const names = (await namesIn(folder, keys, wanted.signal)).filter((named) => mayHold(named, wanted));
  let files: Named[] = [];
  for (const named of names) {
    if (!named.isFolder) files.push(named);
    if (named.isFolder || files.length === together) {
      yield* entriesOf(files, wanted.signal);
      files = [];
    }
    if (named.isFolder) yield* walk(named.file, named.order, wanted);
  }
  yield* entriesOf(files, wanted.signal);
}

async function* entriesOf(files: readonly Named[], signal: AbortSignal | undefined): AsyncGenerator<BucketEntry> {
  const found = await Promise.all(files.map(({ file, order }) => findFile(file, order as BucketKey)));
  for (const file of found) {
    signal?.throwIfAborted();
    if (file !== null) yield file.entry;
  }
}

function mayHold({ isFolder, order }: Named, { prefix, after }: Wanted): boolean {
  if (!isFolder) return order.startsWith(prefix) && order > after;
  const mayBegin = order.startsWith(prefix) || prefix.startsWith(order);
  return mayBegin && (order > after || after.startsWith(order));
}

/** The segments below a prefix that go on, in the order of their keys. */
export async function* listChildren(root: string, prefix: string, signal: AbortSignal | undefined): AsyncGenerator<string> {
  const start = folderOfPrefix(root, prefix);
  if (start === null) return;
  for (const named of await namesIn(start.folder, start.keys, signal)) {
    if (!named.isFolder) continue;
    // Folders stay behind for a moment, or are somebody else's: only a key makes one count.
    for await (const _ of walk(named.file, named.order, { prefix: '', after: '', signal })) {
      yield named.order.slice(start.keys.length, -1);
      break;
    }
  }
}

/** The folder in which all keys lie that begin with a prefix, and how they begin there; null when no key can. */
function folderOfPrefix(root: string, prefix: string): { folder: string; keys: string } | null {
  const keys = checkKeyPrefix(prefix).slice(0, prefix.lastIndexOf('/') + 1);
  const segments = keys.split('/').slice(0, -1);
  if (!segments.every(isBucketKey)) return null;
  return { folder: path.join(root, ...segments.map(nameOfSegment)), keys };
}

async function namesIn(folder: string, keys: string, signal: AbortSignal | undefined): Promise<Named[]> {
  signal?.throwIfAborted();
  const named: Named[] = [];
  for (const entry of await entriesIn(folder)) {
    const segment = segmentOfName(entry.name);
    const isFolder = entry.isDirectory();
    if (segment === null || !(isFolder || entry.isFile()) || !isBucketKey(keys + segment)) continue;
    named.push({ file: path.join(folder, entry.name), isFolder, order: `${keys}${segment}${isFolder ? '/' : ''}` });
  }
  return named.sort((a, b) => compareKeys(a.order, b.order));
}

async function entriesIn(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
