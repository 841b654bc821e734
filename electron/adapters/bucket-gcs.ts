import { createHash } from 'node:crypto';
import type { Storage } from '@google-cloud/storage';
import { checkKeyPrefix, isBucketKey, type BucketKey } from '../engine/model/bucket-key.ts';
import type { Bucket, BucketEntry, BucketRequest, DeleteOutcome, LargeContent, LargePutRequest, ListRequest, PutCondition, PutOutcome } from '../engine/ports/bucket.ts';
import { blocksOf, readAtOnce } from './bucket-bytes.ts';
import { createGcsClient, type GcsClientOptions } from './gcs-client.ts';
import { callGcs, checkedKey, entryOf, fileOf, preconditionOf, type GcsGround } from './gcs-objects.ts';
import { headObject, streamObject } from './gcs-read.ts';
import { abandonUpload, contentMetadata, putInPieces, quantum } from './gcs-upload.ts';

export interface GcsBucketOptions extends GcsClientOptions {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Keys lie below it: empty, or segments without a slash at the end. */
  readonly prefix: string;
  /** ms without any movement after which the server counts as gone. */
  readonly silence?: number;
  /** Contents of more bytes travel in pieces that are acknowledged one by one. */
  readonly largeFrom?: number;
  /** Bytes of a piece; a multiple of 256 KiB. */
  readonly pieceSize?: number;
  /** Entries of a page of a list. */
  readonly pageSize?: number;
  /** This computer's time, to tell a wrong clock. */
  readonly now?: () => number;
}

const defaultSilence = 30_000;
const defaultPiece = 8 * 1024 * 1024;

/** A bucket of Google Cloud Storage. Google's library is loaded with the first call; nothing is asked before. */
export function createGcsBucket(options: GcsBucketOptions): Bucket {
  const { pieceSize = defaultPiece, largeFrom = pieceSize, pageSize = 1_000 } = options;
  if (pieceSize % quantum !== 0) throw new RangeError('pieces must be a multiple of 256 KiB');
  const ground = groundOf(options);
  const stream: Bucket['stream'] = async (key, request = {}) => {
    request.signal?.throwIfAborted();
    return streamObject(ground, checkedKey(key), request);
  };

  return {
    address: ground.address,
    stream,
    read: (key, request) => readAtOnce({ address: ground.address, stream }, key, request),
    head: async (key, request) => headObject(ground, checkedKey(key), request?.signal),
    put: async (key, content, condition, request) => putAtOnce(ground, checkedKey(key), content, condition, request),
    putLarge: async (key, content, condition, request = {}) => {
      request.signal?.throwIfAborted();
      checkedKey(key);
      if (content.size > largeFrom) return putInPieces(ground, key, content, condition, request, pieceSize);
      const outcome = await putAtOnce(ground, key, await inMemory(content), condition, request);
      if (outcome.outcome === 'put') request.onProgress?.(content.size);
      return outcome;
    },
    abandon: (token, request) => abandonUpload(ground, token, request?.signal),
    delete: async (key, request = {}) => deleteObject(ground, checkedKey(key), request),
    list: (prefix, request = {}) => listObjects(ground, prefix, request, pageSize),
    children: (prefix, request = {}) => listChildren(ground, prefix, request, pageSize),
  };
}

/** How a bucket of Cloud Storage is called. */
export function gcsAddress(bucket: string, prefix: string): string {
  return `gs://${bucket}${prefix === '' ? '' : `/${prefix}`}`;
}

function groundOf(options: GcsBucketOptions): GcsGround {
  let client: Promise<Storage> | null = null;
  return {
    address: gcsAddress(options.bucket, options.prefix),
    bucket: options.bucket,
    prefix: options.prefix === '' ? '' : `${options.prefix}/`,
    silence: options.silence ?? defaultSilence,
    now: options.now ?? Date.now,
    client: () => (client ??= createGcsClient(options)),
  };
}

async function inMemory(content: LargeContent): Promise<Uint8Array> {
  // One block, which is not used again.
  for await (const block of blocksOf(content, 0, Math.max(content.size, 1))) return block;
  return new Uint8Array();
}

