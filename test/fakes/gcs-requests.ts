import type { IncomingMessage } from 'node:http';
import type { GcsFault, GcsOperation } from './gcs-faults.ts';
import type { ObjectMetadata } from './gcs-objects.ts';
import { ApiRefusal } from './gcs-refusal.ts';
import type { SaidSums } from './gcs-sums.ts';

/** What a request is; null: the API has no such thing. */
export function operationOf(method: string, url: URL, request: IncomingMessage): GcsOperation | null {
  const { pathname, searchParams: query } = url;
  if (pathname === '/token') return 'token';
  if (pathname.startsWith('/upload/storage/v1/b/')) return uploadOperation(method, query, request);
  if (pathname === '/storage/v1/b') return method === 'GET' ? 'list-buckets' : method === 'POST' ? 'insert-bucket' : null;
  const path = /^\/(?:download\/)?storage\/v1\/b\/(.+)$/.exec(pathname)?.[1]?.split('/');
  if (path === undefined) return null;
  const [, kind, third, fourth] = path;
  if (kind === undefined) return method === 'GET' ? 'bucket' : method === 'DELETE' ? 'delete-bucket' : method === 'PATCH' ? 'patch-bucket' : null;
  if (kind === 'iam') return third === 'testPermissions' ? 'permissions' : null;
  if (kind !== 'o') return null;
  if (third === undefined) return method === 'GET' ? 'list' : null;
  if (fourth === 'compose') return 'compose';
  if (fourth === 'rewriteTo' || fourth === 'copyTo') return 'copy';
  return objectOperation(method, query);
}

function objectOperation(method: string, query: URLSearchParams): GcsOperation | null {
  switch (method) {
    case 'GET':
      return query.get('alt') === 'media' ? 'read' : 'stat';
    case 'DELETE':
      return 'delete';
    case 'PATCH':
    case 'PUT':
      return 'patch';
    default:
      return null;
  }
}

function uploadOperation(method: string, query: URLSearchParams, request: IncomingMessage): GcsOperation | null {
  if (!query.has('upload_id')) return method !== 'POST' ? null : query.get('uploadType') === 'resumable' ? 'start' : 'insert';
  if (method === 'DELETE') return 'cancel';
  return (request.headers['content-range'] ?? '').startsWith('bytes */') ? 'status' : 'chunk';
}

/** What came of a body. */
export interface ReceivedBody {
  readonly bytes: Buffer;
  /** `cut`: the connection broke before its end. `broken`: a fault broke it, and nothing of it counts. */
  readonly end: 'whole' | 'cut' | 'broken';
}

/** `onBytes` is told of all that comes, as it comes. */
export async function bodyOf(request: IncomingMessage, fault: GcsFault | null, onBytes: (bytes: number) => void): Promise<ReceivedBody> {
  const pieces: Buffer[] = [];
  const announced = Number(request.headers['content-length'] ?? 0);
  let length = 0;
  try {
    for await (const piece of request) {
      pieces.push(piece as Buffer);
      length += (piece as Buffer).length;
      onBytes((piece as Buffer).length);
      if (fault?.kind === 'reset' && length >= announced / 2) {
        request.socket.destroy();
        return { bytes: Buffer.concat(pieces), end: 'broken' };
      }
    }
  } catch {
    return { bytes: Buffer.concat(pieces), end: 'cut' };
  }
  return { bytes: Buffer.concat(pieces), end: 'whole' };
}

export function multipartOf(request: IncomingMessage, body: Buffer): { metadata: ObjectMetadata; bytes: Buffer } {
  const boundary = /boundary="?([^";]+)"?/.exec(request.headers['content-type'] ?? '')?.[1];
  const malformed = new ApiRefusal(400, 'badRequest', 'Malformed multipart body.');
  if (boundary === undefined) throw malformed;
  const mark = Buffer.from(`--${boundary}`);
  const first = body.indexOf(mark);
  const second = body.indexOf(Buffer.from(`\r\n--${boundary}`), first + mark.length);
  const end = body.lastIndexOf(Buffer.from(`\r\n--${boundary}--`));
  if (first === -1 || second === -1 || end <= second) throw malformed;
  const contentOf = (from: number, to: number): { head: string; bytes: Buffer } => {
    const headEnd = body.indexOf('\r\n\r\n', from);
    if (headEnd === -1 || headEnd > to) throw malformed;
    return { head: body.subarray(from, headEnd).toString(), bytes: body.subarray(headEnd + 4, to) };
  };
  const described = contentOf(first + mark.length, second);
  const content = contentOf(second + 2 + mark.length, end);
  const contentType = /content-type:\s*([^\r\n]+)/i.exec(content.head)?.[1];
  return { metadata: { ...(contentType !== undefined && { contentType }), ...parsed(described.bytes) }, bytes: Buffer.from(content.bytes) };
}

export function nameOf(query: URLSearchParams, metadata: ObjectMetadata): string {
  const name = query.get('name') ?? metadata.name;
  if (name === undefined || name === '') throw new ApiRefusal(400, 'required', 'Required');
  const isTaken = name === '.' || name === '..' || name.startsWith('.well-known/acme-challenge/') || /[\r\n]/.test(name);
  if (isTaken || Buffer.byteLength(name) > 1024) throw new ApiRefusal(400, 'invalid', `The object name "${name.slice(0, 60)}" is not allowed.`);
  return name;
}

/** The sums that the head of a request says its content has. */
export function saidSumsOf(request: IncomingMessage): SaidSums {
  const header = request.headers['x-goog-hash'];
  const sums = new Map((typeof header === 'string' ? header : '').split(',').map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1)]));
  const [md5Hash, crc32c] = [sums.get('md5'), sums.get('crc32c')];
  return { ...(md5Hash !== undefined && { md5Hash }), ...(crc32c !== undefined && { crc32c }) };
}

/** Where a body begins (null: it only asks) and how long the whole is (null: not said yet). */
export function contentRangeOf(header: string | undefined, length: number): { start: number | null; total: number | null } {
  if (header === undefined) return { start: 0, total: length };
  const parts = /^bytes (?:\*|(\d+)-(\d+|\*))\/(\d+|\*)$/.exec(header);
  if (parts === null) throw new ApiRefusal(400, 'invalid', `Failed to parse Content-Range header: ${header}`);
  const [, start, end, total] = parts;
  if (start === undefined) return { start: null, total: total === '*' ? null : Number(total) };
  if (end !== '*' && Number(end) - Number(start) + 1 !== length) throw new ApiRefusal(400, 'invalid', 'The Content-Range does not fit the body.');
  if (total !== '*' && Number(start) + length > Number(total)) throw new ApiRefusal(400, 'invalid', 'The Content-Range ends behind the end.');
  // A body without a known end is the last one.
  const whole = total === '*' ? (end === '*' ? Number(start) + length : null) : Number(total);
  return { start: Number(start), total: whole };
}

export function parsed(body: Buffer): ObjectMetadata {
  try {
    return JSON.parse(body.toString()) as ObjectMetadata;
  } catch {
    throw new ApiRefusal(400, 'parseError', 'Parse Error');
  }
}
