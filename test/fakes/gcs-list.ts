import type { GcsObjects, StoredObject } from './gcs-objects.ts';
import { ApiRefusal } from './gcs-refusal.ts';

export interface ObjectPage {
  readonly items: readonly StoredObject[];
  readonly prefixes: readonly string[];
  readonly nextPageToken: string | undefined;
}

const mostOfPage = 1000;

/** A page of a bucket's names. What a delimiter cuts off counts once, as a prefix, and as one of the page. */
export function listObjects(objects: GcsObjects, query: URLSearchParams, mostHere = mostOfPage): ObjectPage {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const start = query.get('startOffset') ?? '';
  const end = query.get('endOffset') ?? '';
  const after = tokenOf(query);
  const found: { readonly place: string; readonly object: StoredObject | null }[] = [];
  for (const object of objects.all(query.get('versions') === 'true')) {
    const { name } = object;
    if (!name.startsWith(prefix) || isBefore(name, start) || (end !== '' && !isBefore(name, end))) continue;
    const cut = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length);
    const shown = cut === -1 ? name : name.slice(0, cut + delimiter.length);
    const withItem = cut === -1 || (query.get('includeTrailingDelimiter') === 'true' && shown === name);
    const place = cut === -1 ? `${name}#${String(object.generation).padStart(20, '0')}` : shown;
    if (!isBefore(after, place)) continue;
    if (cut !== -1 && found.at(-1)?.place !== place) found.push({ place, object: null });
    if (withItem) found.push({ place, object });
  }
  const page = found.slice(0, mostAsked(query, mostHere));
  const last = page.at(-1)?.place;
  return {
    items: page.flatMap(({ object }) => object ?? []),
    prefixes: page.flatMap(({ place, object }) => (object === null ? [place] : [])),
    nextPageToken: found.length > page.length && last !== undefined ? Buffer.from(last).toString('base64') : undefined,
  };
}

function mostAsked(query: URLSearchParams, mostHere: number): number {
  const text = query.get('maxResults');
  if (text !== null && !/^\d+$/.test(text)) throw new ApiRefusal(400, 'invalidParameter', `Invalid value for maxResults: "${text}"`);
  // None asked for is no limit.
  return Math.min(Number(text ?? 0) || mostOfPage, mostHere, mostOfPage);
}

function tokenOf(query: URLSearchParams): string {
  const token = query.get('pageToken') ?? '';
  const after = Buffer.from(token, 'base64').toString();
  if (Buffer.from(after).toString('base64') !== token) throw new ApiRefusal(400, 'invalid', 'Invalid page token.');
  return after;
}

function isBefore(a: string, b: string): boolean {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
}
