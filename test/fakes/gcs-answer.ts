import { gunzipSync } from 'node:zlib';
import type { GcsOperation } from './gcs-faults.ts';
import { etagOf, type StoredObject } from './gcs-objects.ts';
import type { ApiRefusal } from './gcs-refusal.ts';

export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer;
}

export function json(status: number, value: unknown): Answer {
  return { status, headers: { 'Content-Type': 'application/json; charset=UTF-8' }, body: Buffer.from(JSON.stringify(value)) };
}

export function refusalAnswer({ status, reason, message }: ApiRefusal, operation: GcsOperation): Answer {
  if (status === 304) return { status };
  // Media is refused in plain words.
  if (operation === 'read') return { status, headers: { 'Content-Type': 'text/html; charset=UTF-8' }, body: Buffer.from(message) };
  return json(status, { error: { code: status, message, errors: [{ message, domain: 'global', reason }] } });
}

/** A content, or a range of it. What is stored compressed is unpacked for who cannot read it, and then has no ranges. */
export function media(object: StoredObject, range: string | undefined, acceptsGzip: boolean): Answer {
  const headers = mediaHeaders(object);
  if (object.metadata.contentEncoding === 'gzip' && !acceptsGzip) {
    return { status: 200, headers: { ...headers, Warning: '214 UploadServer gunzipped', 'Transfer-Encoding': 'chunked' }, body: gunzipSync(object.bytes) };
  }
  const encoded = object.metadata.contentEncoding === undefined ? headers : { ...headers, 'Content-Encoding': object.metadata.contentEncoding };
  const asked = range === undefined ? null : rangeOf(range, object.bytes.length);
  if (asked === null) return { status: 200, headers: encoded, body: object.bytes };
  const size = object.bytes.length;
  if (asked === 'unsatisfiable') return { status: 416, headers: { 'Content-Range': `bytes */${size}`, 'Content-Type': 'text/plain' }, body: Buffer.from('The requested range cannot be satisfied.') };
  const { start, end } = asked;
  return { status: 206, headers: { ...encoded, 'Content-Range': `bytes ${start}-${end}/${size}` }, body: object.bytes.subarray(start, end + 1) };
}

function mediaHeaders(object: StoredObject): Record<string, string> {
  const { bytes, sums, metadata, componentCount } = object;
  return {
    'Content-Type': metadata.contentType ?? 'application/octet-stream',
    ...(metadata.cacheControl !== undefined && { 'Cache-Control': metadata.cacheControl }),
    'Accept-Ranges': 'bytes',
    ETag: etagOf(object),
    'Last-Modified': new Date(object.updated).toUTCString(),
    'X-Goog-Generation': String(object.generation),
    'X-Goog-Metageneration': String(object.metageneration),
    'X-Goog-Storage-Class': 'STANDARD',
    'X-Goog-Stored-Content-Length': String(bytes.length),
    'X-Goog-Stored-Content-Encoding': metadata.contentEncoding ?? 'identity',
    'X-Goog-Hash': `crc32c=${sums.crc32c}${componentCount === null ? `,md5=${sums.md5}` : ''}`,
  };
}

/** RFC 9110, 14: a range that cannot be read is as if none was asked for. */
function rangeOf(header: string, size: number): { readonly start: number; readonly end: number } | 'unsatisfiable' | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (from === '' && to === '') return null;
  if (from !== '' && to !== '' && Number(to) < Number(from)) return null;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start >= size ? 'unsatisfiable' : { start, end };
}
