import type { Core } from '../core.ts';
import { isEntryPath, type EntryPath } from '../model/entry-path.ts';
import type { ReferenceEntry } from '../model/entry.ts';
import { ownPlaces } from '../model/reference-place.ts';
import { parseReferenceUri, shortName } from '../model/reference-uri.ts';
import type { SourceObject } from '../ports/reference-source.ts';
import type { AddedReference } from './added-references.ts';

/**
 * The entries of everything that an added reference names, page by page, none left out. Without a checksum nothing is asked: the URI is the one entry.
 * `onBytes`: told of bytes that are read to know what they are.
 */
export async function* expand(core: Core, added: AddedReference, signal: AbortSignal, onBytes: (bytes: number) => void): AsyncGenerator<readonly ReferenceEntry[]> {
  if (!added.checksum) {
    yield [{ kind: 'reference', path: pathFor(added, ''), uri: added.uri, size: null, identity: {} }];
    return;
  }
  for await (const page of core.references.list(added.uri, { permitted: ownPlaces(added.uri), signal, onBytes })) {
    yield page.map((object) => entryOf(added, object));
  }
}

function entryOf(added: AddedReference, { uri, name, size, identity }: SourceObject): ReferenceEntry {
  return { kind: 'reference', path: pathFor(added, name), uri, size, identity };
}

/** Where an object stands in the artifact; `name` as the source has it below what was added. */
function pathFor({ uri, path }: AddedReference, name: string): EntryPath {
  const below = entryPathOf(name === '' ? shortName(parseReferenceUri(uri)) : name);
  if (path === '') return below;
  return name === '' ? path : (`${path}/${below}` as EntryPath);
}

/** The path of a name that a bucket has. What no path can have – empty segments, dots alone, NUL – stands there in percent codes, so that no object is left out. */
export function entryPathOf(name: string): EntryPath {
  const plain = name.toWellFormed();
  if (isEntryPath(plain)) return plain;
  return plain.split('/').map(segmentOf).join('/') as EntryPath;
}

function segmentOf(segment: string): string {
  if (segment === '') return '%2F';
  return /^\.{1,2}$/.test(segment) ? segment.replaceAll('.', '%2E') : segment.replaceAll('\0', '%00');
}
