import { createPublicKey, createVerify, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { GcsFaults, withOneBitWrong, type GcsFault, type GcsOperation } from './gcs-faults.ts';
import { ApiRefusal, crc32cOf, GcsObjects, md5Of, type ObjectMetadata, type StoredObject } from './gcs-objects.ts';

export type GcsPermission = 'storage.buckets.get' | 'storage.objects.get' | 'storage.objects.list' | 'storage.objects.create' | 'storage.objects.delete';

/** One request as it was seen. */
export interface SeenRequest {
  readonly operation: GcsOperation;
  readonly method: string;
  readonly url: string;
  readonly query: URLSearchParams;
  /** Bytes of the request's body. */
  readonly received: number;
  readonly authorization: string | null;
  status: number | null;
}

interface Session {
  readonly bucket: string;
  readonly query: URLSearchParams;
  readonly name: string;
  readonly metadata: ObjectMetadata;
  readonly parts: Buffer[];
  done: StoredObject | null;
}

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer;
}

export interface GcsServerOptions {
  /** Everything is allowed to everybody when false. */
  readonly auth?: boolean;
  /** Most entries of a page, whatever is asked for. */
  readonly pageSize?: number;
  /** The server's time. */
  readonly now?: () => number;
}

const quarter = 256 * 1024;

/**
 * Cloud Storage's JSON API on 127.0.0.1, as far as its documentation says it and Strata needs it: objects (simple, multipart and resumable
 * inserts, stat, media with ranges, patch, delete, list, compose, copy, rewrite), preconditions that are checked when a content becomes visible, sums, buckets,
 * permissions, and the token endpoint of service accounts. Faults are asked for request by request.
 */
export class GcsServer {
  readonly faults = new GcsFaults();
  readonly seen: SeenRequest[] = [];
  /** What a caller with a token, or without one, may do. */
  readonly permissions = new Set<GcsPermission>(['storage.buckets.get', 'storage.objects.get', 'storage.objects.list', 'storage.objects.create', 'storage.objects.delete']);
  /** Public keys of service accounts, by their address. */
  readonly accounts = new Map<string, string>();
  readonly tokens = new Set<string>();
  /** How far the server's clock is ahead of this computer's, ms. */
  skew = 0;
  private readonly buckets = new Map<string, GcsObjects>();
  private readonly sessions = new Map<string, Session>();
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private readonly options: GcsServerOptions;

