import { changedSource, missingSource, offlineSource } from '../engine/model/reference-failure.ts';
import { identityOf, identityRecord, isWeak, type IdentifiedContent } from '../engine/model/reference-identity.ts';
import { normalReferenceUri } from '../engine/model/reference-uri.ts';
import type { ReferenceSource, SourceObject, SourceReadRequest, SourceRequest } from '../engine/ports/reference-source.ts';
import type { HttpAnswer } from './http-exchange.ts';
import { proven, rangeHeader, stretchOf } from './source-bytes.ts';
import { checkIdentity } from './source-identity.ts';
import { follow, refusalOf, type HttpGround } from './source-http-follow.ts';

/** Objects of web servers. A server has no lists, so a URI names one object. */
export function createHttpSource(ground: HttpGround): ReferenceSource {
  return {
    async *list(uri, request) {
      const { present } = await this.stat(uri, request);
      if (present === null) throw missingSource(uri);
      yield [present];
    },
    async stat(text, request) {
      const uri = normalReferenceUri(text);
      return { present: await headOf(ground, uri, request), isKept: false };
    },
    read: (text, request) => readObject(ground, normalReferenceUri(text), request),
  };
}

const isThere = ({ status }: HttpAnswer): boolean => status === 200 || status === 206 || status === 203;
const isGone = ({ status }: HttpAnswer): boolean => status === 404 || status === 410;
/** What servers say that do not know HEAD, or whose links are signed for GET. */
const headRefusals = new Set([400, 403, 404, 405, 406, 410, 501]);

/** What a server says of an object: by HEAD, and where it does not know that or tells no length, by a GET of one byte. */
async function headOf(ground: HttpGround, uri: string, request: SourceRequest): Promise<SourceObject | null> {
  const head = await follow(ground, uri, { ...request, method: 'HEAD' });
  head.drop();
  if (isThere(head)) {
    const object = objectOf(uri, head);
    if (object.size !== null) return object;
  } else if (!headRefusals.has(head.status)) throw refusalOf(uri, head);
  const first = await follow(ground, uri, { ...request, method: 'GET', headers: { Range: 'bytes=0-0' } });
  first.drop();
  if (isThere(first) || first.status === 416) return objectOf(uri, first);
  if (isGone(first)) return null;
  throw refusalOf(uri, first);
}

function objectOf(uri: string, { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>): SourceObject {
  const modified = Date.parse(headers['last-modified'] ?? '');
  const modifiedAt = Number.isNaN(modified) ? undefined : new Date(modified).toISOString();
  return { uri, name: '', size: totalOf(status, headers), identity: identityRecord({ etag: headers.etag, modifiedAt }) };
}

/** Bytes of the whole content; null when the server does not tell. */
function totalOf(status: number, headers: HttpAnswer['headers']): number | null {
  const text = status === 206 || status === 416 ? /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] : headers['content-length'];
  const total = Number(text ?? Number.NaN);
  return Number.isSafeInteger(total) && total >= 0 ? total : null;
}

async function* readObject(ground: HttpGround, uri: string, request: SourceReadRequest): AsyncGenerator<Uint8Array> {
  const { range, identity, size } = request;
  if (range?.length === 0) return;
  const answer = await follow(ground, uri, { ...request, method: 'GET', headers: { ...rangeHeader(range), ...conditions(request) } });
  try {
    checkAnswer(uri, answer, { identity, size });
    if (answer.status === 416) return;
    const start = answer.status === 206 ? startOf(uri, answer) : 0;
    const bytes = stretchOf(uri, answer.body, { start, size: objectOf(uri, answer).size, recorded: size, range });
    yield* range === undefined ? proven(uri, bytes, identity) : bytes;
  } finally {
    answer.drop();
  }
}

/** Holds the server to the recorded content, where it can be. */
function conditions({ identity }: SourceReadRequest): Record<string, string> {
  const { etag, modifiedAt } = identityOf(identity);
  if (etag !== undefined && !isWeak(etag)) return { 'If-Match': etag };
  return modifiedAt === undefined ? {} : { 'If-Unmodified-Since': new Date(modifiedAt).toUTCString() };
}

function checkAnswer(uri: string, answer: HttpAnswer, recorded: IdentifiedContent): void {
  if (answer.status === 412) throw changedSource(uri, 'the server has another content there now');
  if (isGone(answer)) throw missingSource(uri);
  if (!isThere(answer) && answer.status !== 416) throw refusalOf(uri, answer);
  checkIdentity(uri, recorded, objectOf(uri, answer));
}

/** Where the part begins that a server sent; it may be another one than was asked for. */
function startOf(uri: string, { headers }: HttpAnswer): number {
  const start = /^bytes (\d+)-/.exec(headers['content-range'] ?? '')?.[1];
  if (start === undefined) throw offlineSource(uri, 'the server sent a part without saying which');
  return Number(start);
}
