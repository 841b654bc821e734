import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What lies under a path of a web server, and how the server treats whoever asks for it. */
export interface WebObject {
  readonly content: Buffer | HugeContent;
  /** Null: none is told. */
  readonly etag: string | null;
  readonly modified: Date | null;
  /** Whether ranges are given; otherwise the whole comes always. */
  readonly ranges: boolean;
  /** Whether lengths are told; otherwise it comes in chunks. */
  readonly length: boolean;
  /** What HEAD is answered with; null: what GET says. */
  readonly head: number | null;
  /** Whether If-Match and If-Unmodified-Since are looked at. */
  readonly conditions: boolean;
  readonly fault: WebFault | null;
}

/** Content that no memory holds: its byte at an offset is a function of the offset. */
export interface HugeContent {
  readonly length: number;
  slice(start: number, end: number): Buffer;
}

export type WebFault =
  /** The connection breaks when so many bytes were sent. */
  | { readonly kind: 'reset'; readonly after: number; times: number }
  /** Nothing more comes when so many bytes were sent; the connection stays. */
  | { readonly kind: 'stall'; readonly after: number }
  | { readonly kind: 'never-answers' }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Record<string, string>; times: number };

export interface SeenWebRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

const piece = 64 * 1024;

/** A web server on 127.0.0.1 whose objects behave as well or as badly as a test says. */
export class WebServer {
  readonly objects = new Map<string, WebObject>();
  /** Path → where it is redirected to, and with which status. */
  readonly redirects = new Map<string, { readonly status: number; readonly location: string }>();
  readonly seen: SeenWebRequest[] = [];
  /** Bytes of bodies that were handed to connections. */
  sent = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => undefined);
    });
  }

  static async start(): Promise<WebServer> {
    const started = new WebServer();
    await new Promise<void>((resolve) => started.server.listen(0, '127.0.0.1', resolve));
    return started;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get connections(): number {
    return this.sockets.size;
  }

  put(path: string, content: string | Buffer | HugeContent, how: Partial<WebObject> = {}): void {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const etag = Buffer.isBuffer(bytes) ? `"${createHash('md5').update(bytes).digest('hex')}"` : '"huge"';
    this.objects.set(path, { content: bytes, etag, modified: new Date('2026-01-01T00:00:00Z'), ranges: true, length: true, head: null, conditions: true, fault: null, ...how });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    this.seen.push({ method: request.method ?? '', path, headers: request.headers });
    const redirect = this.redirects.get(path);
    if (redirect !== undefined) return void response.writeHead(redirect.status, { Location: redirect.location }).end('elsewhere');
    const object = this.objects.get(path);
    if (object === undefined) return void response.writeHead(404).end('nothing here');
    const { fault } = object;
    if (fault?.kind === 'never-answers') return;
    if (fault?.kind === 'status' && fault.times-- > 0) return void response.writeHead(fault.status, fault.headers).end('not now');
    if (request.method === 'HEAD' && object.head !== null) return void response.writeHead(object.head).end();
    if (!areConditionsMet(object, request)) return void response.writeHead(412).end('another');
    await this.give(object, request, response);
  }

  private async give(object: WebObject, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const size = object.content.length;
    const asked = object.ranges ? rangeOf(request.headers.range, size) : null;
    const headers = {
      ...(object.etag !== null && { ETag: object.etag }),
      ...(object.modified !== null && { 'Last-Modified': object.modified.toUTCString() }),
      ...(object.ranges && { 'Accept-Ranges': 'bytes' }),
    };
    if (asked === 'unsatisfiable') return void response.writeHead(416, { ...headers, 'Content-Range': `bytes */${size}` }).end();
    const { start, end } = asked ?? { start: 0, end: size };
    const length = object.length ? { 'Content-Length': String(end - start) } : {};
    response.writeHead(asked === null ? 200 : 206, { ...headers, ...length, ...(asked !== null && { 'Content-Range': `bytes ${start}-${end - 1}/${size}` }) });
    if (request.method === 'HEAD') return void response.end();
    await this.send(object, start, end, response);
  }

  private async send({ content, fault }: WebObject, start: number, end: number, response: ServerResponse): Promise<void> {
    const stop = fault?.kind === 'stall' || (fault?.kind === 'reset' && fault.times-- > 0) ? Math.min(end, start + fault.after) : end;
    const left = new AbortController();
    response.once('close', () => left.abort());
    for (let at = start; at < stop && !response.destroyed; at += piece) {
      const bytes = content.slice(at, Math.min(at + piece, stop));
      this.sent += bytes.length;
      // A server waits for whoever reads slowly.
      if (!response.write(bytes)) await once(response, 'drain', { signal: left.signal }).catch(() => undefined);
    }
    if (stop === end) return void response.end();
    if (fault?.kind === 'reset') response.socket?.destroySoon();
  }
}

function areConditionsMet({ conditions, etag, modified }: WebObject, { headers }: IncomingMessage): boolean {
  if (!conditions) return true;
  const match = headers['if-match'];
  if (match !== undefined) return match === etag && !match.startsWith('W/');
  const since = headers['if-unmodified-since'];
  return since === undefined || modified === null || modified.getTime() <= Date.parse(since);
}

function rangeOf(header: string | undefined, size: number): { readonly start: number; readonly end: number } | 'unsatisfiable' | null {
  const [, from, to = ''] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined) return null;
  const start = Number(from);
  return start >= size ? 'unsatisfiable' : { start, end: Math.min(size, to === '' ? size : Number(to) + 1) };
}