  private constructor(options: GcsServerOptions) {
    this.options = options;
    this.server = createServer((request, response) => void this.serve(request, response));
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => undefined);
    });
    this.server.keepAliveTimeout = 60_000;
  }

  static async start(options: GcsServerOptions = {}): Promise<GcsServer> {
    const started = new GcsServer(options);
    await new Promise<void>((resolve) => started.server.listen(0, '127.0.0.1', resolve));
    return started;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Connections on which a request is under way or waits for its answer, and idle ones. */
  get connections(): number {
    return this.sockets.size;
  }

  get unfinishedUploads(): number {
    return [...this.sessions.values()].filter((session) => session.done === null).length;
  }

  createBucket(name: string): GcsObjects {
    const objects = new GcsObjects(name, () => this.now());
    this.buckets.set(name, objects);
    return objects;
  }

  deleteBucket(name: string): void {
    this.buckets.delete(name);
  }

  forgetUploads(): void {
    this.sessions.clear();
  }

  private now(): number {
    return (this.options.now ?? Date.now)() + this.skew;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://server');
    const operation = operationOf(request.method ?? 'GET', url, request);
    const fault = operation === null ? null : this.faults.take(operation);
    if (fault?.kind === 'reset' && fault.after !== 'half-body') return void request.socket.destroy();
    const body = await bodyOf(request, fault);
    if (body === null || operation === null) return operation === null ? void response.writeHead(404).end() : undefined;
    const seen: SeenRequest = { operation, method: request.method ?? '', url: url.pathname, query: url.searchParams, received: body.length, authorization: request.headers.authorization ?? null, status: null };
    this.seen.push(seen);
    if (fault?.kind === 'stall') return;
    const answer = this.answer(operation, url, request, body, fault);
    seen.status = answer.status;
    if (fault?.kind === 'lost-response') return void request.socket.destroy();
    if (fault?.kind === 'stall-after') return;
    await send(response, answer, fault, new Date(this.now()));
  }

  private answer(operation: GcsOperation, url: URL, request: IncomingMessage, body: Buffer, fault: GcsFault | null): Answer {
    try {
      if (fault?.kind === 'status') {
        const refusal = new ApiRefusal(fault.status, fault.reason ?? 'backendError', fault.message ?? 'We encountered an internal error. Please try again.');
        return { ...refusalAnswer(refusal, operation), headers: { 'Content-Type': 'application/json', ...fault.headers } };
      }
      if (operation === 'token') return this.token(body);
      this.authorize(operation, request);
      const received = fault?.kind === 'wrong-bytes' && ['insert', 'chunk'].includes(operation) ? withOneBitWrong(body) : body;
      return this.carryOut(operation, url, request, received, fault);
    } catch (error) {
      if (error instanceof ApiRefusal) return refusalAnswer(error, operation);
      throw error;
    }
  }

  private authorize(operation: GcsOperation, request: IncomingMessage): void {
    // Whoever has the address of an upload needs nothing else.
    if (['chunk', 'status', 'cancel'].includes(operation)) return;
    const bearer = request.headers.authorization?.replace(/^Bearer /, '') ?? null;
    if (this.options.auth === true && bearer !== null && !this.tokens.has(bearer)) throw new ApiRefusal(401, 'authError', 'Invalid Credentials');
    const needed = permissionOf(operation);
    if (needed === null || this.permissions.has(needed)) return;
    const who = bearer === null ? 'Anonymous caller' : 'member@team.iam.gserviceaccount.com';
    const message = `${who} does not have ${needed} access to the Google Cloud Storage object. Permission '${needed}' denied on resource (or it may not exist).`;
    throw bearer === null && this.options.auth === true ? new ApiRefusal(401, 'required', message) : new ApiRefusal(403, 'forbidden', message);
  }

  private carryOut(operation: GcsOperation, url: URL, request: IncomingMessage, body: Buffer, fault: GcsFault | null): Answer {
    const query = url.searchParams;
    if (['chunk', 'status', 'cancel'].includes(operation)) return this.upload(operation, query.get('upload_id') ?? '', request, body, fault);
    const [, bucketName = '', objectName = ''] = /\/b\/([^/]+)(?:\/o(?:\/([^/]+))?)?/.exec(url.pathname)?.map(decodeURIComponent_) ?? [];
    const objects = this.buckets.get(bucketName);
    if (objects === undefined) throw new ApiRefusal(404, 'notFound', 'The specified bucket does not exist.');
    switch (operation) {
      case 'bucket':
        return json(200, { kind: 'storage#bucket', id: bucketName, name: bucketName, location: 'EU', storageClass: 'STANDARD', metageneration: '1' });
      case 'permissions': {
        const asked = query.getAll('permissions');
        return json(200, { kind: 'storage#testIamPermissionsResponse', permissions: asked.filter((name) => this.permissions.has(name as GcsPermission)) });
      }
      case 'list': {
        if (this.options.pageSize !== undefined) query.set('maxResults', String(Math.min(this.options.pageSize, Number(query.get('maxResults') ?? 1000))));
        const { items, prefixes, nextPageToken } = objects.list(query);
        const listed = items.map((object) => objects.resource(object));
        return json(200, { kind: 'storage#objects', ...(nextPageToken && { nextPageToken }), ...(prefixes.length > 0 && { prefixes }), ...(listed.length > 0 && { items: listed }) });
      }
      case 'stat':
        return json(200, objects.resource(objects.get(query, objectName)));
      case 'read':
        return media(objects.get(query, objectName), request.headers.range);
      case 'delete':
        objects.delete(query, objectName);
        return { status: 204 };
      case 'patch':
        return json(200, objects.resource(objects.patch(query, objectName, parsed(body))));
      case 'compose': {
        const { sourceObjects = [], destination = {} } = parsed(body) as { sourceObjects?: { name: string; generation?: string }[]; destination?: ObjectMetadata };
        return json(200, objects.resource(objects.compose(query, objectName, sourceObjects, destination)));
      }
      case 'copy':
        return this.copy(url, objects, objectName);
      case 'insert':
        return this.insert(objects, query, request, body);
      case 'start':
        return this.begin(objects, query, request, body);
      default:
        throw new ApiRefusal(501, 'notImplemented', 'Not implemented here.');
    }
  }

  private copy(url: URL, from: GcsObjects, name: string): Answer {
    const query = url.searchParams;
    const [, rewrites = '', bucketName = '', target = ''] = /\/(rewriteTo|copyTo)\/b\/([^/]+)\/o\/([^/]+)/.exec(url.pathname)?.map(decodeURIComponent_) ?? [];
    const to = this.buckets.get(bucketName);
    if (to === undefined) throw new ApiRefusal(404, 'notFound', 'The specified bucket does not exist.');
    const source = from.get(new URLSearchParams(query.has('sourceGeneration') ? { generation: query.get('sourceGeneration') as string } : {}), name);
    const resource = to.resource(to.put(query, target, source.bytes, source.metadata, source.componentCount));
    if (rewrites === 'copyTo') return json(200, resource);
    const size = String(source.bytes.length);
    return json(200, { kind: 'storage#rewriteResponse', totalBytesRewritten: size, objectSize: size, done: true, resource });
  }

  private insert(objects: GcsObjects, query: URLSearchParams, request: IncomingMessage, body: Buffer): Answer {
    if (query.get('uploadType') === 'media') {
      const metadata: ObjectMetadata = request.headers['content-type'] === undefined ? {} : { contentType: request.headers['content-type'] };
      return json(200, objects.resource(objects.put(query, nameOf(query, {}), body, { ...metadata, ...sumsOf(request) })));
    }
    const { metadata, bytes } = multipartOf(request, body);
    return json(200, objects.resource(objects.put(query, nameOf(query, metadata), bytes, { ...metadata, ...sumsOf(request) })));
  }

  private begin(objects: GcsObjects, query: URLSearchParams, request: IncomingMessage, body: Buffer): Answer {
    const metadata = body.length === 0 ? {} : (parsed(body) as ObjectMetadata);
    const contentType = request.headers['x-upload-content-type'];
    const id = randomBytes(24).toString('base64url');
    const said = { ...(typeof contentType === 'string' && { contentType }), ...metadata };
    this.sessions.set(id, { bucket: objects.bucket, query, name: nameOf(query, metadata), metadata: said, parts: [], done: null });
    const where = `${this.endpoint}/upload/storage/v1/b/${encodeURIComponent(objects.bucket)}/o?uploadType=resumable&name=${encodeURIComponent(nameOf(query, metadata))}&upload_id=${id}`;
    return { status: 200, headers: { Location: where, 'X-GUploader-UploadID': id } };
  }

  private upload(operation: GcsOperation, id: string, request: IncomingMessage, body: Buffer, fault: GcsFault | null): Answer {
    const session = this.sessions.get(id);
    const objects = session && this.buckets.get(session.bucket);
    if (session === undefined || objects === undefined) throw new ApiRefusal(404, 'notFound', 'Not Found');
    if (operation === 'cancel') {
      this.sessions.delete(id);
      return { status: 499 };
    }
    if (session.done !== null) return json(200, objects.resource(session.done));
    const range = contentRangeOf(request.headers['content-range'], body.length);
    const had = session.parts.reduce((sum, part) => sum + part.length, 0);
    if (range.start !== null) {
      if (range.start > had) throw new ApiRefusal(503, 'backendError', 'The uploaded range does not begin where the upload ended.');
      // What came before is not believed again.
      const fresh = body.subarray(had - range.start);
      const last = range.total !== null && range.start + body.length === range.total;
      const kept = fault?.kind === 'short-chunk' ? fresh.subarray(0, fault.bytes) : fresh;
      const whole = last ? kept.length : kept.length - (kept.length % quarter);
      session.parts.push(Buffer.from(kept.subarray(0, whole)));
    }
    const bytes = Buffer.concat(session.parts);
    if (range.total === null || bytes.length < range.total) {
      return { status: 308, headers: bytes.length > 0 ? { Range: `bytes=0-${bytes.length - 1}` } : {} };
    }
    try {
      session.done = objects.put(session.query, session.name, bytes, { ...session.metadata, ...sumsOf(request) });
    } catch (error) {
      this.sessions.delete(id);
      throw error;
    }
    return json(200, objects.resource(session.done));
  }

  /** Signed assertions of service accounts become tokens, as RFC 7523 says and Google words its refusals. */
  private token(body: Buffer): Answer {
    const refused = (description: string): Answer => json(400, { error: 'invalid_grant', error_description: description });
    const assertion = new URLSearchParams(body.toString()).get('assertion') ?? '';
    const [head = '', claims = '', signature = ''] = assertion.split('.');
    const { iss, iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iss: string; iat: number; exp: number };
    const publicKey = this.accounts.get(iss);
    if (publicKey === undefined) return refused('Invalid grant: account not found');
    const proven = createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(createPublicKey(publicKey), signature, 'base64url');
    if (!proven) return refused('Invalid JWT Signature.');
    const now = this.now() / 1000;
    if (iat > now + 300 || exp < now || exp - iat > 3_600) {
      return refused('Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.');
    }
    const token = `token-${randomBytes(12).toString('hex')}`;
    this.tokens.add(token);
    return json(200, { access_token: token, expires_in: 3_599, token_type: 'Bearer' });
  }
}

