import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { S3Refusal } from './s3-objects.ts';

export interface S3Account {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/**
 * Refuses a request whose signature (AWS Signature Version 4) is not that of an account, and one for another region. Whoever does not sign is nobody, which is null.
 */
export function signerOf(request: IncomingMessage, accounts: readonly S3Account[], region: string, now: number): S3Account | null {
  const { authorization } = request.headers;
  if (authorization === undefined) return null;
  const [, keyId = '', date = '', signedRegion = '', signedNames = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(authorization) ?? [];
  const account = accounts.find(({ accessKeyId }) => accessKeyId === keyId);
  if (account === undefined) throw new S3Refusal(403, 'InvalidAccessKeyId');
  if (signedRegion !== region) throw new S3Refusal(400, 'AuthorizationHeaderMalformed', { 'x-amz-bucket-region': region });
  const time = String(request.headers['x-amz-date'] ?? '');
  if (Math.abs(Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')) - now) > 900_000) throw new S3Refusal(403, 'RequestTimeTooSkewed');
  if (account.sessionToken !== undefined && request.headers['x-amz-security-token'] !== account.sessionToken) throw new S3Refusal(400, 'InvalidToken');
  const scope = `${date}/${signedRegion}/s3/aws4_request`;
  const signed = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(canonicalOf(request, signedNames)).digest('hex')].join('\n');
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${account.secretAccessKey}`, date), signedRegion));
  if (hmac(key, signed).toString('hex') !== signature) throw new S3Refusal(403, 'SignatureDoesNotMatch');
  return account;
}

function canonicalOf(request: IncomingMessage, signedNames: string): string {
  const names = signedNames.split(';');
  for (const needed of ['host', 'x-amz-content-sha256', 'x-amz-date']) if (!names.includes(needed)) throw new S3Refusal(403, 'SignatureDoesNotMatch');
  const [path = '', search = ''] = (request.url ?? '').split('?');
  const pairs = search === '' ? [] : search.split('&').map((pair) => (pair.includes('=') ? pair : `${pair}=`));
  const headers = names.map((name) => `${name}:${String(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`).join('');
  return [request.method, path, pairs.sort().join('&'), headers, signedNames, request.headers['x-amz-content-sha256']].join('\n');
}
