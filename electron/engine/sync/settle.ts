import { findArtifact } from '../find-version.ts';
import type { Artifact } from '../model/artifact.ts';
import { Failure } from '../model/failure.ts';
import { formatIndex } from '../model/version-address.ts';
import type { Generation } from '../ports/bucket.ts';
import { recordOperation } from '../operations/record-operation.ts';
import { protectedAliasRefusal } from '../versions/protected-alias.ts';
import { settleAlias, type AliasConflict } from './sync-aliases.ts';
import { settleEdits } from './sync-edits.ts';
import type { SyncCore } from './sync-core.ts';
import { noteUndecided, undecidedOf, type Undecided } from './undecided.ts';

/** What somebody decides: an alias, or a field of a version's edits. */
export type Decided = { readonly kind: 'alias'; readonly alias: string } | { readonly kind: 'edit'; readonly index: number; readonly field: string };

export interface Decision {
  readonly what: Decided;
  readonly keep: 'ours' | 'theirs';
  /** Their side, as whoever decides has seen it; null: as it was met last. */
  readonly seen: Generation | null;
}

/**
 * Decides what both sides changed to different ends. Theirs is here at once; ours is put with the next push, unless somebody was faster once more. Gives
 * what is left. Throws Failure `undecided.changed` when it is another by now, and `alias.protected` for ours where others protected theirs.
 */
export function settle(core: SyncCore, name: string, { what, keep, seen }: Decision): Undecided {
  const artifact = findArtifact(core.catalog, name);
  const undecided = undecidedOf(core.catalog, artifact);
  const isMeant = (generation: Generation | null): boolean => seen === null || generation === seen;
  if (what.kind === 'alias') {
    const found = undecided.aliases.find(({ alias, generation }) => alias === what.alias && isMeant(generation));
    if (found === undefined) throw changed(artifact);
    if (keep === 'ours') refuseProtected(artifact, found);
    settleAlias(core, artifact, found, keep);
    return noteSettled(core, artifact, { alias: what.alias, keep }, { ...undecided, aliases: undecided.aliases.filter((one) => one !== found) });
  }
  const found = undecided.edits.find(({ index, field, generation }) => index === what.index && field === what.field && isMeant(generation));
  if (found === undefined) throw changed(artifact);
  settleEdits(core, artifact, [found], keep);
  return noteSettled(core, artifact, { version: what.index, field: what.field, keep }, { ...undecided, edits: undecided.edits.filter((one) => one !== found) });
}

function changed({ name }: Artifact): Failure {
  return new Failure('undecided.changed', `That is decided already in "${name}", or was changed once more; look at it again.`, { artifact: name });
}

/** Why ours cannot take the place of theirs; null when it can. */
export function protectionOf(artifact: Artifact, { alias, ours, theirs, by }: AliasConflict): Failure | null {
  if (!theirs.isProtected || theirs.index === null || theirs.index === ours.index) return null;
  return protectedAliasRefusal(artifact, alias, theirs.index, `keep ${formatIndex(theirs.index)}, and move it when it is unprotected`, by?.actor ?? null);
}

function refuseProtected(artifact: Artifact, conflict: AliasConflict): void {
  const refusal = protectionOf(artifact, conflict);
  if (refusal !== null) throw refusal;
}

function noteSettled(core: SyncCore, artifact: Artifact, told: Readonly<Record<string, unknown>>, left: Undecided): Undecided {
  noteUndecided(core, artifact, left);
  const operation = core.catalog.transact((writer) => recordOperation(core, writer, { kind: 'settle', artifact: artifact.name, arguments: told, undo: null }));
  core.facts.tell({ kind: 'operation.recorded', operation });
  return left;
}
