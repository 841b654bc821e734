import type { Core } from '../core.ts';
import type { NamedChild } from '../manifest/children.ts';
import type { Digest } from '../model/digest.ts';
import { Failure } from '../model/failure.ts';
import { pause } from '../breaths.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';
import { planReleasePart } from './plan-release.ts';
import { releaseSources } from './release.ts';
import { withReserve } from './with-reserve.ts';

/**
 * The turn that everyone takes who lets versions go for good, inside artifacts' turns: what the next one would free is only known when the last one is
 * done. No artifact can have this name.
 */
export const deletionsTurn = 'store:deletions';

/** So many namings go in one transaction, which the engine's thread waits for. */
const namingsAtOnce = 2_048;

const key = 'letting-go';

/** Roots that nobody shows any more and whose namings still count, one for each naming: versions that are gone, and what is left of them. */
export function lettingGo(catalog: CatalogReader): Digest[] {
  return JSON.parse(catalog.setting(key) ?? '[]') as Digest[];
}

/** Whatever holds chunks and is no version any more: deletions that wait, and what is being let go. One for each naming. */
export function deletedRoots(catalog: CatalogReader): NamedChild[] {
  const waiting = catalog.deletions().flatMap(({ versions }) => versions.map(({ root }) => ({ digest: root, kind: 'manifest' as const })));
  const going = lettingGo(catalog).map((digest) => ({ digest, kind: catalog.chunk(digest)?.kind ?? ('manifest' as const) }));
  return [...waiting, ...going];
}

/** Notes, in the transaction in which versions go for good, that their roots are to be let go. */
export function letGoLater(writer: CatalogWriter, roots: readonly Digest[]): void {
  writer.setSetting(key, JSON.stringify([...lettingGo(writer), ...roots]));
}

/**
 * Lets go what was noted, part by part: each is a transaction of its own, so that others have their turn in between, and all counts are right
 * after each. Whatever ends it half way, the next one goes on with what is left. The turn of deletions must be held.
 */
export async function letGo(core: Core): Promise<void> {
  try {
    await withReserve(core, () => letGoAll(core));
  } catch (error) {
    // What was deleted is deleted; its space comes free when there is room, or when the damage is mended.
    if (!(error instanceof Failure) || (error.code !== 'store.full' && error.code !== 'store.damaged')) throw error;
    core.log.error('what was deleted could not be let go to its end; it is tried again', { error: error.message });
  }
}

async function letGoAll(core: Core): Promise<void> {
  for (let left = lettingGo(core.catalog).length; left > 0; ) {
    left = await core.stored.takeAway(async () => letGoPart(core));
    if (left > 0) await pause(core.clock);
  }
}

/** Returns how many roots are left. */
function letGoPart(core: Core): number {
  const { counts, left } = planReleasePart(lettingGo(core.catalog), releaseSources(core), namingsAtOnce);
  core.catalog.transact((writer) => {
    writer.removeReferences(counts);
    writer.setSetting(key, JSON.stringify(left));
  });
  return left.length;
}
