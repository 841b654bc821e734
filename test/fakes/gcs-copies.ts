import { json, type Answer } from './gcs-answer.ts';
import type { GcsObjects, ObjectMetadata, StoredObject } from './gcs-objects.ts';
import { int64, sourceQuery } from './gcs-preconditions.ts';
import { ApiRefusal } from './gcs-refusal.ts';

export interface CopyRequest {
  readonly url: URL;
  readonly from: GcsObjects;
  readonly name: string;
  bucketOf(name: string): GcsObjects;
  /** Refuses where the caller may not put under that name. */
  mayPut(target: GcsObjects, name: string): void;
  /** What the copy is said to be; null: what the source is. */
  readonly metadata: ObjectMetadata | null;
}

const mebibyte = 1024 * 1024;

/** `copyTo` at once; `rewriteTo` in as many calls as were asked for, each going on with the token of the one before. */
export function copyObject({ url, from, name, bucketOf, mayPut, metadata }: CopyRequest): Answer {
  const query = url.searchParams;
  const [, kind = '', bucketName = '', target = ''] = /\/(rewriteTo|copyTo)\/b\/([^/]+)\/o\/([^/]+)/.exec(url.pathname)?.map((part) => decodeURIComponent(part)) ?? [];
  const to = bucketOf(bucketName);
  mayPut(to, target);
  const source = from.get(sourceQuery(query), name);
  const size = source.bytes.length;
  const copied = kind === 'copyTo' ? size : Math.min(size, rewritten(query, source) + partOf(query, size));
  if (copied < size) {
    const rewriteToken = Buffer.from(`${source.generation}:${copied}`).toString('base64url');
    return json(200, { kind: 'storage#rewriteResponse', totalBytesRewritten: String(copied), objectSize: String(size), done: false, rewriteToken });
  }
  const resource = to.resource(to.put(query, target, source.bytes, metadata ?? source.metadata, source.componentCount));
  if (kind === 'copyTo') return json(200, resource);
  return json(200, { kind: 'storage#rewriteResponse', totalBytesRewritten: String(size), objectSize: String(size), done: true, resource });
}

function partOf(query: URLSearchParams, size: number): number {
  const most = int64(query, 'maxBytesRewrittenPerCall');
  if (most === null) return size;
  if (most <= 0n || Number(most) % mebibyte !== 0) throw new ApiRefusal(400, 'invalid', 'maxBytesRewrittenPerCall must be a multiple of 1 MiB.');
  return Number(most);
}

function rewritten(query: URLSearchParams, source: StoredObject): number {
  const token = query.get('rewriteToken');
  if (token === null) return 0;
  const [, generation, copied] = /^(\d+):(\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (generation !== String(source.generation)) throw new ApiRefusal(400, 'invalid', 'Invalid rewrite token.');
  return Number(copied);
}
