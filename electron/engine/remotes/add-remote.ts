import type { Core } from '../core.ts';
import { Failure } from '../model/failure.ts';
import type { RemoteAccess, RemoteCredentials, RemoteSeal } from '../model/remote-access.ts';
import type { Remote } from '../model/remote.ts';
import { recordOperation } from '../operations/record-operation.ts';
import type { BucketAttempt } from '../ports/bucket-trial.ts';
import { checkRemote, type CheckedRemote } from './check-remote.ts';
import { createFormat } from '../sync/bucket-format.ts';
import { checkRemoteName, refuseTakenName } from './find-remote.ts';
import { checkRate } from './limit-remote.ts';
import type { OpenedSeal, SealWish } from './open-seal.ts';
import { noteAccess } from './remote-access.ts';

export interface NewRemote extends Omit<BucketAttempt, 'isRemote'> {
  readonly name: string;
  readonly bytesPerSecond: number | null;
  readonly seal: SealWish;
}

export interface AddedRemote {
  readonly remote: Remote;
  readonly checked: CheckedRemote;
  /** Of an encrypted bucket that was made; shown once. */
  readonly recoveryCode: string | null;
}

/**
 * Makes a bucket a remote, once its test went well; a folder becomes a bucket by it, and an encrypted bucket is made at once, so that nobody can make another
 * there meanwhile. The texts of keys go into the key store. Throws Failure `remote.name-invalid`, `remote.name-taken`, `key-store.unavailable`,
 * `bucket.address-invalid`, or what the test found.
 */
export async function addRemote(core: Core, wanted: NewRemote): Promise<AddedRemote> {
  const name = checkRemoteName(wanted.name);
  checkRate(wanted.bytesPerSecond);
  refuseTakenName(core.catalog, name);
  const checked = await checkRemote(core, { ...wanted, isRemote: false }, wanted.seal);
  if (checked.refusal !== null) throw checked.refusal;
  const { opened } = checked;
  await core.trial.prepare(checked.site.address);
  const credentials = await keptCredentials(core, wanted, checked.site.folder);
  const seal = opened && (await keptSeal(core, opened));
  const { endpoint, bytesPerSecond } = wanted;
  const access: RemoteAccess = { endpoint, credentials, bytesPerSecond, writable: checked.check.can.write === true, seal };
  try {
    if (opened !== null && opened.recoveryCode !== null) await makeSealed(core, wanted, opened);
    const remote = note(core, name, checked.site.address, access, opened);
    return { remote, checked, recoveryCode: opened?.recoveryCode ?? null };
  } catch (error) {
    if (credentials.kind === 'kept-key') await core.secrets.remove(credentials.name);
    if (seal !== null && seal.kept !== null) await core.secrets.remove(seal.kept);
    throw error;
  }
}

async function keptSeal(core: Core, { sealed: { seal: { generation } }, key }: OpenedSeal): Promise<RemoteSeal> {
  if (!(await core.secrets.isAvailable())) return { generation, kept: null };
  const kept = `remote-seal:${core.newId()}`;
  await core.secrets.set(kept, key);
  return { generation, kept };
}

function makeSealed(core: Core, attempt: NewRemote, { sealed: { id, seal } }: OpenedSeal): Promise<void> {
  return core.trial.withBucket({ ...attempt, isRemote: true }, async (bucket) => {
    const format = await createFormat(bucket, { id, seal }, new AbortController().signal);
    if (format?.id === id) return;
    throw new Failure('bucket.replaced', `Somebody else made a bucket at ${bucket.address} at the same moment. Add the remote again, with its passphrase if it has one.`, { address: bucket.address });
  });
}

async function keptCredentials(core: Core, { credentials }: NewRemote, folder: string | null): Promise<RemoteCredentials> {
  if (folder !== null) return { kind: 'none' };
  if (credentials.kind !== 'key') return credentials;
  // Kept before it is named: what is named is there.
  const name = `remote-key:${core.newId()}`;
  await core.secrets.set(name, credentials.text);
  return { kind: 'kept-key', name };
}

function note(core: Core, name: string, address: string, access: RemoteAccess, opened: OpenedSeal | null): Remote {
  const { endpoint, credentials, bytesPerSecond } = access;
  const { remote, operation } = core.catalog.transact((writer) => {
    // Another call may have taken it while the bucket was tried.
    refuseTakenName(writer, name);
    const added = writer.addRemote({ name, address });
    noteAccess(writer, added.id, access);
    if (opened !== null) writer.setBucket(added.id, opened.sealed.id);
    const told = { remote: name, address, endpoint, credentials: credentials.kind, bytesPerSecond, encrypted: access.seal !== null };
    return { remote: added, operation: recordOperation(core, writer, { kind: 'remote.add', artifact: null, arguments: told, undo: null }) };
  });
  // Whoever is told of it finds it open.
  if (opened !== null) core.unlocked.set(remote.id, opened.key);
  core.facts.tell({ kind: 'operation.recorded', operation });
  core.facts.tell({ kind: 'remote.added', remote });
  return remote;
}
