import { recordOperation } from '../operations/record-operation.ts';
import type { Syncing } from './pull-versions.ts';
import type { SyncCore } from './sync-core.ts';

/** Tells this home's history which aliases and edits are as others have them now. */
export function noteTaken(core: SyncCore, { artifact, remote }: Syncing, aliases: readonly string[], edited: readonly number[]): void {
  if (aliases.length + edited.length === 0) return;
  const told = { ...(aliases.length === 0 ? {} : { aliases }), ...(edited.length === 0 ? {} : { edited }), remote: remote.name };
  const operation = core.catalog.transact((writer) => recordOperation(core, writer, { kind: 'pull', artifact: artifact.name, arguments: told, undo: null }));
  core.facts.tell({ kind: 'operation.recorded', operation });
}
