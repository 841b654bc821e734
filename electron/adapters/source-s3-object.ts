import { identityRecord, type IdentifiedContent } from '../engine/model/reference-identity.ts';
import type { SourceObject } from '../engine/ports/reference-source.ts';
import type { HttpAnswer } from './http-exchange.ts';
import { askS3, s3Failure, type S3Answer, type S3Ground } from './s3-ask.ts';

/** An object as it is asked for. */
export interface S3ObjectAddress {
  readonly ground: S3Ground;
  readonly uri: string;
  readonly bucket: string;
  readonly key: string;
}

const goneCodes = new Set(['NoSuchKey', 'NoSuchVersion', 'MethodNotAllowed']);

/** What lies there, or is kept as a version; null when S3 says that there is none. */
export async function presentOf(object: S3ObjectAddress, versionId: string | undefined, signal: AbortSignal | undefined): Promise<SourceObject | null> {
  const { ground, uri, bucket, key } = object;
  if (key === '') return null;
  const query = versionId === undefined ? {} : { versionId };
  const head = await askS3(ground, { method: 'HEAD', bucket, key, query, signal, uri });
  head.drop();
  if (head.status === 200) return { uri, name: '', ...contentOf(head) };
  // A refusal of HEAD has no words: neither whether it is the bucket that is missing, nor what is wrong with the keys.
  const get = await askS3(ground, { method: 'GET', bucket, key, query, headers: { Range: 'bytes=0-0' }, signal, uri });
  get.drop();
  if (get.status === 200 || get.status === 206) return { uri, name: '', ...contentOf(get) };
  if (isGone(get, versionId)) return null;
  throw await s3Failure(ground, uri, get);
}

/** Whether an answer says that there is no such object, or no such version of it. */
export function isGone({ status, code }: S3Answer, versionId: string | undefined): boolean {
  if (code !== null && goneCodes.has(code)) return true;
  // A version id of another bucket's making is no version either.
  return versionId !== undefined && status === 400 && code === 'InvalidArgument';
}

/** What the head of an answer says of its content. */
export function contentOf({ status, headers }: HttpAnswer): IdentifiedContent {
  const total = Number((status === 206 ? /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] : headers['content-length']) ?? Number.NaN);
  return { size: Number.isSafeInteger(total) ? total : null, identity: identityRecord({ etag: headers.etag, versionId: versionIdOf(headers['x-amz-version-id']) }) };
}

/** Buckets without versions say "null", or nothing. */
export function versionIdOf(text: unknown): string | undefined {
  return typeof text === 'string' && text !== '' && text !== 'null' ? text : undefined;
}
