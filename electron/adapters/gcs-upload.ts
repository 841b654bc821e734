import { createHash } from 'node:crypto';
import type { BucketKey } from '../engine/model/bucket-key.ts';
import type { LargeContent, LargePutRequest, PutCondition, PutOutcome, ResumeToken } from '../engine/ports/bucket.ts';
import { blocksOf, wrongSize } from './bucket-bytes.ts';
import type { ApiError } from './gcs-failure.ts';
import { callGcs, entryOf, preconditionOf, type GcsGround } from './gcs-objects.ts';
import { headObject } from './gcs-read.ts';

/** Bytes that Cloud Storage wants pieces of an upload to be a multiple of. */
export const quantum = 256 * 1024;

/** An upload that is open at the server: the address that it goes on at, which is its only credential. */
interface Upload {
  readonly uri: string;
  readonly key: BucketKey;
  readonly size: number;
}

/** What the server has of an upload: so many bytes, all of it, or nothing any more. */
type UploadState = { readonly state: 'open'; readonly had: number } | { readonly state: 'put'; readonly resource: unknown } | { readonly state: 'forgotten' } | { readonly state: 'refused' };

/**
 * Puts a large content piece by piece, each acknowledged, so that it can go on where it broke off. The server is told the MD5 beforehand and so
 * never lets damaged bytes become visible; a content is therefore read twice.
 *
 * The library's own resumable upload is not used: it cannot go on without being given all bytes again, hides what the server has, and does not
 * show who it is at an endpoint of one's own.
 */
export async function putInPieces(
  ground: GcsGround,
  key: BucketKey,
  content: LargeContent,
  condition: PutCondition,
  request: LargePutRequest,
  pieceSize: number,
): Promise<PutOutcome> {
  let upload = request.resume === undefined ? null : uploadOf(request.resume, await endpointOf(ground), key, content.size);
  let state: UploadState = upload === null ? { state: 'forgotten' } : await askState(ground, upload, request);
  // An upload that is forgotten half-way begins anew, but not for ever.
  for (let begun = 0; state.state === 'open' || (state.state === 'forgotten' && begun < 3); ) {
    if (state.state === 'forgotten' || upload === null) {
      upload = await beginUpload(ground, key, content, condition, request);
      state = { state: 'open', had: 0 };
      begun++;
      request.onResume?.(tokenOf(upload));
    }
    if (state.had > 0) request.onProgress?.(state.had);
    state = await sendPieces(ground, upload, content, state.had, request, pieceSize);
  }
  if (state.state === 'put') {
    request.onProgress?.(content.size);
    return { outcome: 'put', entry: entryOf(key, state.resource) };
  }
  if (state.state === 'refused') return { outcome: 'refused', present: await headObject(ground, key, request.signal) };
  throw new Error('Cloud Storage forgets every upload');
}

/** Sends what is missing, until all is there or the server has something else than it should. */
async function sendPieces(ground: GcsGround, upload: Upload, content: LargeContent, from: number, request: LargePutRequest, pieceSize: number): Promise<UploadState> {
  let had = from;
  for await (const piece of blocksOf(content, from, pieceSize)) {
    const state = await sendPiece(ground, upload, had, piece, request);
    if (state.state !== 'open') return state;
    if (state.had !== had + piece.length) return state;
    had = state.had;
    request.onProgress?.(had);
  }
  return askState(ground, upload, request);
}

function sendPiece(ground: GcsGround, upload: Upload, offset: number, piece: Uint8Array, request: LargePutRequest): Promise<UploadState> {
  const range = `bytes ${offset}-${offset + piece.length - 1}/${upload.size}`;
  return talk(ground, upload, { method: 'PUT', headers: { 'Content-Range': range }, body: Buffer.from(piece.buffer, piece.byteOffset, piece.length) }, request);
}

function askState(ground: GcsGround, upload: Upload, request: LargePutRequest): Promise<UploadState> {
  return talk(ground, upload, { method: 'PUT', headers: { 'Content-Range': `bytes */${upload.size}` } }, request);
}

