import { createHash } from 'node:crypto';
import { Failure } from '../../electron/engine/model/failure.ts';
import { changedSource, missingSource, notPermitted } from '../../electron/engine/model/reference-failure.ts';
import { compareContents, type IdentityRecord } from '../../electron/engine/model/reference-identity.ts';
import { isPermitted, placeOf } from '../../electron/engine/model/reference-place.ts';
import { normalReferenceUri, parseReferenceUri } from '../../electron/engine/model/reference-uri.ts';
import type { ReferenceSource, SourceObject, SourceReadRequest, SourceRequest } from '../../electron/engine/ports/reference-source.ts';
import type { MemoryTree } from './memory-tree.ts';

/** What a test does to the buckets, servers and files that references lead to. */
export interface MemorySource extends ReferenceSource {
  /** Puts an object; another generation each time. */
  put(uri: string, content: string | Uint8Array): void;
  /** Deletes an object. */
  remove(uri: string): void;
  /** From now on overwritten and deleted contents can still be had by their generation. */
  keepGenerations(): void;
  /** Every call about a URI, or one below it, fails from now on; null: no more. */
  fail(uri: string, failure: Error | null): void;
  /** Told before each piece of a read; what it throws breaks the read off. */
  onPiece: (uri: string, offset: number) => void;
  /** What was asked so far: `list gs://…`, `stat …`, `read …`. */
  readonly asked: string[];
  /** Objects on one page of a list. */
  pageSize: number;
}

interface Stored {
  readonly content: Uint8Array;
  readonly generation: string;
}

/** Sources in memory: buckets of Cloud Storage, and the files of a memory tree. Servers of private networks end in `.internal`. */
export function createSourceInMemory(tree: MemoryTree): MemorySource {
  const objects = new Map<string, Stored>();
  const kept = new Map<string, Stored[]>();
  const failures = new Map<string, Error>();
  let generations = 0;
  let keeps = false;

  function object(uri: string, { content, generation }: Stored, name = ''): SourceObject {
    // As large objects of S3, which were sent in parts: the ETag says nothing of the content.
    if (uri.startsWith('s3:')) return { uri, name, size: content.length, identity: { etag: `"${generation}-2"` } };
    const md5 = createHash('md5').update(content).digest('hex');
    return { uri, name, size: content.length, identity: { generation, md5 } };
  }

  function file(uri: string, name = ''): SourceObject | null {
    const parsed = parseReferenceUri(uri);
    if (parsed.scheme !== 'file' || !tree.exists(parsed.path) || tree.lstat(parsed.path).kind !== 'file') return null;
    const content = tree.content(parsed.path);
    return { uri, name, size: content.length, identity: { sha256: createHash('sha256').update(content).digest('hex') } };
  }

  const isBelow = (uri: string, prefix: string): boolean => uri.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);

  function meet(what: string, uri: string, { permitted, signal }: SourceRequest): void {
    source.asked.push(`${what} ${uri}`);
    signal?.throwIfAborted();
    for (const [at, failure] of failures) if (uri === at || isBelow(uri, at)) throw failure;
    const parsed = parseReferenceUri(uri);
    const place = placeOf(parsed);
    const isPrivate = parsed.scheme === 'file' || ('origin' in parsed && parsed.origin.endsWith('.internal'));
    if (!isPrivate || place === null || isPermitted(permitted, parsed.scheme === 'file' ? uri : place)) return;
    throw notPermitted(uri, place, parsed.scheme === 'file' ? 'local-file' : 'private', true);
  }

  function keep(uri: string): void {
    const before = objects.get(uri);
    if (before !== undefined && keeps) kept.set(uri, [...(kept.get(uri) ?? []), before]);
  }

  function generationOf(uri: string, { generation }: IdentityRecord): Stored | undefined {
    return generation === undefined ? undefined : [objects.get(uri), ...(kept.get(uri) ?? [])].find((one) => one?.generation === generation);
  }

  function contentFor(uri: string, { identity, size }: SourceReadRequest): Uint8Array {
    const named = generationOf(uri, identity);
    if (named !== undefined) return named.content;
    const stored = objects.get(uri);
    const present = stored === undefined ? file(uri) : object(uri, stored);
    if (present === null) throw missingSource(uri);
    if (identity['generation'] !== undefined) throw changedSource(uri, 'it was overwritten, and the bucket does not keep what was there before');
    const comparison = compareContents({ size, identity }, present);
    if (comparison.verdict === 'changed') throw changedSource(uri, `its ${comparison.by} is another`);
    return stored === undefined ? tree.content(parsedPath(uri)) : stored.content;
  }

  function parsedPath(uri: string): string {
    const parsed = parseReferenceUri(uri);
    return 'path' in parsed ? parsed.path : '';
  }

  function* everything(uri: string): Generator<SourceObject> {
    const exact = objects.get(uri);
    if (exact !== undefined && !uri.endsWith('/')) yield object(uri, exact);
    for (const [at, stored] of objects) {
      if (!isBelow(at, uri) || (at.endsWith('/') && stored.content.length === 0)) continue;
      yield object(at, stored, at.slice(uri.endsWith('/') ? uri.length : uri.length + 1));
    }
    if (!uri.startsWith('file:')) return;
    const itself = file(uri);
    if (itself !== null) yield itself;
    const folder = parsedPath(uri).replace(/\/$/, '');
    if (!tree.exists(folder) || tree.lstat(folder).kind !== 'folder') return;
    for (const name of Object.keys(tree.snapshot(folder)).toSorted()) {
      const found = file(normalReferenceUri(`file://${folder}/${name}`), name);
      if (found !== null) yield found;
    }
  }

  const source: MemorySource = {
    asked: [],
    pageSize: 1_000,
    onPiece: () => undefined,
    put(uri, content) {
      keep(uri);
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      objects.set(uri, { content: bytes, generation: String(++generations) });
    },
    remove(uri) {
      keep(uri);
      objects.delete(uri);
    },
    keepGenerations() {
      keeps = true;
    },
    fail(uri, failure) {
      if (failure === null) failures.delete(uri);
      else failures.set(uri, failure);
    },
    async *list(uri, request) {
      meet('list', uri, request);
      let page: SourceObject[] = [];
      let isEmpty = true;
      for (const found of everything(uri)) {
        isEmpty = false;
        page.push(found);
        if (page.length < source.pageSize) continue;
        yield page;
        meet('list', uri, request);
        page = [];
      }
      if (isEmpty) throw missingSource(uri);
      if (page.length > 0) yield page;
    },
    async stat(uri, request) {
      meet('stat', uri, request);
      const stored = objects.get(uri);
      const present = stored === undefined ? file(uri) : object(uri, stored);
      return { present, isKept: generationOf(uri, request.identity ?? {}) !== undefined };
    },
    async *read(uri, request) {
      meet('read', uri, request);
      const { offset, length } = request.range ?? { offset: 0, length: Number.MAX_SAFE_INTEGER };
      const content = contentFor(uri, request).subarray(offset, offset + length);
      const piece = content.length > 1_000 ? 64 * 1024 : 2;
      for (let at = 0; at < content.length; at += piece) {
        source.onPiece(uri, offset + at);
        request.signal?.throwIfAborted();
        yield content.subarray(at, at + piece);
      }
    },
  };
  return source;
}

export const offline = (uri: string): Failure => new Failure('reference.offline', `${uri} cannot be reached: the cable is out.`, { uri });
