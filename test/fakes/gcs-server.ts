import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { GcsAccess, type GcsPermission } from './gcs-access.ts';
import { json, media, refusalAnswer, type Answer } from './gcs-answer.ts';
import { GcsBuckets } from './gcs-buckets.ts';
import { copyObject } from './gcs-copies.ts';
import { GcsFaults, withOneBitWrong, type GcsFault, type GcsOperation } from './gcs-faults.ts';
import { listObjects } from './gcs-list.ts';
import type { GcsObjects, ObjectMetadata, SourceObject } from './gcs-objects.ts';
import { ApiRefusal } from './gcs-refusal.ts';
import { bodyOf, multipartOf, nameOf, operationOf, parsed, saidSumsOf } from './gcs-requests.ts';
import { GcsUploads } from './gcs-uploads.ts';

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

export interface GcsServerOptions {
  /** Whether one must show who one is; otherwise everybody may do what is permitted. */
  readonly auth?: boolean;
  /** Most entries of a page, whatever is asked for. */
  readonly pageSize?: number;
  /** The server's time. */
  readonly now?: () => number;
}

/** A request whose body came. */
interface Asked {
  readonly operation: GcsOperation;
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly body: Buffer;
  readonly fault: GcsFault | null;
}

/**
 * Cloud Storage's JSON API on 127.0.0.1, as far as its documentation says it and Strata needs it: buckets; objects (simple, multipart and resumable
 * inserts, stat, media with ranges, patch, update, delete, list, compose, copy, rewrite), old generations where a bucket keeps them, preconditions that are checked
 * when a content becomes visible, sums, permissions, and the token endpoint of service accounts. Faults are asked for request by request.
 */
export class GcsServer {
  readonly faults = new GcsFaults();
  readonly seen: SeenRequest[] = [];
  /** How far the server's clock is ahead of this computer's, ms. */
  skew = 0;
  /** Bytes of all bodies that came, in whole or in part. */
  received = 0;
  /** Bytes of all bodies that were sent. */
  sent = 0;
  private readonly access: GcsAccess;
  private readonly buckets = new GcsBuckets(() => this.now());
  private readonly uploads = new GcsUploads();
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private readonly options: GcsServerOptions;

