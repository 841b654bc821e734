import type { Remote } from '../model/remote.ts';
import { readFormat } from '../sync/bucket-format.ts';
import type { SyncCore } from '../sync/sync-core.ts';
import { nothingThere, sealedOf } from './change-passphrase.ts';
import { findRemote } from './find-remote.ts';
import { keepKey } from './remote-key.ts';

/**
 * Opens an encrypted remote for as long as the engine runs, and for good where there is a key store. Throws Failure `bucket.wrong-passphrase`,
 * `bucket.not-encrypted`, `bucket.replaced`.
 */
export async function unlockRemote(core: SyncCore, name: string, passphrase: string): Promise<Remote> {
  const remote = findRemote(core.catalog, name);
  const bucket = await core.buckets.open(remote);
  const format = await readFormat(bucket, new AbortController().signal);
  if (format === null) throw nothingThere(remote);
  const sealed = sealedOf(core, remote, format);
  const key = await core.seals.unlock(sealed, passphrase);
  if (remote.bucket === null) core.catalog.transact((writer) => writer.setBucket(remote.id, sealed.id));
  await keepKey(core, remote.id, sealed, key);
  core.facts.tell({ kind: 'remote.changed', remote });
  return remote;
}
