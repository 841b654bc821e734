import { changedSource, missingSource } from '../engine/model/reference-failure.ts';
import type { Failure } from '../engine/model/failure.ts';
import { identityOf } from '../engine/model/reference-identity.ts';
import { formatReferenceUri, parseReferenceUri } from '../engine/model/reference-uri.ts';
import type { ReferenceSource, SourceReadRequest, SourceStanding, SourceStatRequest } from '../engine/ports/reference-source.ts';
import type { HttpAnswer } from './http-exchange.ts';
import type { RetryOptions } from './retries.ts';
import { askS3, s3Failure, type S3Ground } from './s3-ask.ts';
import { proven, rangeHeader, stretchOf } from './source-bytes.ts';
import { checkIdentity } from './source-identity.ts';
import { listS3 } from './source-s3-list.ts';
import { contentOf, isGone, presentOf, type S3ObjectAddress } from './source-s3-object.ts';

/** Objects in buckets of Amazon S3, and of whatever speaks like it. */
export function createS3Source(ground: S3Ground, retries: RetryOptions): ReferenceSource {
  const addressOf = (text: string): S3ObjectAddress => {
    const uri = parseReferenceUri(text);
    if (uri.scheme !== 's3') throw new RangeError('not of S3');
    return { ground, uri: formatReferenceUri(uri), bucket: uri.bucket, key: uri.key };
  };
  return {
    list: (text, request) => listS3(addressOf(text), request, retries),
    stat: (text, request) => standingOf(addressOf(text), request),
    read: (text, request) => readS3(addressOf(text), request),
  };
}

async function standingOf(object: S3ObjectAddress, { identity, signal }: SourceStatRequest): Promise<SourceStanding> {
  const { versionId } = identityOf(identity ?? {});
  const present = await presentOf(object, undefined, signal);
  if (versionId === undefined || versionId === present?.identity['versionId']) return { present, isKept: versionId !== undefined };
  return { present, isKept: (await presentOf(object, versionId, signal)) !== null };
}

async function* readS3(object: S3ObjectAddress, request: SourceReadRequest): AsyncGenerator<Uint8Array> {
  const { ground, uri, bucket, key } = object;
  const { range, identity, size, signal } = request;
  if (range?.length === 0) return;
  const { versionId, etag } = identityOf(identity);
  const headers = { ...rangeHeader(range), ...(etag !== undefined && { 'If-Match': etag }) };
  const answer = await askS3(ground, { method: 'GET', bucket, key, query: versionId === undefined ? {} : { versionId }, headers, signal, uri });
  try {
    if (answer.status === 416) return await checkEnd(object, request);
    if (answer.status === 412) throw changedSource(uri, 'another content lies there');
    if (isGone(answer, versionId)) throw await whyNot(object, versionId, signal);
    if (answer.status !== 200 && answer.status !== 206) throw await s3Failure(ground, uri, answer);
    const told = contentOf(answer);
    checkIdentity(uri, { identity, size }, told);
    const start = Number(/^bytes (\d+)-/.exec(answer.headers['content-range'] ?? '')?.[1] ?? 0);
    const bytes = stretchOf(uri, answer.body, { start, size: told.size, recorded: size, range });
    yield* range === undefined ? proven(uri, bytes, { ...digestIn(answer), ...identity }) : bytes;
  } finally {
    answer.drop();
  }
}

/** A range behind the end gives nothing; but only of the content that was asked for. */
async function checkEnd(object: S3ObjectAddress, { identity, size, signal }: SourceReadRequest): Promise<void> {
  const { versionId } = identityOf(identity);
  const present = await presentOf(object, versionId, signal);
  if (present === null) throw await whyNot(object, versionId, signal);
  checkIdentity(object.uri, { identity, size }, present);
}

async function whyNot(object: S3ObjectAddress, versionId: string | undefined, signal: AbortSignal | undefined): Promise<Failure> {
  const present = versionId === undefined ? null : await presentOf(object, undefined, signal);
  return present === null ? missingSource(object.uri) : changedSource(object.uri, 'it was overwritten, and the bucket does not keep what was there before');
}

/** The ETag of what was put in one piece, and is not encrypted by a key of somebody's own, is its MD5. */
function digestIn({ headers }: HttpAnswer): { readonly md5?: string } {
  const encryption = headers['x-amz-server-side-encryption'] ?? 'AES256';
  const isOwnKey = headers['x-amz-server-side-encryption-customer-algorithm'] !== undefined;
  const md5 = encryption !== 'AES256' || isOwnKey ? undefined : /^"([0-9a-f]{32})"$/.exec(headers.etag ?? '')?.[1];
  return md5 === undefined ? {} : { md5 };
}
