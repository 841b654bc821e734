import { missingSource, offlineSource } from '../engine/model/reference-failure.ts';
import { identityRecord } from '../engine/model/reference-identity.ts';
import { formatReferenceUri } from '../engine/model/reference-uri.ts';
import type { SourceObject, SourceRequest } from '../engine/ports/reference-source.ts';
import { retried, type RetryOptions } from './retries.ts';
import { askS3, s3Failure, valuesOfXml, type S3Answer } from './s3-ask.ts';
import { presentOf, versionIdOf, type S3ObjectAddress } from './source-s3-object.ts';

/** One listed object, as S3 writes it. */
interface Item {
  readonly Key?: string;
  readonly Size?: string;
  readonly ETag?: string;
  readonly VersionId?: string;
  readonly IsLatest?: string;
}

interface Page {
  readonly items: readonly Item[];
  /** What to ask for the next page with; null: this was the last one. */
  readonly next: Readonly<Record<string, string>> | null;
  readonly isEncoded: boolean;
}

/** Where a list goes on. */
interface Way {
  readonly first: Readonly<Record<string, string>>;
  page(text: string, uri: string): Page;
}

/** Bytes; a page has a thousand keys of a kilobyte, percent-encoded at worst. */
const longestPage = 16 * 1024 * 1024;

/** Lists versions, of which the latest are taken: only so does a list tell their ids. */
const versions: Way = {
  first: { versions: '' },
  page(text, uri) {
    const result = resultOf(text, 'ListVersionsResult', uri);
    const { NextKeyMarker: key, NextVersionIdMarker: id } = result as Record<string, unknown>;
    const next = typeof key === 'string' ? { versions: '', 'key-marker': markerOf(result, key), ...(typeof id === 'string' && { 'version-id-marker': id }) } : null;
    return pageOf(result, 'Version', next, uri, ({ IsLatest }) => IsLatest === 'true');
  },
};

/** Lists what lies there now. */
const objects: Way = {
  first: { 'list-type': '2' },
  page(text, uri) {
    const result = resultOf(text, 'ListBucketResult', uri);
    const token = result['NextContinuationToken'];
    return pageOf(result, 'Contents', typeof token === 'string' ? { 'list-type': '2', 'continuation-token': token } : null, uri, () => true);
  },
};

/** What lies exactly there, and everything below it. Asks for version ids where the bucket tells them to us. */
export async function* listS3(object: S3ObjectAddress, { signal }: SourceRequest, retries: RetryOptions): AsyncGenerator<readonly SourceObject[]> {
  const { uri, bucket, key } = object;
  const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
  const exact = prefix === key ? null : await retried(retries, signal, () => presentOf(object, undefined, signal));
  let isEmpty = exact === null;
  if (exact !== null) yield [exact];
  let way = versions;
  for (let query: Page['next'] = way.first; query !== null; ) {
    const asked: Readonly<Record<string, string>> = { ...query, prefix, 'encoding-type': 'url', 'max-keys': '1000' };
    const current: Way = way;
    const page = await retried(retries, signal, async () => {
      const text = await pageText(object, asked, signal, current === versions);
      return text === null ? null : current.page(text, uri);
    });
    if (page === null) {
      way = objects;
      query = way.first;
      continue;
    }
    const found = page.items.flatMap((item) => objectOf(bucket, prefix, item, page.isEncoded));
    if (found.length > 0) yield found;
    isEmpty &&= found.length === 0;
    query = page.next;
  }
  if (isEmpty) throw missingSource(uri);
}

/** The text of one page; null when the bucket does not list versions to us. */
async function pageText({ ground, uri, bucket }: S3ObjectAddress, query: Readonly<Record<string, string>>, signal: AbortSignal | undefined, mayRefuse: boolean): Promise<string | null> {
  const answer: S3Answer = await askS3(ground, { method: 'GET', bucket, key: null, query, signal, uri });
  if (answer.status === 200) return textOf(answer, uri);
  const isRefused = answer.status === 403 || answer.status === 501 || answer.code === 'NotImplemented';
  if (mayRefuse && isRefused && query['key-marker'] === undefined && answer.code !== 'InvalidAccessKeyId' && answer.code !== 'SignatureDoesNotMatch') return null;
  throw await s3Failure(ground, uri, answer);
}

async function textOf({ body }: S3Answer, uri: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    pieces.push(piece);
    length += piece.length;
    if (length > longestPage) throw offlineSource(uri, 'what answers there is not S3');
  }
  return Buffer.concat(pieces).toString();
}

function resultOf(text: string, root: string, uri: string): Record<string, unknown> {
  // The parser takes half a document for a whole one, and half a page would read as deletions.
  if (!text.trimEnd().endsWith(`</${root}>`)) throw offlineSource(uri, 'what answers there is not S3, or was cut off');
  const result = valuesOfXml(text)[root];
  if (typeof result === 'object' && result !== null) return result as Record<string, unknown>;
  throw offlineSource(uri, 'what answers there is not S3');
}

function pageOf(result: Record<string, unknown>, kind: string, next: Page['next'], uri: string, isWanted: (item: Item) => boolean): Page {
  const isTruncated = result['IsTruncated'] === 'true';
  // A list that says it goes on and not where would end too early.
  if (isTruncated && next === null) throw offlineSource(uri, 'its list broke off');
  const items = (Array.isArray(result[kind]) ? result[kind] : []) as readonly Item[];
  return { items: items.filter(isWanted), next: isTruncated ? next : null, isEncoded: result['EncodingType'] === 'url' };
}

function markerOf(result: Record<string, unknown>, marker: string): string {
  return result['EncodingType'] === 'url' ? decoded(marker) : marker;
}

/** Empty objects with a slash at their end are folders to some tools, and nothing here. */
function objectOf(bucket: string, folder: string, item: Item, isEncoded: boolean): SourceObject[] {
  const { Key, Size, ETag, VersionId } = item;
  const size = Number(Size);
  if (Key === undefined || !Number.isSafeInteger(size)) throw new Error('S3 listed an object without a key or a size');
  const key = isEncoded ? decoded(Key) : Key;
  if (size === 0 && key.endsWith('/')) return [];
  const identity = identityRecord({ etag: ETag, versionId: versionIdOf(VersionId) });
  return [{ uri: formatReferenceUri({ scheme: 's3', bucket, key }), name: key.slice(folder.length), size, identity }];
}

/** S3 writes keys in lists as forms write them: a blank is a plus. */
function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
