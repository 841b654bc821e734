import { AwsV4Signer } from 'aws4fetch';
import { XMLParser } from 'fast-xml-parser';
import { deniedSource, missingSource, notPermitted, offlineSource, unavailableSource, unsupportedSource } from '../engine/model/reference-failure.ts';
import type { Failure } from '../engine/model/failure.ts';
import type { AwsSettings } from './aws-profile.ts';
import { ForbiddenAddress, type GuardedAgents } from './guarded-agents.ts';
import { askOverHttp, beginningOf, type HttpAnswer } from './http-exchange.ts';
import { refusalOf } from './source-http-follow.ts';

/** How S3 is talked to. */
export interface S3Ground {
  readonly agents: GuardedAgents;
  readonly silence: number;
  readonly settings: () => Promise<AwsSettings>;
  /** Regions of buckets, as they were told; kept for the life of a source. */
  readonly regions: Map<string, string>;
}

export interface S3Ask {
  readonly method: 'GET' | 'HEAD';
  readonly bucket: string;
  /** Null: the bucket itself. */
  readonly key: string | null;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
  readonly uri: string;
}

/** An answer, and the code of S3 where it is a refusal with words; then its body is read. */
export interface S3Answer extends HttpAnswer {
  readonly code: string | null;
}

const usualRegion = 'us-east-1';
const regionName = /^[a-z0-9-]{2,40}$/;

/** Asks S3, signed by the keys of this computer where there are any. A bucket of another region tells which; it is asked there then. */
export async function askS3(ground: S3Ground, ask: S3Ask): Promise<S3Answer> {
  const settings = await ground.settings();
  for (let attempt = 1; ; attempt++) {
    const region = ground.regions.get(ask.bucket) ?? settings.region ?? usualRegion;
    const answer = await askOnce(ground, settings, region, ask);
    const told = answer.headers['x-amz-bucket-region'];
    const isElsewhere = (answer.status === 301 || answer.status === 307 || answer.status === 400) && typeof told === 'string' && regionName.test(told) && told !== region;
    if (!isElsewhere || attempt > 2) return await withCode(answer, ask);
    answer.drop();
    ground.regions.set(ask.bucket, told);
  }
}

async function askOnce({ agents, silence }: S3Ground, { credentials, endpoint }: AwsSettings, region: string, ask: S3Ask): Promise<HttpAnswer> {
  const { method, headers = {}, signal, uri } = ask;
  const url = addressOf(ask, endpoint, region);
  const signed = credentials === null ? headers : await signedHeaders(url, method, headers, { ...credentials, region });
  try {
    // The address is Amazon's, or one that this computer's own settings name.
    return await askOverHttp({ method, url, headers: signed, agent: agents.agentFor(url, true), silence, signal, uri });
  } catch (error) {
    throw error instanceof ForbiddenAddress ? notPermitted(uri, url.origin, error.kind, error.canAsk) : error;
  }
}

async function signedHeaders(url: URL, method: string, headers: Readonly<Record<string, string>>, access: { accessKeyId: string; secretAccessKey: string; sessionToken?: string; region: string }) {
  const signer = new AwsV4Signer({ url: url.href, method, headers: { ...headers }, service: 's3', ...access });
  return Object.fromEntries((await signer.sign()).headers.entries());
}

/** Buckets have hosts of their own at Amazon, where their names can be hosts; elsewhere they are the first part of the path. */
function addressOf({ bucket, key, query = {}, uri }: S3Ask, endpoint: string | null, region: string): URL {
  const isHost = endpoint === null && /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket);
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const base = endpoint ?? `https://${isHost ? `${bucket}.` : ''}s3.${region}.${domain}`;
  const path = (key ?? '').split('/').map(encoded);
  if (path.some((segment) => segment === '.' || segment === '..')) throw unsupportedSource(uri, 'a part of its name is "." or "..", which no address can have');
  const search = Object.entries(query).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return new URL(`${base}${isHost ? '' : `/${bucket}`}/${path.join('/')}${search.length === 0 ? '' : `?${search.join('&')}`}`);
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

const xml = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: false, isArray: (name) => ['Contents', 'Version', 'DeleteMarker'].includes(name) });

async function withCode(answer: HttpAnswer, { method }: S3Ask): Promise<S3Answer> {
  if (answer.status < 300 || method === 'HEAD') return { ...answer, code: null };
  const { Error: said } = valuesOfXml(await beginningOf(answer, 16_384)) as { Error?: { Code?: unknown } };
  return { ...answer, code: typeof said?.Code === 'string' ? said.Code : null };
}

/** An answer's XML as plain values: everything is text, and what may come several times is an array. Empty for what is no XML. */
export function valuesOfXml(text: string): Record<string, unknown> {
  try {
    return xml.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** What a refusal means, in words. Missing objects and conditions are the caller's to see before. */
export async function s3Failure(ground: S3Ground, uri: string, answer: S3Answer): Promise<Failure | Error> {
  const { code, status } = answer;
  if (code === 'NoSuchBucket') return missingSource(uri);
  if (code === 'RequestTimeTooSkewed') return deniedSource(uri, "this computer's clock is wrong");
  if (code === 'InvalidAccessKeyId' || code === 'SignatureDoesNotMatch' || code === 'InvalidToken') return deniedSource(uri, 'the bucket does not accept the keys of this computer');
  if (code === 'ExpiredToken') return deniedSource(uri, 'the keys of this computer have expired; sign in again');
  if (code === 'InvalidObjectState') return deniedSource(uri, 'it lies in an archive and must be brought back from there first');
  if (code === 'SlowDown' || code === 'InternalError') return unavailableSource(uri, status, null);
  if (status === 301 || status === 307) return offlineSource(uri, 'the bucket is in another region, and does not say in which');
  if (status !== 403 && status !== 401) return refusalOf(uri, answer);
  const { credentials, otherWay } = await ground.settings();
  if (credentials !== null) return deniedSource(uri, 'the bucket does not let the keys of this computer do that');
  const hint = otherWay === null ? '' : `; the profile signs in by ${otherWay}, which is not done here: put its keys into the environment ("aws configure export-credentials --format env")`;
  return deniedSource(uri, `the bucket lets nobody in without keys, and there are none on this computer${hint}`);
}
