import type { Core } from '../core.ts';
import type { Remote } from '../model/remote.ts';
import { recordOperation } from '../operations/record-operation.ts';
import { findRemote } from './find-remote.ts';
import { accessOf, forgetAccess } from './remote-access.ts';
import { forgetKey } from './remote-key.ts';

export interface RemovedRemote {
  readonly remote: Remote;
  /** Names of the artifacts that were linked to it. */
  readonly artifacts: readonly string[];
}

/**
 * Forgets a remote, with its key. Neither the bucket nor any version here is touched; what only lies in the bucket cannot be read until
 * the remote is added again. Throws Failure `remote.not-found`.
 */
export async function removeRemote(core: Core, name: string): Promise<RemovedRemote> {
  const remote = findRemote(core.catalog, name);
  const { credentials, seal } = accessOf(core.catalog, remote.id);
  const artifacts = linkedNames(core, remote);
  const operation = core.catalog.transact((writer) => {
    writer.removeRemote(remote.id);
    forgetAccess(writer, remote.id);
    const told = { remote: name, address: remote.address, artifacts };
    return recordOperation(core, writer, { kind: 'remote.remove', artifact: null, arguments: told, undo: null });
  });
  core.facts.tell({ kind: 'operation.recorded', operation });
  core.facts.tell({ kind: 'remote.removed', remote });
  if (credentials.kind === 'kept-key') await core.secrets.remove(credentials.name);
  await forgetKey(core, remote.id, seal);
  return { remote, artifacts };
}

/** Names of the artifacts that are linked to a remote. */
export function linkedNames(core: Pick<Core, 'catalog'>, remote: Remote): string[] {
  const linked = new Set(core.catalog.linkedArtifacts(remote.id));
  return core.catalog.artifacts().flatMap(({ id, name }) => (linked.has(id) ? [name] : []));
}
