import { Failure } from './failure.ts';
import { credentialParameter, isSignedKey } from './uri-credentials.ts';

/** What a reference names, taken apart. `format(parse(text))` is the normal form; the manifest has no other. */
export type ReferenceUri =
  /** An object, or a prefix of many. The key is what the bucket calls it: nothing in it is encoded. Empty: the whole bucket. */
  | { readonly scheme: 'gs' | 's3'; readonly bucket: string; readonly key: string }
  /** `origin` is the scheme, the host in small ASCII letters, and the port where it is not the usual one. */
  | { readonly scheme: 'http' | 'https'; readonly origin: string; readonly path: string; readonly search: string }
  /** A file, or a folder of many. `path` is absolute, with `/` between segments and a drive as the first one on Windows: `/data/a`, `C:/data/a`. */
  | { readonly scheme: 'file'; readonly path: string };

/** Characters of a whole URI. */
export const longestUri = 8_192;
const longestKey = 1_024;
const bucketNames = { gs: /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/, s3: /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/ };
const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const drive = /^[A-Za-z]:$/;

/**
 * Reads `gs://bucket/key`, `s3://bucket/key`, `http(s)://…` or `file:///…`. Keys are written as they are, without percent codes, as the tools of both
 * clouds do; http and file URIs with them, as everywhere. A fragment of an http URI is dropped, since no server ever sees it.
 *
 * Throws Failure `reference.credentials` for what bears a password, a token or a signature – it is in neither its message nor its data – and `reference.uri-invalid`
 * for everything else that cannot be one.
 */
export function parseReferenceUri(text: string): ReferenceUri {
  if (text.length > longestUri) throw invalid(null, 'it is too long');
  const name = scheme.exec(text)?.[1]?.toLowerCase();
  switch (name) {
    case 'gs':
    case 's3':
      return inBucket(name, text);
    case 'http':
    case 'https':
      return onServer(name, text);
    case 'file':
      return onDisk(text);
    default:
      throw invalid(text, name === undefined || drive.test(`${name}:`) ? 'it must begin with gs://, s3://, https://, http:// or file:///' : `"${name}" is no kind of place that is known here; gs, s3, https, http and file are`);
  }
}

/** The normal form. */
export function formatReferenceUri(uri: ReferenceUri): string {
  switch (uri.scheme) {
    case 'gs':
    case 's3':
      return `${uri.scheme}://${uri.bucket}${uri.key === '' ? '' : `/${uri.key}`}`;
    case 'http':
    case 'https':
      return `${uri.origin}${uri.path}${uri.search}`;
    case 'file':
      return fileUriOf(uri.path);
  }
}

/** The normal form of what a person wrote. Throws as `parseReferenceUri` does. */
export function normalReferenceUri(text: string): string {
  return formatReferenceUri(parseReferenceUri(text));
}

/** The `file:` URI of an absolute path, with whichever slashes the system uses. */
export function fileUriOf(path: string): string {
  const slashed = /^[A-Za-z]:/.test(path) ? `/${path.replaceAll('\\', '/')}` : path;
  return `file://${slashed.split('/').map(encodedSegment).join('/')}`;
}

