import type { Artifact } from '../model/artifact.ts';
import type { CatalogReader } from '../ports/catalog.ts';
import type { Fate } from './fate.ts';
import { planKeep, type KeepPolicy } from './plan-keep.ts';

/** How long the version that a restore can be taken back to is kept for that, ms. After it, it is a version like others. */
export const restoreHold = 30 * 24 * 60 * 60_000;

/** What decides about an artifact's versions: its rule, its time to live, and its restores that can be taken back. */
export function policyOf(catalog: CatalogReader, { name, keep, timeToLive }: Artifact): KeepPolicy {
  const held = new Map<number, number>();
  for (const { at, undo } of catalog.undoableRestores(name)) {
    if (undo?.kind === 'restore') held.set(undo.index, Math.max(at + restoreHold, held.get(undo.index) ?? 0));
  }
  return { rule: keep, timeToLive, held };
}

/** The fates of all versions of an artifact, newest first. */
export function fatesOf(catalog: CatalogReader, artifact: Artifact, now: number): Fate[] {
  return planKeep(catalog.versions(artifact.id), policyOf(catalog, artifact), now);
}

/** Whether nothing can ever take a version of it: cheap to ask, also of an artifact with a long history. */
export function keepsEverything(catalog: CatalogReader, { id, keep, timeToLive }: Artifact): boolean {
  return keep.kind === 'all' && timeToLive === 'never' && !catalog.hasOwnTimeToLive(id);
}
