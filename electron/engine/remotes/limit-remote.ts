import type { Core } from '../core.ts';
import { Failure } from '../model/failure.ts';
import type { Remote } from '../model/remote.ts';
import { recordOperation } from '../operations/record-operation.ts';
import { findRemote } from './find-remote.ts';
import { accessOf, noteAccess } from './remote-access.ts';

/** Throws Failure `keep.invalid` for what is no number of bytes in a second. */
export function checkRate(bytesPerSecond: number | null): void {
  if (bytesPerSecond === null || (Number.isSafeInteger(bytesPerSecond) && bytesPerSecond > 0)) return;
  throw new Failure('keep.invalid', `A remote's limit is a whole number of bytes in a second from 1 on, not ${bytesPerSecond}.`, { bytesPerSecond });
}

/** Sets how much may go to and come from a remote in a second; transfers that are under way follow. Null takes the limit away. */
export function limitRemote(core: Core, name: string, bytesPerSecond: number | null): Remote {
  checkRate(bytesPerSecond);
  const remote = findRemote(core.catalog, name);
  const access = accessOf(core.catalog, remote.id);
  if (access.bytesPerSecond === bytesPerSecond) return remote;
  const operation = core.catalog.transact((writer) => {
    noteAccess(writer, remote.id, { ...access, bytesPerSecond });
    return recordOperation(core, writer, { kind: 'remote.limit', artifact: null, arguments: { remote: name, bytesPerSecond }, undo: null });
  });
  core.facts.tell({ kind: 'operation.recorded', operation });
  core.facts.tell({ kind: 'remote.changed', remote });
  return remote;
}
