import { teamDeletions } from '../delete/team-deletions.ts';
import { latest } from '../model/alias.ts';
import type { Artifact } from '../model/artifact.ts';
import { editsOf } from '../model/version-edits.ts';
import { unclaimed } from './claim-version.ts';
import { linkOf } from './linked.ts';
import { noAlias, sameAlias } from './merge-alias.ts';
import { sameEdits } from './merge-edits.ts';
import { rootsWithoutContents } from './roots-without-contents.ts';
import type { SyncCore } from './sync-core.ts';

/** Whether anything here is not in the bucket yet, as far as is known without asking it: versions, owed contents, aliases, edits, deletions. */
export function isAnythingUnpushed(core: SyncCore, artifact: Artifact): boolean {
  if (unclaimed(core, artifact).length > 0) return true;
  if (linkOf(core, artifact).content === 'all' && rootsWithoutContents(core, artifact).length > 0) return true;
  return isAnyAliasUnpushed(core, artifact) || isAnyEditUnpushed(core, artifact) || isAnyDeletionUnpushed(core, artifact);
}

/** Also one that was taken back here. */
function isAnyDeletionUnpushed(core: SyncCore, artifact: Artifact): boolean {
  const { wanted, known } = teamDeletions(core.catalog, artifact.id);
  return wanted.length > 0 || Object.entries(known).some(([index, { isFinal }]) => !isFinal && core.catalog.version(artifact.id, Number(index)) !== null);
}

function isAnyAliasUnpushed(core: SyncCore, artifact: Artifact): boolean {
  const protectedOnes = core.catalog.protectedAliases(artifact.id);
  const here = new Map([...core.catalog.aliases(artifact.id)].map(([alias, index]) => [alias, { index, isProtected: protectedOnes.has(alias) }]));
  here.delete(latest);
  const synced = new Map(core.catalog.syncedAliases(artifact.id).map((one) => [one.alias, one]));
  return [...new Set([...here.keys(), ...synced.keys()])].some((alias) => !sameAlias(here.get(alias) ?? noAlias, synced.get(alias) ?? noAlias));
}

function isAnyEditUnpushed(core: SyncCore, artifact: Artifact): boolean {
  const here = new Map(core.catalog.versions(artifact.id).map((version) => [version.index, version]));
  return core.catalog.claims(artifact.id).some(({ index, state, base }) => {
    const version = here.get(index);
    return state === 'claimed' && base !== null && version !== undefined && !sameEdits(base, editsOf(version));
  });
}
