import { createHash, type Hash } from 'node:crypto';
import { PassThrough, type Readable } from 'node:stream';
import { goneWhileRead, offline, wrongBytes } from '../engine/model/bucket-failure.ts';
import type { BucketKey } from '../engine/model/bucket-key.ts';
import type { BucketEntry, BucketStream, ReadRequest } from '../engine/ports/bucket.ts';
import { clippedRange } from './bucket-bytes.ts';
import { beginCall, type GcsCall } from './gcs-call.ts';
import { apiErrorOf, gcsFailure } from './gcs-failure.ts';
import { callGcs, entryOf, fileOf, wholeSeconds, type GcsGround } from './gcs-objects.ts';

/** What lies under a key; null when nothing does. */
export async function headObject(ground: GcsGround, key: BucketKey, signal: AbortSignal | undefined): Promise<BucketEntry | null> {
  const file = await fileOf(ground, key);
  return callGcs(
    ground,
    { action: 'read', key, signal },
    async () => {
      const [resource] = await file.getMetadata();
      return entryOf(key, resource);
    },
    { missing: () => null },
  );
}

type MediaHeaders = Readonly<Record<string, string | undefined>>;

/** A content whose bytes begin to come. */
export interface OpenedMedia {
  readonly readable: Readable;
  readonly headers: MediaHeaders;
}

/** A content on its way, or the head alone when there is no byte to send. */
export async function streamObject(ground: GcsGround, key: BucketKey, request: ReadRequest): Promise<BucketStream | null> {
  if (request.range?.length === 0) return headAlone(ground, key, request);
  const file = await fileOf(ground, key);
  const call = beginCall(ground.address, ground.silence, request.signal);
  try {
    const opened = await call.run(() => openMedia(file.requestStream(mediaRequest(request))));
    const entry = entryFromHeaders(key, opened.headers) ?? (await headObject(ground, key, request.signal));
    if (entry === null) throw goneWhileRead(ground.address, key);
    return { entry, bytes: piecesOf(ground, call, opened, entry, request) };
  } catch (error) {
    call.end();
    if (request.signal?.aborted === true) throw request.signal.reason;
    const status = apiErrorOf(error)?.status;
    if (status === 412) return null;
    // Behind the end; an empty content has no byte at all.
    if (status === 416) return headAlone(ground, key, request);
    if (status === 404) return missing(ground, key, request, error);
    throw gcsFailure(error, ground.address, 'read', key, ground.now);
  }
}

/** 404 in plain words: the head says whether it is the object that is missing. */
async function missing(ground: GcsGround, key: BucketKey, request: ReadRequest, error: unknown): Promise<null> {
  if ((await headObject(ground, key, request.signal)) === null) return null;
  throw gcsFailure(error, ground.address, 'read', key, ground.now);
}

async function headAlone(ground: GcsGround, key: BucketKey, { generation, signal }: ReadRequest): Promise<BucketStream | null> {
  const entry = await headObject(ground, key, signal);
  if (entry === null || (generation ?? entry.generation) !== entry.generation) return null;
  return { entry, bytes: nothing() };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/**
 * A bucket that keeps old generations would still give them by name; the condition asks whether it is the present one. The library's own
 * `createReadStream` is not used: when a reader leaves or fails it closes all connections of the process, those of uploads beside it too.
 */
function mediaRequest({ range, generation }: ReadRequest): { uri: string; qs: object; headers: Record<string, string> } {
  return {
    uri: '',
    qs: { alt: 'media', ...(generation !== undefined && { ifGenerationMatch: generation }) },
    headers: {
      'Accept-Encoding': 'identity',
      'Cache-Control': 'no-store',
      ...(range !== undefined && { Range: `bytes=${range.offset}-${range.offset + range.length - 1}` }),
    },
  };
}

/** Waits for the answer of a stream of Google's library. Rejects with what a refusal says. */
export function openMedia(asked: Readable): Promise<OpenedMedia> {
  // The library's stream comes from an older kind that an iteration does not see the end of.
  const readable = asked.pipe(new PassThrough());
  return new Promise((resolve, reject) => {
    // Later errors reach whoever reads; without a listener they would end the process.
    readable.on('error', reject);
    asked.on('error', (error) => readable.destroy(error));
    asked.once('response', (response: { statusCode: number; headers: MediaHeaders }) => {
      const { statusCode, headers } = response;
      if (statusCode < 300) resolve({ readable, headers });
      else refusalOf(readable, statusCode, headers).then(reject, reject);
    });
  });
}

/** The words of a refusal, which is short unless the server is none. */
async function refusalOf(readable: Readable, code: number, headers: MediaHeaders): Promise<Error> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of readable) {
    pieces.push(piece as Buffer);
    length += (piece as Buffer).length;
    if (length > 4_096) break;
  }
  return Object.assign(new Error(Buffer.concat(pieces).toString()), { code, response: { headers } });
}

function entryFromHeaders(key: BucketKey, headers: MediaHeaders): BucketEntry | null {
  const generation = headers['x-goog-generation'];
  const total = /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] ?? headers['x-goog-stored-content-length'];
  const modified = Date.parse(headers['last-modified'] ?? '');
  if (generation === undefined || total === undefined || Number.isNaN(modified)) return null;
  return entryOf(key, { generation, size: total, updated: new Date(wholeSeconds(modified)).toISOString() });
}

async function* piecesOf(ground: GcsGround, call: GcsCall, { readable, headers }: OpenedMedia, entry: BucketEntry, request: ReadRequest): AsyncGenerator<Uint8Array> {
  const { key } = entry;
  const expected = clippedRange(entry.size, request.range).length;
  const proof = request.range === undefined ? proofOf(headers) : null;
  const iterator = readable[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let length = 0;
  try {
    for (;;) {
      call.waiting = true;
      const next = await call.run(() => iterator.next());
      call.waiting = false;
      if (next.done === true) break;
      length += next.value.length;
      if (length > expected) throw wrongBytes(ground.address, key);
      proof?.digest.update(next.value);
      yield next.value;
    }
    if (length < expected) throw offline(ground.address, 'the connection was cut');
    if (proof !== null && proof.digest.digest('base64') !== proof.md5) throw wrongBytes(ground.address, key);
  } catch (error) {
    if (request.signal?.aborted === true) throw request.signal.reason;
    throw gcsFailure(error, ground.address, 'read', key, ground.now);
  } finally {
    readable.destroy();
    call.end();
  }
}

/** The bucket's own MD5, where it has one: contents that were composed of others have none, and are proven by their reader alone. */
function proofOf(headers: MediaHeaders): { digest: Hash; md5: string } | null {
  const md5 = /(?:^|,)\s*md5=([^,\s]+)/.exec(headers['x-goog-hash'] ?? '')?.[1];
  const isStoredAsItIs = (headers['x-goog-stored-content-encoding'] ?? 'identity') === 'identity';
  return md5 === undefined || !isStoredAsItIs ? null : { digest: createHash('md5'), md5 };
}
