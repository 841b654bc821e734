import { damagedInBucket } from './bucket-document.ts';
import type { Transfer } from '../model/remote.ts';
import { containerKey } from './bucket-keys.ts';
import type { Syncing } from './pull-versions.ts';
import type { SyncCore } from './sync-core.ts';

/**
 * Sends one pack, from where an earlier try came to. Where it can go on is noted as it goes, so that nothing is sent twice after a restart either.
 * Returns when it was put, ms by the bucket's clock.
 */
export async function sendPack(core: SyncCore, { bucket, remote, activity }: Pick<Syncing, 'bucket' | 'remote' | 'activity'>, transfer: Transfer, onProgress: (bytes: number) => void): Promise<number> {
  const { container } = transfer;
  const key = containerKey(container);
  const content = core.outgoing.open(container);
  const note = (change: Partial<Transfer>): void => core.catalog.transact((writer) => writer.putTransfer(remote.id, { ...transfer, ...change }));
  const sent = transfer.sent ? await bucket.head(key, { signal: activity.signal }) : null;
  if (sent !== null) return sent.putAt;
  const outcome = await bucket.putLarge(key, content, { kind: 'absent' }, {
    signal: activity.signal,
    ...(transfer.token === null ? {} : { resume: transfer.token }),
    onResume: (token) => note({ token }),
    onProgress,
  });
  // The id is random: what lies there is what a try put whose answer was lost.
  const entry = outcome.outcome === 'put' ? outcome.entry : outcome.present;
  if (entry?.size !== content.size) throw damagedInBucket(bucket, key, 'something else lies where this pack belongs');
  note({ token: null, sent: true });
  return entry.putAt;
}
