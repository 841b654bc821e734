import type { BucketKey } from '../model/bucket-key.ts';
import { Failure } from '../model/failure.ts';
import type { Remote } from '../model/remote.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';
import type { Bucket, BucketEntry } from '../ports/bucket.ts';
import { indexIdOf, indexKeyBefore, indexPrefix, isEraKey } from './bucket-keys.ts';
import { newerFormat } from './bucket-document.ts';
import { decodeIndexPage, PageRefusal, type IndexContent } from './index-page.ts';
import { sideBySide } from './side-by-side.ts';
import type { SyncCore } from './sync-core.ts';

/**
 * A page of the index may be put so long after the time in its id, by the bucket's clock. Who puts one later puts it again under another id
 * (`writeIndexPage`), so that a reader who goes back so far from the newest page that it knows misses none.
 */
export const indexGrace = 24 * 60 * 60_000;

const mostPageBytes = 512 * 1024 * 1024;
const pagesAtOnce = 4;
const mostTries = 5;

/** When the index of a bucket was read, ms by this computer's clock: what a push counts on. */
export interface IndexView {
  readAt: number;
}

/**
 * So long a push may count on what it read in the index. A small part of the time that lies between the word that something goes and its going, so that
 * whatever it counted on is there when its versions are claimed, and is found to be needed from then on.
 */
export const viewLasts = 60 * 60_000;

/** Whether the index must be read again before anything is concluded from it; also when this computer's clock went back. */
export function isLapsed(core: SyncCore, { readAt }: IndexView): boolean {
  const age = core.clock.now() - readAt;
  return age < 0 || age > viewLasts;
}

/**
 * Takes in what is new in the bucket's index. Costs one listing and what is new; when pages were removed from the index since it was read last, another
 * listing tells which, and what they named is forgotten.
 */
export async function readIndex(core: SyncCore, bucket: Bucket, remote: Remote, signal: AbortSignal, view?: IndexView): Promise<void> {
  const readAt = core.clock.now();
  await readUntilStill(core, bucket, remote, signal, false);
  if (view !== undefined) view.readAt = readAt;
}

/** The same, and takes in every page that there is, also those that were put long after the time in their ids. Costs a listing of the whole index. */
export function readWholeIndex(core: SyncCore, bucket: Bucket, remote: Remote, signal: AbortSignal): Promise<void> {
  return readUntilStill(core, bucket, remote, signal, true);
}

async function readUntilStill(core: SyncCore, bucket: Bucket, remote: Remote, signal: AbortSignal, whole: boolean): Promise<void> {
  for (let tries = 1; !(await readOnce(core, bucket, remote, signal, whole)); tries++) {
    if (tries >= mostTries) throw new Failure('bucket.unavailable', `The index of the bucket ${bucket.address} changes while it is read; it is tried again later.`, { address: bucket.address });
  }
}

/** False: a page went while it was read. */
async function readOnce(core: SyncCore, bucket: Bucket, remote: Remote, signal: AbortSignal, whole: boolean): Promise<boolean> {
  const newest = readUntil(core.catalog, remote);
  const after = newest === null || whole ? undefined : indexKeyBefore(newest - indexGrace);
  let listed = await listIndex(bucket, after, signal);
  const isOtherEra = listed.era !== core.catalog.setting(eraSetting(remote));
  if (isOtherEra && newest !== null) {
    listed = await listIndex(bucket, undefined, signal);
    forgetRemoved(core, remote, listed.pages);
  }
  // What goes and what moved is said of what was said before.
  const fresh = [...listed.pages].filter(([id]) => !core.catalog.hasIndexPage(remote.id, id)).toSorted(([, a], [, b]) => a.putAt - b.putAt);
  for (let at = 0; at < fresh.length; at += pagesAtOnce) {
    if (!(await takeIn(core, bucket, remote, fresh.slice(at, at + pagesAtOnce), signal))) return false;
  }
  const { era } = listed;
  if (isOtherEra && era !== null) core.catalog.transact((writer) => noteEra(writer, remote, era));
  return true;
}

/** A page is removed when all containers that it names are. */
function forgetRemoved(core: SyncCore, remote: Remote, present: ReadonlyMap<string, BucketEntry>): void {
  core.catalog.transact((writer) => {
    const gone = writer.indexPages(remote.id).filter((id) => !present.has(id));
    writer.forgetContainers(remote.id, writer.containersOfPages(remote.id, gone));
    writer.forgetIndexPages(remote.id, gone);
  });
}

/**
 * When the newest page was put that a listing found, ms by the bucket's clock; null before the first. Pages that this home put itself do not count: it may have put
 * one days after it listed the index, and others theirs in between.
 */
function readUntil(catalog: CatalogReader, remote: Remote): number | null {
  const kept = catalog.setting(readSetting(remote));
  return kept === null ? null : Number(kept);
}

function readSetting({ id }: Remote): string {
  return `sync-read:${id}`;
}

/** Notes that this home knows of all pages that were removed until this era. */
export function noteEra(writer: CatalogWriter, remote: Remote, era: BucketKey): void {
  writer.setSetting(eraSetting(remote), era);
}

function eraSetting({ id }: Remote): string {
  return `sync-era:${id}`;
}

interface ListedIndex {
  readonly pages: Map<string, BucketEntry>;
  /** The last one; null when no page was ever removed. */
  readonly era: BucketKey | null;
}

async function listIndex(bucket: Bucket, after: BucketKey | undefined, signal: AbortSignal): Promise<ListedIndex> {
  const pages = new Map<string, BucketEntry>();
  let era: BucketKey | null = null;
  for await (const entry of bucket.list(indexPrefix, { after, signal })) {
    const id = indexIdOf(entry.key);
    if (id !== null) pages.set(id, entry);
    else if (isEraKey(entry.key)) era = entry.key;
  }
  return { pages, era };
}

async function takeIn(core: SyncCore, bucket: Bucket, remote: Remote, pages: readonly (readonly [string, BucketEntry])[], signal: AbortSignal): Promise<boolean> {
  const contents = new Map<string, IndexContent | null>();
  await sideBySide(pages, pagesAtOnce, async ([id, { key }]) => {
    const found = await bucket.read(key, { limit: mostPageBytes, signal });
    if (found !== null) contents.set(id, decoded(core, bucket, remote, key, found.bytes));
  });
  if (contents.size < pages.length) return false;
  core.catalog.transact((writer) => {
    const until = Math.max(readUntil(writer, remote) ?? 0, ...pages.map(([, { putAt }]) => putAt));
    writer.setSetting(readSetting(remote), String(until));
    for (const [id, { putAt }] of pages) {
      const content = contents.get(id) ?? null;
      if (content !== null) writer.addIndexPage(remote.id, { id, putAt, ...content });
    }
  });
  return true;
}

/** A page that is damaged is passed over: what it names counts as lacking, and is pushed again by whoever has it. */
function decoded(core: SyncCore, bucket: Bucket, remote: Remote, key: BucketKey, bytes: Uint8Array): IndexContent | null {
  try {
    return decodeIndexPage(bytes, core.digester);
  } catch (error) {
    if (!(error instanceof PageRefusal)) throw error;
    if (error.newer !== null) throw newerFormat(bucket, key, error.newer);
    core.log.warn('a page of a bucket\'s index is damaged and was passed over', { remote: remote.name, page: key, why: error.message });
    return null;
  }
}
