import type { Remote } from '../model/remote.ts';
import type { Bucket, BucketEntry } from '../ports/bucket.ts';
import { indexIdOf, indexKeyBefore, indexPrefix } from './bucket-keys.ts';
import { newerFormat } from './bucket-document.ts';
import { decodeIndexPage, PageRefusal } from './index-page.ts';
import { sideBySide } from './side-by-side.ts';
import type { SyncCore } from './sync-core.ts';

/**
 * A page of the index may be put so long after the time in its id, by the bucket's clock. Who puts one later puts it again under another id
 * (`writeIndexPage`), so that a reader who goes back so far from the newest page that it knows misses none.
 */
export const indexGrace = 24 * 60 * 60_000;

const mostPageBytes = 512 * 1024 * 1024;
const pagesAtOnce = 4;

/** Takes in what is new in the bucket's index. Costs one listing and what is new. */
export async function readIndex(core: SyncCore, bucket: Bucket, remote: Remote, signal: AbortSignal): Promise<void> {
  const newest = core.catalog.newestIndexPage(remote.id);
  const after = newest === null ? undefined : indexKeyBefore(newest - indexGrace);
  const fresh: { readonly id: string; readonly entry: BucketEntry }[] = [];
  for await (const entry of bucket.list(indexPrefix, { after, signal })) {
    const id = indexIdOf(entry.key);
    if (id !== null && !core.catalog.hasIndexPage(remote.id, id)) fresh.push({ id, entry });
  }
  await sideBySide(fresh, pagesAtOnce, ({ id, entry }) => takeIn(core, bucket, remote, id, entry, signal));
}

/** A page that is damaged is passed over: what it names counts as lacking, and is pushed again by whoever has it. */
async function takeIn(core: SyncCore, bucket: Bucket, remote: Remote, id: string, entry: BucketEntry, signal: AbortSignal): Promise<void> {
  const found = await bucket.read(entry.key, { limit: mostPageBytes, signal });
  if (found === null) return; // it went meanwhile
  try {
    const content = decodeIndexPage(found.bytes, core.digester);
    core.catalog.transact((writer) => writer.addIndexPage(remote.id, { id, putAt: entry.putAt, ...content }));
  } catch (error) {
    if (!(error instanceof PageRefusal)) throw error;
    if (error.newer !== null) throw newerFormat(bucket, entry.key, error.newer);
    core.log.warn('a page of a bucket\'s index is damaged and was passed over', { remote: remote.name, page: id, why: error.message });
  }
}
