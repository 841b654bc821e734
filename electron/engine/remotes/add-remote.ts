import type { Core } from '../core.ts';
import type { RemoteAccess, RemoteCredentials } from '../model/remote-access.ts';
import type { Remote } from '../model/remote.ts';
import { recordOperation } from '../operations/record-operation.ts';
import type { BucketAttempt } from '../ports/bucket-trial.ts';
import { checkRemote, type CheckedRemote } from './check-remote.ts';
import { checkRemoteName, refuseTakenName } from './find-remote.ts';
import { checkRate } from './limit-remote.ts';
import { noteAccess } from './remote-access.ts';

export interface NewRemote extends Omit<BucketAttempt, 'isRemote'> {
  readonly name: string;
  readonly bytesPerSecond: number | null;
}

export interface AddedRemote {
  readonly remote: Remote;
  readonly checked: CheckedRemote;
}

/**
 * Makes a bucket a remote, once its test went well; a folder becomes a bucket by it. The text of a key goes into the key store. Throws Failure
 * `remote.name-invalid`, `remote.name-taken`, `key-store.unavailable`, `bucket.address-invalid`, or what the test found.
 */
export async function addRemote(core: Core, wanted: NewRemote): Promise<AddedRemote> {
  const name = checkRemoteName(wanted.name);
  checkRate(wanted.bytesPerSecond);
  refuseTakenName(core.catalog, name);
  const checked = await checkRemote(core, { ...wanted, isRemote: false });
  if (checked.refusal !== null) throw checked.refusal;
  await core.trial.prepare(checked.site.address);
  const credentials = await keptCredentials(core, wanted, checked.site.folder);
  const { endpoint, bytesPerSecond } = wanted;
  const access: RemoteAccess = { endpoint, credentials, bytesPerSecond, writable: checked.check.can.write === true };
  try {
    return { remote: note(core, name, checked.site.address, access), checked };
  } catch (error) {
    if (credentials.kind === 'kept-key') await core.secrets.remove(credentials.name);
    throw error;
  }
}

async function keptCredentials(core: Core, { credentials }: NewRemote, folder: string | null): Promise<RemoteCredentials> {
  if (folder !== null) return { kind: 'none' };
  if (credentials.kind !== 'key') return credentials;
  // Kept before it is named: what is named is there.
  const name = `remote-key:${core.newId()}`;
  await core.secrets.set(name, credentials.text);
  return { kind: 'kept-key', name };
}

function note(core: Core, name: string, address: string, access: RemoteAccess): Remote {
  const { endpoint, credentials, bytesPerSecond } = access;
  const { remote, operation } = core.catalog.transact((writer) => {
    // Another call may have taken it while the bucket was tried.
    refuseTakenName(writer, name);
    const added = writer.addRemote({ name, address });
    noteAccess(writer, added.id, access);
    const told = { remote: name, address, endpoint, credentials: credentials.kind, bytesPerSecond };
    return { remote: added, operation: recordOperation(core, writer, { kind: 'remote.add', artifact: null, arguments: told, undo: null }) };
  });
  core.facts.tell({ kind: 'operation.recorded', operation });
  core.facts.tell({ kind: 'remote.added', remote });
  return remote;
}
