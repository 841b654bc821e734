import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { S3Objects, S3Refusal } from './s3-objects.ts';
import { signerOf, type S3Account } from './s3-signature.ts';

export interface SeenS3Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/** What one must be allowed to do; `versions` is the right to list them. */
export type S3Permission = 'list' | 'versions' | 'read';

/**
 * S3's REST API on 127.0.0.1 with buckets in the path, as far as its documentation says it and Strata needs it: lists of objects and of versions, heads and contents with ranges and conditions, old
 * versions, regions, and signatures that are looked at.
 */
export class S3Server {
  readonly seen: SeenS3Request[] = [];
  /** Who may come; when there is nobody, everybody may. */
  readonly accounts: S3Account[] = [];
  readonly permissions = new Set<S3Permission>(['list', 'versions', 'read']);
  /** Refusals that wait for their requests: the next ones get them. */
  readonly refusals: S3Refusal[] = [];
  /** Entries of a page of a list. */
  pageSize = 1_000;
  /** How far the server's clock is ahead, ms. */
  skew = 0;
  /** Says of the next pages that they go on, but not where. */
  losesMarkers = false;
  /** Sends so much of each page of a list, as if that were all of it. */
  cutsPagesAt = Infinity;
  private readonly buckets = new Map<string, S3Objects>();
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => this.serve(request, response));
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  static async start(): Promise<S3Server> {
    const started = new S3Server();
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

  createBucket(name: string, { region = 'us-east-1', versioning = false } = {}): S3Objects {
    const objects = new S3Objects(name, region);
    objects.versioning = versioning;
    this.buckets.set(name, objects);
    return objects;
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    const [path = '', search = ''] = (request.url ?? '').split('?');
    const query = new URLSearchParams(search);
    this.seen.push({ method: request.method ?? '', path, query, headers: request.headers });
    try {
      this.answer(request, response, path, query);
    } catch (error) {
      if (!(error instanceof S3Refusal)) throw error;
      const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${error.code}</Code><Message>${error.code}</Message><RequestId>1</RequestId></Error>`;
      response.writeHead(error.status, { 'Content-Type': 'application/xml', ...error.headers }).end(request.method === 'HEAD' ? undefined : body);
    }
  }

  private answer(request: IncomingMessage, response: ServerResponse, path: string, query: URLSearchParams): void {
    const refusal = this.refusals.shift();
    if (refusal !== undefined) throw refusal;
    const [, bucketName = '', key = ''] = /^\/([^/]+)\/?(.*)$/.exec(path) ?? [];
    const objects = this.buckets.get(bucketName);
    if (objects === undefined) throw new S3Refusal(404, 'NoSuchBucket');
    const signer = signerOf(request, this.accounts, objects.region, Date.now() + this.skew);
    if (signer === null && this.accounts.length > 0) throw new S3Refusal(403, 'AccessDenied');
    if (key !== '') return this.give(objects, decodeURIComponent(key), request, response, query);
    const isOfVersions = query.has('versions');
    if (!this.permissions.has(isOfVersions ? 'versions' : 'list')) throw new S3Refusal(403, 'AccessDenied');
    const page = isOfVersions ? this.versionsPage(objects, query) : this.objectsPage(objects, query);
    response.writeHead(200, { 'Content-Type': 'application/xml' }).end(page.slice(0, this.cutsPagesAt));
  }

  private give(objects: S3Objects, key: string, { method, headers }: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
    if (!this.permissions.has('read')) throw new S3Refusal(403, 'AccessDenied');
    const { bytes, etag, versionId } = objects.get(key, query.get('versionId'));
    if (headers['if-match'] !== undefined && headers['if-match'] !== etag) throw new S3Refusal(412, 'PreconditionFailed');
    const [, from, to = ''] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
    const start = Number(from ?? 0);
    if (from !== undefined && start >= bytes.length) throw new S3Refusal(416, 'InvalidRange');
    const part = from === undefined ? bytes : bytes.subarray(start, to === '' ? undefined : Number(to) + 1);
    const told = {
      ETag: etag,
      'Content-Length': String(part.length),
      'x-amz-server-side-encryption': 'AES256',
      ...(versionId !== 'null' && { 'x-amz-version-id': versionId }),
      ...(from !== undefined && { 'Content-Range': `bytes ${start}-${start + part.length - 1}/${bytes.length}` }),
    };
    response.writeHead(from === undefined ? 200 : 206, told).end(method === 'HEAD' ? undefined : part);
  }

  private objectsPage(objects: S3Objects, query: URLSearchParams): string {
    const after = Buffer.from(query.get('continuation-token') ?? '', 'base64').toString();
    const all = objects.all(query.get('prefix') ?? '').filter(({ key, bytes, isLatest }) => isLatest && bytes !== null && (after === '' || Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0));
    const page = all.slice(0, this.pageSize);
    const last = page.at(-1);
    const items = page.map(({ key, etag, bytes }) => `<Contents><Key>${inList(key)}</Key><ETag>${escaped(etag)}</ETag><Size>${bytes?.length}</Size></Contents>`);
    const next = all.length > page.length && last !== undefined ? this.goesOn(`<NextContinuationToken>${Buffer.from(last.key).toString('base64')}</NextContinuationToken>`) : '<IsTruncated>false</IsTruncated>';
    return `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><EncodingType>url</EncodingType>${next}${items.join('')}</ListBucketResult>`;
  }

  private versionsPage(objects: S3Objects, query: URLSearchParams): string {
    const all = objects.all(query.get('prefix') ?? '');
    const key = query.get('key-marker');
    const from = key === null ? 0 : 1 + all.findIndex((version) => version.key === key && version.versionId === query.get('version-id-marker'));
    const page = all.slice(from, from + this.pageSize);
    const last = page.at(-1);
    const items = page.map(({ key: name, versionId, isLatest, etag, bytes }) => {
      const said = `<Key>${inList(name)}</Key><VersionId>${versionId}</VersionId><IsLatest>${isLatest}</IsLatest>`;
      return bytes === null ? `<DeleteMarker>${said}</DeleteMarker>` : `<Version>${said}<ETag>${escaped(etag)}</ETag><Size>${bytes.length}</Size></Version>`;
    });
    const isMore = from + page.length < all.length && last !== undefined;
    const next = isMore ? this.goesOn(`<NextKeyMarker>${inList(last.key)}</NextKeyMarker><NextVersionIdMarker>${last.versionId}</NextVersionIdMarker>`) : '<IsTruncated>false</IsTruncated>';
    return `<?xml version="1.0" encoding="UTF-8"?>\n<ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><EncodingType>url</EncodingType>${next}${items.join('')}</ListVersionsResult>`;
  }

  private goesOn(where: string): string {
    return `<IsTruncated>true</IsTruncated>${this.losesMarkers ? '' : where}`;
  }
}

/** As the service writes keys in lists when it is asked to encode them. */
function inList(key: string): string {
  return encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
