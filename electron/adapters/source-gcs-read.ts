import { Failure } from '../engine/model/failure.ts';
import { identityOf, identityRecord, type IdentifiedContent } from '../engine/model/reference-identity.ts';
import type { SourceReadRequest } from '../engine/ports/reference-source.ts';
import { beginCall, type GcsCall } from './gcs-call.ts';
import { apiErrorOf, gcsFailure } from './gcs-failure.ts';
import { openMedia, type OpenedMedia } from './gcs-read.ts';
import { proven, rangeHeader, stretchOf } from './source-bytes.ts';
import { sourceFailure } from './source-bucket-failure.ts';
import { hexOf, whyNot, type GcsObjectAddress } from './source-gcs-object.ts';
import { checkIdentity } from './source-identity.ts';

type Asked = <T>(object: GcsObjectAddress, work: () => Promise<T>) => Promise<T>;

/** An object's bytes as they are stored; of the recorded generation where there is one, whatever lies there now. */
export async function* readFromGcs(object: GcsObjectAddress, request: SourceReadRequest, asked: Asked): AsyncGenerator<Uint8Array> {
  const { range, identity, size, signal } = request;
  if (range?.length === 0) return;
  const { call, media } = await asked(object, () => begin(object, request));
  try {
    if (media === null) return;
    const told = contentOf(media);
    checkIdentity(object.uri, { identity, size }, told);
    const start = Number(/^bytes (\d+)-/.exec(media.headers['content-range'] ?? '')?.[1] ?? 0);
    const bytes = stretchOf(object.uri, arriving(object, call, media, signal), { start, size: told.size, recorded: size, range });
    yield* range === undefined ? proven(object.uri, bytes, { ...told.identity, ...identity }) : bytes;
  } finally {
    media?.readable.destroy();
    call.end();
  }
}

interface Begun {
  readonly call: GcsCall;
  /** Null: the range begins behind the end. */
  readonly media: OpenedMedia | null;
}

async function begin(object: GcsObjectAddress, { identity, range, signal }: SourceReadRequest): Promise<Begun> {
  const { ground, key } = object;
  const { generation } = identityOf(identity);
  const file = (await ground.client()).bucket(ground.bucket).file(key);
  const call = beginCall(ground.address, ground.silence, signal);
  try {
    // As it is stored: what is compressed there would come unpacked otherwise, without length or ranges.
    const headers = { 'Accept-Encoding': 'gzip', 'Cache-Control': 'no-transform', ...rangeHeader(range) };
    const qs = { alt: 'media', ...(generation !== undefined && { generation }) };
    return { call, media: await call.run(() => openMedia(file.requestStream({ uri: '', qs, headers }))) };
  } catch (error) {
    if (apiErrorOf(error)?.status === 416) return { call, media: null };
    call.end();
    if (signal?.aborted === true) throw signal.reason;
    if (apiErrorOf(error)?.status === 404) throw await whyNot(object, signal);
    throw gcsFailure(error, ground.address, 'read', key, ground.now);
  }
}

function contentOf({ headers }: OpenedMedia): IdentifiedContent {
  const sum = (name: string): string | undefined => new RegExp(`(?:^|,)\\s*${name}=([^,\\s]+)`).exec(headers['x-goog-hash'] ?? '')?.[1];
  const total = Number(/\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] ?? headers['x-goog-stored-content-length'] ?? Number.NaN);
  const identity = identityRecord({ generation: headers['x-goog-generation'], md5: hexOf(sum('md5')), crc32c: hexOf(sum('crc32c')) });
  return { size: Number.isSafeInteger(total) ? total : null, identity };
}

async function* arriving({ ground, uri, key }: GcsObjectAddress, call: GcsCall, { readable }: OpenedMedia, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const iterator = readable[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  try {
    for (;;) {
      call.waiting = true;
      const next = await call.run(() => iterator.next());
      call.waiting = false;
      if (next.done === true) return;
      yield next.value;
    }
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    const failure = gcsFailure(error, ground.address, 'read', key, ground.now);
    throw failure instanceof Failure ? sourceFailure(uri, failure) : failure;
  }
}