async function putAtOnce(ground: GcsGround, key: BucketKey, content: Uint8Array, condition: PutCondition, request: BucketRequest | LargePutRequest = {}): Promise<PutOutcome> {
  request.signal?.throwIfAborted();
  const bytes = Buffer.from(content);
  const file = await fileOf(ground, key);
  const save = async (): Promise<PutOutcome> => {
    // The server proves the MD5 before anything becomes visible; the library's own proof would come after, and delete.
    const metadata = { ...contentMetadata, md5Hash: createHash('md5').update(bytes).digest('base64') };
    await file.save(bytes, { resumable: false, validation: false, metadata, preconditionOpts: preconditionOf(condition) });
    return { outcome: 'put', entry: entryOf(key, file.metadata) };
  };
  return callGcs(ground, { action: 'write', key, signal: request.signal }, save, {
    refused: async () => ({ outcome: 'refused', present: await headObject(ground, key, request.signal) }),
  });
}

async function deleteObject(ground: GcsGround, key: BucketKey, request: NonNullable<Parameters<Bucket['delete']>[1]>): Promise<DeleteOutcome> {
  request.signal?.throwIfAborted();
  const { generation, signal } = request;
  const file = await fileOf(ground, key);
  const remove = async (): Promise<DeleteOutcome> => {
    await file.delete(generation === undefined ? {} : { ifGenerationMatch: generation });
    return { outcome: 'deleted' };
  };
  const missing = (): DeleteOutcome => ({ outcome: 'absent' });
  const refused = async (): Promise<DeleteOutcome> => {
    const present = await headObject(ground, key, signal);
    return present === null ? missing() : { outcome: 'refused', present };
  };
  return callGcs(ground, { action: 'delete', key, signal }, remove, { missing, refused });
}

interface Page {
  readonly items?: readonly { readonly name: string }[];
  readonly prefixes?: readonly string[];
  readonly nextPageToken?: string;
}

async function* pagesOf(ground: GcsGround, query: Record<string, string | number>, signal: AbortSignal | undefined): AsyncGenerator<Page> {
  const client = await ground.client();
  for (let pageToken: string | undefined; ; ) {
    signal?.throwIfAborted();
    const asked = { ...query, autoPaginate: false, ...(pageToken !== undefined && { pageToken }) };
    const page = await callGcs(ground, { action: 'list', key: '', signal }, async () => {
      const [, , response] = await client.bucket(ground.bucket).getFiles(asked);
      return (response ?? {}) as Page;
    });
    yield page;
    pageToken = page.nextPageToken;
    if (pageToken === undefined) return;
  }
}

async function* listObjects(ground: GcsGround, prefix: string, { after, signal }: ListRequest, maxResults: number): AsyncGenerator<BucketEntry> {
  const query = {
    prefix: `${ground.prefix}${checkKeyPrefix(prefix)}`,
    maxResults,
    fields: 'items(name,size,generation,updated),nextPageToken',
    ...(after !== undefined && { startOffset: `${ground.prefix}${after}` }),
  };
  for await (const { items = [] } of pagesOf(ground, query, signal)) {
    for (const item of items) {
      const key = item.name.slice(ground.prefix.length);
      if (!isBucketKey(key) || key === after) continue;
      signal?.throwIfAborted();
      yield entryOf(key, item);
    }
  }
}

async function* listChildren(ground: GcsGround, prefix: string, { signal }: BucketRequest, maxResults: number): AsyncGenerator<string> {
  const start = `${ground.prefix}${checkKeyPrefix(prefix)}`;
  const query = { prefix: start, delimiter: '/', maxResults, fields: 'prefixes,nextPageToken' };
  for await (const { prefixes = [] } of pagesOf(ground, query, signal)) {
    for (const name of prefixes) {
      const segment = name.slice(start.length, -1);
      if (isBucketKey(`${prefix}${segment}`) && !segment.includes('/')) yield segment;
    }
  }
}
