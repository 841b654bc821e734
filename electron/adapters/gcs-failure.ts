import { denied, offline, wrongBytes, type BucketAction } from '../engine/model/bucket-failure.ts';
import { Failure } from '../engine/model/failure.ts';

/** What an error of Google's libraries says, without anything that could be a secret. They come as several kinds, so only their fields are looked at. */
export interface ApiError {
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** Code of the system or the network library; null for answers. */
  readonly code: string | null;
  readonly reason: string;
  readonly message: string;
  /** Of the answer, lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

const unreachable = new Set([
  'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EHOSTDOWN',
  'EADDRNOTAVAIL', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_SOCKET_CLOSED', 'HPE_INVALID_CONSTANT',
]); // prettier-ignore
const notThisTime = new Set(['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED']);
const untrusted = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|EPROTO)/;
const tooMany = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded', 'dailyLimitExceeded']);

/** Fields of an error; null for what is none of Google's or the network's. */
export function apiErrorOf(error: unknown): ApiError | null {
  if (!(error instanceof Error)) return null;
  const fields = error as Error & { code?: unknown; status?: unknown; errors?: unknown; response?: unknown; cause?: unknown };
  const response = isRecord(fields.response) ? fields.response : {};
  const status = firstNumber(fields.code, fields.status, response['statusCode'], response['status']);
  const code = typeof fields.code === 'string' && !/^\d+$/.test(fields.code) ? fields.code : isRecord(fields.cause) && typeof fields.cause['code'] === 'string' ? fields.cause['code'] : null;
  const first = Array.isArray(fields.errors) && isRecord(fields.errors[0]) ? fields.errors[0] : {};
  const reason = typeof first['reason'] === 'string' ? first['reason'] : '';
  if (status === null && code === null && !isAboutCredentials(error.message)) return null;
  return { status, code, reason, message: withoutAddresses(error.message), headers: headersOf(response['headers']) };
}

/** Addresses can hold the secret of an upload that goes on. */
function withoutAddresses(message: string): string {
  return message.replace(/https?:\/\/[^\s,]+/g, (address) => address.replace(/\?.*$/, ''));
}

function headersOf(headers: unknown): ReadonlyMap<string, string> {
  const pairs = headers instanceof Headers ? [...headers] : isRecord(headers) ? Object.entries(headers) : [];
  return new Map(pairs.flatMap(([name, value]) => (typeof value === 'string' ? [[name.toLowerCase(), value] as const] : [])));
}

/**
 * What an error means for a bucket, as a Failure; what is not recognised passes, as an error that holds no request, since those hold tokens. Missing
 * keys and conditions that did not hold are the caller's to see before. `now` tells this computer's time.
 */
export function gcsFailure(thrown: unknown, address: string, action: BucketAction, key: string, now: () => number): unknown {
  const error = apiErrorOf(thrown);
  if (error === null || thrown instanceof Failure) return thrown;
  const cause = bare(error);
  return credentialFailure(error, address, cause, now) ?? answerFailure(error, address, action, key, cause) ?? networkFailure(error, address, cause) ?? cause;
}

function bare(error: ApiError): Error {
  return new Error(`Cloud Storage: ${[error.status ?? error.code, error.reason, error.message].filter((part) => part !== '' && part !== null).join(' ')}`);
}

function isAboutCredentials(message: string): boolean {
  return /Could not load the default credentials|invalid_grant|invalid_client|unauthorized_client|DECODER routines|PEM routines|private key|No key or keyFile/i.test(message);
}

function credentialFailure(error: ApiError, address: string, cause: Error, now: () => number): Failure | null {
  const { message, status } = error;
  if (/Could not load the default credentials/.test(message)) {
    return new Failure(
      'bucket.no-credentials',
      `There are no Google credentials on this computer for the bucket ${address}. Run "gcloud auth application-default login", or choose a key file.`,
      { address },
      cause,
    );
  }
  if (status !== 401 && !isAboutCredentials(message)) return null;
  if (/reasonable timeframe|iat and exp/.test(message) || isClockApart(error, now)) return clockSkew(address, cause, error, now);
  const what = /account not found|account_not_found|disabled/i.test(message) ? 'its account does not exist any more, or is switched off' : 'it is wrong, expired or withdrawn';
  return new Failure('bucket.wrong-key', `The bucket ${address} does not accept the key: ${what}. Choose another key, or sign in again.`, { address }, cause);
}

/** The server's time minus this computer's, ms; null when the answer does not say. */
function clockDifference(error: ApiError, now: () => number): number | null {
  const served = Date.parse(error.headers.get('date') ?? '');
  return Number.isNaN(served) ? null : served - now();
}

function isClockApart(error: ApiError, now: () => number): boolean {
  return Math.abs(clockDifference(error, now) ?? 0) > 300_000;
}

function clockSkew(address: string, cause: Error, error: ApiError, now: () => number): Failure {
  const difference = clockDifference(error, now);
  const apart = difference === null ? '' : ` by ${Math.max(1, Math.round(Math.abs(difference) / 60_000))} minutes`;
  return new Failure('bucket.clock-skew', `This computer's clock is wrong${apart}, so the bucket ${address} refuses it. Set the clock and try again.`, { address, difference }, cause);
}

function answerFailure(error: ApiError, address: string, action: BucketAction, key: string, cause: Error): Failure | null {
  const { status, reason, message } = error;
  if (status === null) return null;
  if (status === 404) return noSuchBucket(address, cause);
  if (status === 400 && /(md5|crc32c).*(doesn't|does not) match/i.test(message)) return wrongBytes(address, key, cause);
  if (status === 408 || status === 429 || status >= 500 || (status === 403 && tooMany.has(reason))) return unavailable(error, address, cause);
  return status === 403 ? denied(address, action, cause) : null;
}

export function noSuchBucket(address: string, cause?: unknown): Failure {
  return new Failure('bucket.no-such-bucket', `There is no bucket ${address}. Check how it is written, or make it first.`, { address }, cause);
}

function unavailable(error: ApiError, address: string, cause: Error): Failure {
  const seconds = Number(error.headers.get('retry-after') ?? NaN);
  const data = { address, status: error.status, ...(seconds >= 0 && { retryAfter: seconds * 1000 }) };
  return new Failure('bucket.unavailable', `The bucket ${address} is busy or out of order for the moment (${error.status}). It is tried again later.`, data, cause);
}

function networkFailure({ code }: ApiError, address: string, cause: Error): Failure | null {
  if (code === null) return null;
  if (notThisTime.has(code)) {
    return new Failure('bucket.clock-skew', `The certificate of the bucket ${address} is not valid at the time that this computer's clock shows. Check the clock.`, { address }, cause);
  }
  if (untrusted.test(code)) return offline(address, `the connection is not to be trusted (${code})`, cause);
  if (!unreachable.has(code)) return null;
  const noName = code === 'ENOTFOUND' || code === 'EAI_AGAIN';
  return offline(address, noName ? 'there is no network, or no such server' : `the connection failed (${code})`, cause);
}

function firstNumber(...values: readonly unknown[]): number | null {
  for (const value of values) {
    if (typeof value === 'number') return value;
    if (typeof value === 'string' && /^\d{3}$/.test(value)) return Number(value);
  }
  return null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