  private constructor(options: GcsServerOptions) {
    this.options = options;
    this.access = new GcsAccess(options.auth === true);
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

  get permissions(): Set<GcsPermission> {
    return this.access.permissions;
  }

  get accounts(): Map<string, string> {
    return this.access.accounts;
  }

  get tokens(): Set<string> {
    return this.access.tokens;
  }

  /** Connections on which a request is under way or waits for its answer, and idle ones. */
  get connections(): number {
    return this.sockets.size;
  }

  get unfinishedUploads(): number {
    return this.uploads.unfinished;
  }

  createBucket(name: string, { versioning = false } = {}): GcsObjects {
    return this.buckets.insert({ name, versioning: { enabled: versioning } });
  }

  deleteBucket(name: string): void {
    this.buckets.lose(name);
  }

  forgetUploads(): void {
    this.uploads.forget();
  }

  private now(): number {
    return (this.options.now ?? Date.now)() + this.skew;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://server');
    const operation = operationOf(request.method ?? 'GET', url, request);
    const fault = operation === null ? null : this.faults.take(operation);
    if (fault?.kind === 'reset' && fault.after !== 'half-body') return void request.socket.destroy();
    const { bytes: body, end } = await bodyOf(request, fault, (bytes) => (this.received += bytes));
    if (operation === null) return void response.writeHead(404).end();
    if (end === 'cut' && operation === 'chunk') this.uploads.keepBeginning(url.searchParams.get('upload_id') ?? '', request, body);
    if (end !== 'whole') return;
    const seen: SeenRequest = { operation, method: request.method ?? '', url: url.pathname, query: url.searchParams, received: body.length, authorization: request.headers.authorization ?? null, status: null };
    this.seen.push(seen);
    if (fault?.kind === 'stall') return;
    const answer = this.answer({ operation, url, request, body, fault });
    seen.status = answer.status;
    if (fault?.kind === 'lost-response') return void request.socket.destroy();
    if (fault?.kind === 'stall-after') return;
    this.sent += answer.body?.length ?? 0;
    await send(response, answer, fault, new Date(this.now()));
  }

  private answer(asked: Asked): Answer {
    const { operation, body, fault } = asked;
    try {
      if (fault?.kind === 'status') {
        const refusal = new ApiRefusal(fault.status, fault.reason ?? 'backendError', fault.message ?? 'We encountered an internal error. Please try again.');
        return { ...refusalAnswer(refusal, operation), headers: { 'Content-Type': 'application/json', ...fault.headers } };
      }
      if (operation === 'token') return this.access.token(body, this.now());
      const received = fault?.kind === 'wrong-bytes' && ['insert', 'chunk'].includes(operation) ? withOneBitWrong(body) : body;
      return this.carryOut({ ...asked, body: received });
    } catch (error) {
      if (error instanceof ApiRefusal) return refusalAnswer(error, operation);
      throw error;
    }
  }

  private carryOut(asked: Asked): Answer {
    const { operation, url, request, body } = asked;
    const query = url.searchParams;
    const [, bucketName = '', objectName = ''] = /\/b\/([^/]+)(?:\/o(?:\/([^/]+))?)?/.exec(url.pathname)?.map((part: string | undefined) => decodeURIComponent(part ?? '')) ?? [];
    switch (operation) {
      case 'chunk':
      case 'status':
      case 'cancel':
        return this.uploads.goOn(operation, query.get('upload_id') ?? '', request, body, asked.fault);
      case 'list-buckets':
        this.access.authorize(operation, request, false);
        return json(200, this.buckets.list(query));
      case 'insert-bucket': {
        this.access.authorize(operation, request, false);
        const { bucket } = this.buckets.insert(parsed(body));
        return json(200, this.buckets.get(new URLSearchParams(), bucket));
      }
      case 'bucket':
      case 'patch-bucket':
      case 'delete-bucket':
        this.access.authorize(operation, request, false);
        return this.ofBucket(operation, query, bucketName, body);
      default:
        return this.ofObject(asked, bucketName, objectName);
    }
  }

  private ofBucket(operation: 'bucket' | 'patch-bucket' | 'delete-bucket', query: URLSearchParams, name: string, body: Buffer): Answer {
    switch (operation) {
      case 'bucket':
        return json(200, this.buckets.get(query, name));
      case 'patch-bucket':
        return json(200, this.buckets.patch(query, name, parsed(body)));
      case 'delete-bucket':
        this.buckets.delete(query, name);
        return { status: 204 };
    }
  }

  private ofObject({ operation, url, request, body }: Asked, bucketName: string, name: string): Answer {
    const query = url.searchParams;
    this.access.authorize(operation, request, false);
    const objects = this.buckets.objectsOf(bucketName);
    const mayPut = (target: GcsObjects, key: string): void => this.access.authorize(operation, request, target.objects.has(key));
    switch (operation) {
      case 'permissions':
        return json(200, { kind: 'storage#testIamPermissionsResponse', permissions: query.getAll('permissions').filter((one) => this.permissions.has(one as GcsPermission)) });
      case 'list': {
        const { items, prefixes, nextPageToken } = listObjects(objects, query, this.options.pageSize);
        const listed = items.map((object) => objects.resource(object));
        return json(200, { kind: 'storage#objects', ...(nextPageToken && { nextPageToken }), ...(prefixes.length > 0 && { prefixes }), ...(listed.length > 0 && { items: listed }) });
      }
      case 'stat':
        return json(200, objects.resource(objects.get(query, name)));
      case 'read':
        return media(objects.get(query, name), request.headers.range, /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')));
      case 'delete':
        objects.delete(query, name);
        return { status: 204 };
      case 'patch':
        return json(200, objects.resource(objects.describe(query, name, parsed(body), request.method === 'PUT' ? 'update' : 'patch')));
      case 'compose': {
        mayPut(objects, name);
        const { sourceObjects = [], destination = {} } = parsed(body) as { sourceObjects?: SourceObject[]; destination?: ObjectMetadata };
        return json(200, objects.resource(objects.compose(query, name, sourceObjects, destination)));
      }
      case 'copy':
        return copyObject({ url, from: objects, name, bucketOf: (target) => this.buckets.objectsOf(target), mayPut, metadata: body.length === 0 ? null : parsed(body) });
      case 'insert': {
        const { metadata, bytes } = contentOf(query, request, body);
        const key = nameOf(query, metadata);
        mayPut(objects, key);
        return json(200, objects.resource(objects.put(query, key, bytes, { ...metadata, ...saidSumsOf(request) })));
      }
      case 'start': {
        const metadata = body.length === 0 ? {} : parsed(body);
        mayPut(objects, nameOf(query, metadata));
        return this.uploads.begin(this.endpoint, objects, query, request, metadata);
      }
      default:
        throw new ApiRefusal(501, 'notImplemented', 'Not implemented here.');
    }
  }
}

function contentOf(query: URLSearchParams, request: IncomingMessage, body: Buffer): { metadata: ObjectMetadata; bytes: Buffer } {
  if (query.get('uploadType') === 'multipart') return multipartOf(request, body);
  if (query.get('uploadType') !== 'media') throw new ApiRefusal(400, 'invalid', `Upload type "${query.get('uploadType') ?? ''}" is not supported.`);
  const contentType = request.headers['content-type'];
  const contentEncoding = query.get('contentEncoding');
  return { metadata: { ...(contentType !== undefined && { contentType }), ...(contentEncoding !== null && { contentEncoding }) }, bytes: body };
}

async function send(response: ServerResponse, answer: Answer, fault: GcsFault | null, date: Date): Promise<void> {
  const wrong = fault?.kind === 'wrong-bytes' && answer.body !== undefined && answer.headers?.['X-Goog-Hash'] !== undefined;
  const body = wrong ? withOneBitWrong(answer.body as Buffer) : (answer.body ?? Buffer.alloc(0));
  const hasLength = answer.status !== 204 && answer.headers?.['Transfer-Encoding'] === undefined;
  response.writeHead(answer.status, { Date: date.toUTCString(), ...answer.headers, ...(hasLength && { 'Content-Length': String(body.length) }) });
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
