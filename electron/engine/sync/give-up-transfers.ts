import type { Remote } from '../model/remote.ts';
import type { SyncCore } from './sync-core.ts';

/** How long a bucket is asked to forget what had begun, ms; it does so by itself after a while. */
const patience = 5_000;

/**
 * Gives up the packs on their way to a remote: their bytes go from this disk, and the bucket is told, if it can be reached, to forget what it keeps of
 * them. Never fails for the bucket's sake: the remote is about to be removed.
 */
export async function giveUpTransfers(core: SyncCore, remote: Remote): Promise<void> {
  const transfers = core.catalog.transfers(remote.id);
  core.catalog.transact((writer) => {
    for (const { container } of transfers) writer.removeTransfer(remote.id, container);
  });
  for (const { container } of transfers) core.outgoing.remove(container);
  const tokens = transfers.flatMap(({ token }) => token ?? []);
  if (tokens.length === 0) return;
  const controller = new AbortController();
  const stop = core.clock.after(patience, () => controller.abort(new Error('the bucket was asked for long enough')));
  try {
    const bucket = await core.buckets.open(remote);
    for (const token of tokens) await bucket.abandon(token, { signal: controller.signal });
  } catch (error) {
    core.log.warn('what had begun to be sent to a remote was not given up there', { remote: remote.name, error: String(error) });
  } finally {
    stop();
  }
}
