import type { Core } from '../core.ts';
import { checkRemote, type CheckedRemote } from './check-remote.ts';
import { findRemote } from './find-remote.ts';
import { accessOf, noteAccess } from './remote-access.ts';

/** Tests a remote anew, and notes whether one may write there by now. Throws Failure `remote.not-found`. */
export async function checkAgain(core: Core, name: string): Promise<CheckedRemote> {
  const remote = findRemote(core.catalog, name);
  const { endpoint, credentials } = accessOf(core.catalog, remote.id);
  const checked = await checkRemote(core, { address: remote.address, endpoint, credentials, isRemote: true }, { kind: 'remote', remote });
  const { write } = checked.check.can;
  const access = accessOf(core.catalog, remote.id);
  const isKnown = core.catalog.remote(remote.id) !== null;
  if (isKnown && write !== null && write !== access.writable) {
    core.catalog.transact((writer) => noteAccess(writer, remote.id, { ...access, writable: write }));
    core.facts.tell({ kind: 'remote.changed', remote });
  }
  return checked;
}
