import { constants, type BigIntStats } from 'node:fs';
import { lstat, open, realpath, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { deniedSource, notPermitted, offlineSource } from '../engine/model/reference-failure.ts';
import { isPermitted, placeOf } from '../engine/model/reference-place.ts';
import { parseReferenceUri } from '../engine/model/reference-uri.ts';
import { systemCode } from './durable-files.ts';

const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;
const missingCodes = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR', 'ENXIO', 'ENAMETOOLONG']);

/**
 * The path of a file URI that may be reached. Links are followed to the permitted place around it, which a person named, and not from there on: null where one stands on
 * the way, or nothing at all. Throws Failure `reference.not-permitted`.
 */
export async function placeOfFile(uri: string, permitted: readonly string[]): Promise<string | null> {
  const target = nativePath(uri);
  const around = permitted.filter((place) => place.startsWith('file:') && isPermitted([place], uri)).map(nativePath);
  const [nearest] = around.toSorted((a, b) => b.length - a.length);
  if (nearest === undefined) throw notPermitted(uri, placeOf(parseReferenceUri(uri)) ?? uri, 'local-file', true);
  const root = await realpath(nearest).catch((error: unknown) => fileFailure(uri, error));
  if (root === null) return null;
  let at = root;
  for (const segment of path.relative(nearest, target).split(path.sep).filter((part) => part !== '')) {
    at = path.join(at, segment);
    const stats = await lstat(at).catch((error: unknown) => fileFailure(uri, error));
    if (stats === null || stats.isSymbolicLink()) return null;
  }
  return at;
}

function nativePath(uri: string): string {
  const parsed = parseReferenceUri(uri);
  if (parsed.scheme !== 'file') throw new RangeError('not a file');
  return path.resolve(parsed.path);
}

export interface OpenSourceFile {
  readonly handle: FileHandle;
  readonly stats: BigIntStats;
}

/** Opens a plain file; null when there is none. A link is none, nor is a pipe or a device. */
export async function openSourceFile(file: string, uri: string): Promise<OpenSourceFile | null> {
  const handle = await open(file, constants.O_RDONLY | noFollow | (constants.O_NONBLOCK ?? 0)).catch((error: unknown) => fileFailure(uri, error));
  if (handle === null) return null;
  const stats = await handle.stat({ bigint: true });
  if (stats.isFile()) return { handle, stats };
  await handle.close();
  return null;
}

/** Whether a file is as it was: nobody wrote to it in between. */
export function sameMoment(a: BigIntStats, b: BigIntStats): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;
}

/** Null for "there is no such file"; throws everything else in words. */
export function fileFailure(uri: string, error: unknown): null {
  const code = systemCode(error);
  if (code === null) throw error;
  if (missingCodes.has(code)) return null;
  if (code === 'EACCES' || code === 'EPERM') throw deniedSource(uri, 'you are not allowed to read it', error);
  throw offlineSource(uri, `its drive does not answer (${code})`, error);
}