const decodeURIComponent_ = (text: string | undefined): string => decodeURIComponent(text ?? '');

function operationOf(method: string, url: URL, request: IncomingMessage): GcsOperation | null {
  const { pathname, searchParams: query } = url;
  if (pathname === '/token') return 'token';
  if (pathname.startsWith('/upload/storage/v1/b/')) return uploadOperation(method, query, request);
  if (!pathname.startsWith('/storage/v1/b/')) return null;
  const rest = pathname.slice('/storage/v1/b/'.length).split('/');
  if (rest.length === 1) return method === 'GET' ? 'bucket' : null;
  if (rest[1] === 'iam') return rest[2] === 'testPermissions' ? 'permissions' : null;
  if (rest[1] !== 'o') return null;
  if (rest.length === 2) return method === 'GET' ? 'list' : null;
  if (rest[3] === 'compose') return 'compose';
  if (rest[3] === 'rewriteTo' || rest[3] === 'copyTo') return 'copy';
  if (method === 'GET') return query.get('alt') === 'media' ? 'read' : 'stat';
  return method === 'DELETE' ? 'delete' : method === 'PATCH' ? 'patch' : null;
}

function uploadOperation(method: string, query: URLSearchParams, request: IncomingMessage): GcsOperation | null {
  if (!query.has('upload_id')) return method !== 'POST' ? null : query.get('uploadType') === 'resumable' ? 'start' : 'insert';
  if (method === 'DELETE') return 'cancel';
  return (request.headers['content-range'] ?? '').startsWith('bytes */') ? 'status' : 'chunk';
}