async function talk(ground: GcsGround, upload: Upload, said: { method: string; headers: Record<string, string>; body?: Buffer }, { signal }: LargePutRequest): Promise<UploadState> {
  const client = await ground.client();
  const send = (): Promise<UploadState> =>
    new Promise((resolve, reject) => {
      client.request({ uri: upload.uri, ...said }, (error, resource) => (error === null ? resolve({ state: 'put', resource }) : reject(error)));
    });
  return callGcs<UploadState>(ground, { action: 'write', key: upload.key, signal }, send, {
    refused: () => ({ state: 'refused' }),
    other: (error) => (error.status === 308 ? Promise.resolve({ state: 'open', had: hadOf(error) }) : isForgotten(error) ? Promise.resolve({ state: 'forgotten' }) : null),
  });
}

function hadOf(error: ApiError): number {
  const last = /^bytes=0-(\d+)$/.exec(error.headers.get('range') ?? '')?.[1];
  return last === undefined ? 0 : Number(last) + 1;
}

/** An upload is gone after a week, or when it was abandoned. That its bucket is gone shows when it begins anew. */
function isForgotten({ status }: ApiError): boolean {
  return status === 404 || status === 410 || status === 499;
}

async function beginUpload(ground: GcsGround, key: BucketKey, content: LargeContent, condition: PutCondition, { signal }: LargePutRequest): Promise<Upload> {
  const md5Hash = await md5Of(content, signal);
  const client = await ground.client();
  const uri = `${client.apiEndpoint}/upload/storage/v1/b/${encodeURIComponent(ground.bucket)}/o`;
  const begin = (): Promise<string> =>
    new Promise((resolve, reject) => {
      client.request(
        {
          method: 'POST',
          uri,
          qs: { uploadType: 'resumable', name: `${ground.prefix}${key}`, ...preconditionOf(condition) },
          json: { md5Hash, ...contentMetadata },
          headers: { 'X-Upload-Content-Length': String(content.size), 'X-Upload-Content-Type': contentMetadata.contentType },
        },
        (error, _, response) => (error === null ? resolve(String(response?.headers['location'])) : reject(error)),
      );
    });
  const location = await callGcs(ground, { action: 'write', key, signal }, begin);
  if (!isAt(location, client.apiEndpoint)) throw new Error('Cloud Storage named another server for an upload');
  return { uri: location, key, size: content.size };
}

/** What is said of every content. Without the second, a public bucket's contents are kept for an hour on the way. */
export const contentMetadata = { contentType: 'application/octet-stream', cacheControl: 'no-store' };

async function md5Of(content: LargeContent, signal: AbortSignal | undefined): Promise<string> {
  const digest = createHash('md5');
  let length = 0;
  for await (const piece of content.open(0)) {
    signal?.throwIfAborted();
    digest.update(piece);
    length += piece.length;
  }
  if (length !== content.size) throw wrongSize(content, length);
  return digest.digest('base64');
}

async function endpointOf(ground: GcsGround): Promise<string> {
  return (await ground.client()).apiEndpoint;
}

function tokenOf(upload: Upload): ResumeToken {
  return Buffer.from(JSON.stringify(upload)).toString('base64url') as ResumeToken;
}

/** Null for what is no token for this put: it comes from a journal, and requests that show who we are go to the address in it. */
function uploadOf(token: ResumeToken, endpoint: string, key: BucketKey | null, size: number | null): Upload | null {
  try {
    const upload = JSON.parse(Buffer.from(token, 'base64url').toString()) as Upload;
    const fits = (key === null || upload.key === key) && (size === null || upload.size === size);
    return fits && typeof upload.uri === 'string' && isAt(upload.uri, endpoint) ? upload : null;
  } catch {
    return null;
  }
}

function isAt(uri: string, endpoint: string): boolean {
  return URL.canParse(uri) && new URL(uri).origin === new URL(endpoint).origin;
}

/** Lets the server forget an upload. */
export async function abandonUpload(ground: GcsGround, token: ResumeToken, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  const upload = uploadOf(token, await endpointOf(ground), null, null);
  if (upload !== null) await talk(ground, upload, { method: 'DELETE', headers: {} }, { signal });
}