/** Segments of what it names, decoded, from the top: without the bucket, the server and the drive's slash. A slash at the end makes an empty last one. */
export function segmentsOf(uri: ReferenceUri): readonly string[] {
  switch (uri.scheme) {
    case 'gs':
    case 's3':
      return uri.key === '' ? [] : uri.key.split('/');
    case 'http':
    case 'https':
      return uri.path.slice(1).split('/').map(decoded);
    case 'file':
      return uri.path.replace(/^\//, '').split('/');
  }
}

/** The last segment that is not empty: how a person would call it. A bucket or server alone has its own name. */
export function shortName(uri: ReferenceUri): string {
  const last = segmentsOf(uri).findLast((segment) => segment !== '');
  if (last !== undefined) return last;
  return 'bucket' in uri ? uri.bucket : 'origin' in uri ? uri.origin.replace(/^https?:\/\//, '') : uri.path;
}

/** Whether it can only be a prefix: of many objects, never one itself. */
export function isPrefixOnly(uri: ReferenceUri): boolean {
  return ('bucket' in uri && (uri.key === '' || uri.key.endsWith('/'))) || (uri.scheme === 'file' && uri.path.endsWith('/'));
}

function inBucket(name: 'gs' | 's3', text: string): ReferenceUri {
  const match = /^[^:]+:\/\/([^/]*)(?:\/([^]*))?$/.exec(text);
  if (match === null) throw invalid(text, `it must look like ${name}://bucket/folder`);
  const [, bucket = '', key = ''] = match;
  if (bucket.includes('@') || isSignedKey(text)) throw bearsCredentials();
  if (!bucketNames[name].test(bucket) || bucket.includes('..')) throw invalid(text, `"${bucket}" is no name of a bucket`);
  if (key.includes('\0')) throw invalid(null, 'it has a NUL in it');
  if (utf8Length(key) > longestKey) throw invalid(null, `no key has more than ${longestKey} bytes`);
  return { scheme: name, bucket, key };
}

function onServer(name: 'http' | 'https', text: string): ReferenceUri {
  // They vanish from URLs without a word.
  if (controls.test(text)) throw invalid(null, 'it has control characters in it');
  const match = /^https?:\/\/([^/?#]*)/i.exec(text);
  if (match?.[1]?.includes('@') === true) throw bearsCredentials();
  const address = /[?]([^#]*)/.exec(text);
  const parameter = address === null ? null : credentialParameter(address[1] ?? '');
  if (parameter !== null) throw bearsCredentials(parameter);
  if (match === null || match[1] === '' || !URL.canParse(text)) throw invalid(text, 'it is no address of a server; it looks like https://example.com/data/animals.tar');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') throw bearsCredentials();
  return { scheme: name, origin: `${name}://${url.host}`, path: url.pathname, search: url.search };
}

// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u001f\u007f]/;

function onDisk(text: string): ReferenceUri {
  const [, host, rest = ''] = /^file:\/\/([^/]*)(\/[^]*)$/i.exec(text) ?? [];
  if (host === undefined) throw invalid(text, 'it must look like file:///data/animals');
  if (host.includes('@')) throw bearsCredentials();
  if (host !== '' && host.toLowerCase() !== 'localhost') throw invalid(text, `files of other computers ("${host}") are not reached; connect the drive first and name its folder here`);
  const given = rest.split('/').map(decoded);
  if (given.some((segment) => /[/\0]/.test(segment))) throw invalid(text, 'no file has a name with an encoded slash or NUL');
  const [first = '', ...others] = given.slice(1);
  const segments = resolved(drive.test(first) ? others : [first, ...others]);
  return { scheme: 'file', path: `${drive.test(first) ? first.toUpperCase() : ''}/${segments.join('/')}` };
}

/** Takes `.`, `..` and empty segments away; an empty last one stays, as it says "folder". */
function resolved(segments: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const segment of segments) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  const isFolder = ['', '.', '..'].includes(segments.at(-1) ?? '') && kept.length > 0;
  return isFolder ? [...kept, ''] : kept;
}

function encodedSegment(segment: string, index: number): string {
  return index === 1 && drive.test(segment) ? segment : encodeURIComponent(segment.toWellFormed());
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** `shown`: what may be repeated of it; null: nothing. */
function invalid(shown: string | null, why: string): Failure {
  const isShort = shown !== null && shown.length <= 200 && !shown.includes('@') && !shown.includes('?');
  return new Failure('reference.uri-invalid', `${isShort ? `"${shown}"` : 'This'} cannot be referred to: ${why}.`, { reason: why });
}

function bearsCredentials(parameter?: string): Failure {
  const what = parameter === undefined ? 'a name or password, or the signature of a link' : `a secret ("${parameter}")`;
  const message = `This address bears ${what}, which would be kept in every version. Take it out; who you are is told by the keys on this computer.`;
  return new Failure('reference.credentials', message, parameter === undefined ? {} : { parameter });
}