function permissionOf(operation: GcsOperation): GcsPermission | null {
  switch (operation) {
    case 'bucket':
      return 'storage.buckets.get';
    case 'list':
      return 'storage.objects.list';
    case 'stat':
    case 'read':
      return 'storage.objects.get';
    case 'insert':
    case 'start':
    case 'compose':
    case 'copy':
    case 'patch':
      return 'storage.objects.create';
    case 'delete':
      return 'storage.objects.delete';
    default:
      return null;
  }
}

/** The whole body; null when the connection broke, or was broken because a fault says so. */
async function bodyOf(request: IncomingMessage, fault: GcsFault | null): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  const announced = Number(request.headers['content-length'] ?? 0);
  let length = 0;
  try {
    for await (const piece of request) {
      pieces.push(piece as Buffer);
      length += (piece as Buffer).length;
      if (fault?.kind === 'reset' && length >= announced / 2) {
        request.socket.destroy();
        return null;
      }
    }
  } catch {
    return null;
  }
  return Buffer.concat(pieces);
}

function multipartOf(request: IncomingMessage, body: Buffer): { metadata: ObjectMetadata; bytes: Buffer } {
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

function nameOf(query: URLSearchParams, metadata: ObjectMetadata): string {
  const name = query.get('name') ?? metadata.name;
  if (name === undefined || name === '' || Buffer.byteLength(name) > 1024) throw new ApiRefusal(400, 'required', 'Required');
  return name;
}

function sumsOf(request: IncomingMessage): ObjectMetadata {
  const header = request.headers['x-goog-hash'];
  const sums = new Map((typeof header === 'string' ? header : '').split(',').map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1)]));
  const [md5Hash, crc32c] = [sums.get('md5'), sums.get('crc32c')];
  return { ...(md5Hash !== undefined && { md5Hash }), ...(crc32c !== undefined && { crc32c }) };
}

