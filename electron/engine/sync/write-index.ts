import type { RemoteId } from '../model/remote.ts';
import type { Bucket } from '../ports/bucket.ts';
import { indexKey, timedId } from './bucket-keys.ts';
import { encodeIndexPage, type IndexContent } from './index-page.ts';
import type { SyncCore } from './sync-core.ts';

/** The id's time may be so far from the bucket's; a small part of `indexGrace`, so that no reader misses the page. */
const tolerated = 60 * 60_000;

/**
 * Names containers that lie in the bucket. The page's id carries the bucket's own time, as far as it is known, and never this computer's alone:
 * `around` is the time of a put that was answered lately. When the page turns out to have been put at quite another time, it is put once
 * more under an id of that time; the first one says the same and harms nobody. Returns when it was put, ms by the bucket's clock.
 */
export async function writeIndexPage(core: SyncCore, bucket: Bucket, remote: RemoteId, content: IndexContent, around: number, signal: AbortSignal): Promise<number> {
  const bytes = encodeIndexPage(content, core.digester);
  const first = await putPage(core, bucket, bytes, around, signal);
  const page = Math.abs(first.putAt - around) <= tolerated ? first : await putPage(core, bucket, bytes, first.putAt, signal);
  core.catalog.transact((writer) => {
    writer.addIndexPage(remote, { ...page, ...content });
    for (const { id } of content.containers) writer.removeTransfer(remote, id);
  });
  for (const { id } of content.containers) core.outgoing.remove(id);
  return page.putAt;
}

async function putPage(core: SyncCore, bucket: Bucket, bytes: Uint8Array, around: number, signal: AbortSignal): Promise<{ readonly id: string; readonly putAt: number }> {
  const id = timedId(around, core.newId());
  const outcome = await bucket.put(indexKey(id), bytes, { kind: 'absent' }, { signal });
  // The id is ours alone: what lies there is what an unanswered try put.
  const entry = outcome.outcome === 'put' ? outcome.entry : outcome.present;
  return { id, putAt: entry?.putAt ?? around };
}
