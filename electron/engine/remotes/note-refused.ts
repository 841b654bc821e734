import type { Core } from '../core.ts';
import { Failure } from '../model/failure.ts';
import type { Remote } from '../model/remote.ts';
import { accessOf, noteAccess } from './remote-access.ts';

/**
 * Notes when a bucket refused to be written to: until it is tested again, the remote counts as one that may only be read. True: it was such a
 * refusal, whether it had been noted before or not.
 */
export function noteRefused(core: Core, { id }: Remote, error: unknown): boolean {
  if (!(error instanceof Failure) || error.code !== 'bucket.denied' || error.data['action'] !== 'write') return false;
  const remote = core.catalog.remote(id);
  const access = accessOf(core.catalog, id);
  if (remote === null || !access.writable) return true;
  core.catalog.transact((writer) => noteAccess(writer, id, { ...access, writable: false }));
  core.facts.tell({ kind: 'remote.changed', remote });
  return true;
}