function contentRangeOf(header: string | undefined, length: number): { start: number | null; total: number | null } {
  if (header === undefined) return { start: 0, total: length };
  const parts = /^bytes (?:\*|(\d+)-(\d+|\*))\/(\d+|\*)$/.exec(header);
  if (parts === null) throw new ApiRefusal(400, 'invalid', `Failed to parse Content-Range header: ${header}`);
  const [, start, end, total] = parts;
  if (start === undefined) return { start: null, total: total === '*' ? null : Number(total) };
  if (end !== '*' && Number(end) - Number(start) + 1 !== length) throw new ApiRefusal(400, 'invalid', 'The Content-Range does not fit the body.');
  // A body without a known end is the last one.
  const whole = total === '*' ? (end === '*' ? Number(start) + length : null) : Number(total);
  return { start: Number(start), total: whole };
}

function media(object: StoredObject, range: string | undefined): Answer {
  const size = object.bytes.length;
  const headers: Record<string, string> = {
    'Content-Type': object.metadata.contentType ?? 'application/octet-stream',
    'Accept-Ranges': 'bytes',
    'Last-Modified': new Date(object.updated).toUTCString(),
    'X-Goog-Generation': String(object.generation),
    'X-Goog-Metageneration': String(object.metageneration),
    'X-Goog-Stored-Content-Length': String(size),
    'X-Goog-Stored-Content-Encoding': object.metadata.contentEncoding ?? 'identity',
    'X-Goog-Hash': `crc32c=${crc32cOf(object.bytes)}${object.componentCount === null ? `,md5=${md5Of(object.bytes)}` : ''}`,
  };
  if (range === undefined) return { status: 200, headers, body: object.bytes };
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (start >= size || end < start) return { status: 416, headers: { 'Content-Range': `bytes */${size}`, 'Content-Type': 'text/plain' }, body: Buffer.from('The requested range cannot be satisfied.') };
  return { status: 206, headers: { ...headers, 'Content-Range': `bytes ${start}-${end}/${size}` }, body: object.bytes.subarray(start, end + 1) };
}

function parsed(body: Buffer): ObjectMetadata {
  try {
    return JSON.parse(body.toString()) as ObjectMetadata;
  } catch {
    throw new ApiRefusal(400, 'parseError', 'Parse Error');
  }
}

function json(status: number, value: unknown): Answer {
  return { status, headers: { 'Content-Type': 'application/json; charset=UTF-8' }, body: Buffer.from(JSON.stringify(value)) };
}

function refusalAnswer({ status, reason, message }: ApiRefusal, operation: GcsOperation): Answer {
  if (status === 304) return { status };
  // Media is refused in plain words.
  if (operation === 'read') return { status, headers: { 'Content-Type': 'text/html; charset=UTF-8' }, body: Buffer.from(message) };
  return json(status, { error: { code: status, message, errors: [{ message, domain: 'global', reason }] } });
}

async function send(response: ServerResponse, answer: Answer, fault: GcsFault | null, date: Date): Promise<void> {
  const wrong = fault?.kind === 'wrong-bytes' && answer.body !== undefined && answer.headers?.['X-Goog-Hash'] !== undefined;
  const body = wrong ? withOneBitWrong(answer.body as Buffer) : (answer.body ?? Buffer.alloc(0));
  response.writeHead(answer.status, { Date: date.toUTCString(), ...answer.headers, ...(answer.status === 204 ? {} : { 'Content-Length': String(body.length) }) });
  if (fault?.kind === 'cut-body' || fault?.kind === 'stall-body') {
    response.write(body.subarray(0, body.length >> 1));
    if (fault.kind === 'stall-body') return;
    await pause(20);
    return void response.socket?.destroy();
  }
  if (fault?.kind === 'slow') {
    const piece = Math.max(1, Math.floor(fault.bytesPerSecond / 20));
    for (let at = 0; at < body.length && !response.destroyed; at += piece) {
      response.write(body.subarray(at, at + piece));
      await pause(50);
    }
    return void response.end();
  }
  response.end(body);
}
