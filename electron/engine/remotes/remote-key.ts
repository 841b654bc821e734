import type { Core } from '../core.ts';
import type { MasterKey, SealedId } from '../model/bucket-seal.ts';
import { Failure } from '../model/failure.ts';
import type { Remote, RemoteId } from '../model/remote.ts';
import type { RemoteSeal } from '../model/remote-access.ts';
import { accessOf, noteAccess } from './remote-access.ts';

type Keys = Pick<Core, 'catalog' | 'secrets' | 'unlocked' | 'seals' | 'newId'>;

/**
 * The key of an encrypted remote: from memory, or from the key store. Throws Failure `bucket.locked` when neither has the one that opens it, and
 * `bucket.replaced` when the bucket was set back to keys that are over.
 */
export async function keyOf(core: Keys, remote: Remote, sealed: SealedId): Promise<MasterKey> {
  const { seal } = accessOf(core.catalog, remote.id);
  refuseOther(core, remote, sealed);
  const kept = seal?.kept ?? null;
  const candidates = [core.unlocked.get(remote.id), kept === null ? undefined : await core.secrets.get(kept)];
  for (const candidate of candidates) {
    const key = candidate as MasterKey | null | undefined;
    if (typeof key !== 'string' || !core.seals.opens(sealed, key)) continue;
    core.unlocked.set(remote.id, key);
    return key;
  }
  core.unlocked.set(remote.id, null);
  throw locked(remote.address, remote.name);
}

/** Throws Failure `bucket.replaced` for the keys of another bucket than the remote's, and for older ones than were met there. */
export function refuseOther({ catalog }: Pick<Core, 'catalog'>, { id, name, address, bucket }: Remote, sealed: SealedId): void {
  const known = accessOf(catalog, id).seal?.generation ?? 0;
  if ((bucket === null || bucket === sealed.id) && sealed.seal.generation >= known) return;
  const what = sealed.seal.generation < known ? 'was set back to older keys' : 'is another one';
  const message = `The bucket ${address} ${what} than "${name}" has met there; nothing was written. Ask who looks after it what happened; remove the remote and add it again if that is meant.`;
  throw new Failure('bucket.replaced', message, { address, remote: name });
}

/** Remembers the key for as long as the engine runs, and in the key store where there is one. */
export async function keepKey(core: Keys, id: RemoteId, { seal: { generation } }: SealedId, key: MasterKey): Promise<void> {
  core.unlocked.set(id, key);
  const known = accessOf(core.catalog, id).seal;
  const kept = await inKeyStore(core, known, key);
  core.catalog.transact((writer) => noteAccess(writer, id, { ...accessOf(writer, id), seal: { generation: Math.max(generation, known?.generation ?? 0), kept } }));
}

async function inKeyStore({ secrets, newId }: Keys, known: RemoteSeal | null, key: MasterKey): Promise<string | null> {
  const kept = known?.kept ?? null;
  if (!(await secrets.isAvailable())) return kept;
  const name = kept ?? `remote-seal:${newId()}`;
  await secrets.set(name, key);
  return name;
}

/** Forgets the key of a remote that is no more. */
export async function forgetKey(core: Pick<Keys, 'secrets' | 'unlocked'>, id: RemoteId, seal: RemoteSeal | null): Promise<void> {
  core.unlocked.delete(id);
  if (seal !== null && seal.kept !== null) await core.secrets.remove(seal.kept);
}

/** `remote`: null when it is none yet. */
export function locked(address: string, remote: string | null): Failure {
  const message = `The bucket ${address} is encrypted: give its passphrase. Nothing was read or written.`;
  return new Failure('bucket.locked', message, { address, ...(remote === null ? {} : { remote }) });
}
