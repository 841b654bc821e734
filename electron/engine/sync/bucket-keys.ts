import { bucketKey, type BucketKey } from '../model/bucket-key.ts';
import { formatIndex } from '../model/version-address.ts';
import type { ContainerId } from '../ports/container-store.ts';

/** Where things lie in a bucket. Names of artifacts are segments of keys as they are; aliases may be any text, and are named by their digest. */
export const formatKey = bucketKey('format.json');
export const indexPrefix = 'index/';

export function containerKey(id: ContainerId): BucketKey {
  return bucketKey(`containers/${id.slice(0, 2)}/${id}`);
}

/** Ids of index pages and operations sort by time: 12 hex digits of ms, a dash, something unique. */
export function timedId(at: number, unique: string): string {
  return `${timeText(at)}-${unique}`;
}

function timeText(at: number): string {
  return Math.max(0, Math.floor(at)).toString(16).padStart(12, '0');
}

export function indexKey(id: string): BucketKey {
  return bucketKey(`${indexPrefix}${id}`);
}

/** Every page whose id was made at that time or later comes after this key. */
export function indexKeyBefore(at: number): BucketKey {
  return bucketKey(`${indexPrefix}${timeText(at)}`);
}

export const eraPrefix = 'index/era-';
const eraName = /^index\/era-[0-9a-f]{12}-[A-Za-z0-9]{1,64}$/;

/**
 * Says that pages of the index were removed. It sorts behind all pages, so that a listing that misses a page because it was removed meanwhile has read
 * past the place where this lies by then, and finds it.
 */
export function eraKey(at: number, unique: string): BucketKey {
  return bucketKey(`${indexPrefix}era-${timedId(at, unique)}`);
}

export function isEraKey(key: BucketKey): boolean {
  return eraName.test(key);
}

/** Held by who sweeps, so that no two do the same work. */
export const sweepKey = bucketKey('sweep.json');

const pageKey = /^index\/([0-9a-f]{12}-[A-Za-z0-9]{1,64})$/;

/** The id of an index page; null for a key that is none of ours. */
export function indexIdOf(key: BucketKey): string | null {
  return pageKey.exec(key)?.[1] ?? null;
}

export function artifactKey(artifact: string): BucketKey {
  return bucketKey(`artifacts/${artifact}/artifact.json`);
}

/** Everything of an artifact. */
export function artifactPrefix(artifact: string): string {
  return `artifacts/${artifact}/`;
}

export function versionsPrefix(artifact: string): string {
  return `artifacts/${artifact}/versions/`;
}

const versionName = /\/versions\/v(0|[1-9]\d{0,14})\.json$/;

export function indexOfVersion(key: BucketKey): number | null {
  const index = versionName.exec(key)?.[1];
  return index === undefined ? null : Number(index);
}

export function versionKey(artifact: string, index: number): BucketKey {
  return bucketKey(`artifacts/${artifact}/versions/${formatIndex(index)}.json`);
}

export function aliasesPrefix(artifact: string): string {
  return `artifacts/${artifact}/aliases/`;
}

/** `name`: the first 32 hex digits of the digest of the alias. */
export function aliasKey(artifact: string, name: string): BucketKey {
  return bucketKey(`${aliasesPrefix(artifact)}${name}.json`);
}

export function editsPrefix(artifact: string): string {
  return `artifacts/${artifact}/edits/`;
}

export function editsKey(artifact: string, index: number): BucketKey {
  return bucketKey(`${editsPrefix(artifact)}${formatIndex(index)}.json`);
}

const editsName = /\/edits\/v(0|[1-9]\d{0,14})\.json$/;

export function indexOfEdits(key: BucketKey): number | null {
  const index = editsName.exec(key)?.[1];
  return index === undefined ? null : Number(index);
}

/** Beside the edits, so that the listing that finds changed edits finds deletions too. */
export function deletionKey(artifact: string, index: number): BucketKey {
  return bucketKey(`${editsPrefix(artifact)}${formatIndex(index)}.deleted.json`);
}

const deletionName = /\/edits\/v(0|[1-9]\d{0,14})\.deleted\.json$/;

export function indexOfDeletion(key: BucketKey): number | null {
  const index = deletionName.exec(key)?.[1];
  return index === undefined ? null : Number(index);
}

export function operationKey(artifact: string, id: string): BucketKey {
  return bucketKey(`artifacts/${artifact}/operations/${id}.json`);
}
