import type { Artifact } from '../model/artifact.ts';
import type { PushedBy } from '../model/remote.ts';
import { editsOf } from '../model/version-edits.ts';
import type { Generation } from '../ports/bucket.ts';
import type { CatalogReader } from '../ports/catalog.ts';
import { clientId } from './linked.ts';
import { mergeAlias, type AliasState } from './merge-alias.ts';
import { fieldOf, sameValue } from './merge-edits.ts';
import type { AliasConflict } from './sync-aliases.ts';
import type { SyncCore } from './sync-core.ts';
import type { VersionEditConflict } from './sync-edits.ts';

/*
 * What both sides changed to different ends, as it was met at the last push or pull. Only their side is kept: ours is what is here, and whoever sets it
 * to theirs, or back to what both had, has decided.
 */

interface UndecidedAlias {
  readonly alias: string;
  readonly base: AliasState;
  readonly theirs: AliasState;
  readonly generation: Generation;
  readonly by: PushedBy | null;
}

interface UndecidedEdit {
  readonly index: number;
  readonly field: string;
  readonly base?: unknown;
  readonly theirs?: unknown;
  readonly generation: Generation | null;
  readonly by: PushedBy | null;
}

interface Stored {
  readonly aliases: readonly UndecidedAlias[];
  readonly edits: readonly UndecidedEdit[];
}

export interface Undecided {
  readonly aliases: readonly AliasConflict[];
  readonly edits: readonly VersionEditConflict[];
}

const keyOf = (artifact: Artifact): string => `undecided:${artifact.id}`;

/** Notes what the last look at the bucket left undecided. Edits that this home put since have theirs in what is undecided: they stay as told before. */
export function noteUndecided(core: SyncCore, artifact: Artifact, { aliases, edits }: Undecided): void {
  const before = storedOf(core.catalog, artifact).edits;
  const own = clientId(core);
  const by = (one: UndecidedEdit): UndecidedEdit['by'] => (one.by?.client === own ? (before.find(({ index, field }) => index === one.index && field === one.field)?.by ?? null) : one.by);
  const stored: Stored = { aliases: aliases.map(theirSide), edits: edits.map(theirSide).map((one) => ({ ...one, by: by(one) })) };
  const text = aliases.length + edits.length === 0 ? '' : JSON.stringify(stored);
  if (text !== (core.catalog.setting(keyOf(artifact)) ?? '')) core.catalog.transact((writer) => writer.setSetting(keyOf(artifact), text));
}

function storedOf(catalog: CatalogReader, artifact: Artifact): Stored {
  return JSON.parse(catalog.setting(keyOf(artifact)) || '{"aliases":[],"edits":[]}') as Stored;
}

/** Ours is what is here when it is asked for. */
function theirSide<T extends { readonly ours: unknown }>(conflict: T): Omit<T, 'ours'> {
  const { ours: _, ...kept } = conflict;
  return kept;
}

/** What nobody has decided yet. */
export function undecidedOf(catalog: CatalogReader, artifact: Artifact): Undecided {
  const stored = storedOf(catalog, artifact);
  const aliases = stored.aliases.map((one) => ({ ...one, ours: aliasHere(catalog, artifact, one.alias) }));
  const edits = stored.edits.flatMap((one): VersionEditConflict[] => {
    const version = catalog.version(artifact.id, one.index);
    return version === null ? [] : [{ base: undefined, theirs: undefined, ...one, ours: fieldOf(editsOf(version), one.field) }];
  });
  return {
    aliases: aliases.filter(({ base, ours, theirs }) => mergeAlias(base, ours, theirs) === 'conflict'),
    edits: edits.filter(({ base, ours, theirs }) => !sameValue(ours, theirs) && !sameValue(base, ours)),
  };
}

/** Where an alias stands in this home. */
export function aliasHere(catalog: CatalogReader, artifact: Artifact, alias: string): AliasState {
  const index = catalog.aliasIndex(artifact.id, alias);
  return { index, isProtected: index !== null && catalog.protectedAliases(artifact.id).has(alias) };
}
