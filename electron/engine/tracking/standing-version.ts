import { latestVersion } from '../find-version.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Version } from '../model/version.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';

/*
 * The version that a work tree stands at: the one that it equalled when it was looked at last. What is known of its folders goes with that version, and
 * whatever differs from it was changed in this folder. It is the newest one, until newer versions come from a bucket: these say nothing of
 * this folder, and must not be taken for changes that were undone here.
 */

const keyOf = (artifact: Artifact): string => `stands-at:${artifact.id}`;

/** Null before the baseline. */
export function standingVersion(catalog: CatalogReader, artifact: Artifact): Version | null {
  const noted = catalog.setting(keyOf(artifact));
  const standing = noted === null || noted === '' ? null : catalog.version(artifact.id, Number(noted));
  return standing ?? latestVersion(catalog, artifact);
}

/** Whether the work tree stands at another version than whichever is the newest. */
export function standsBehind(catalog: CatalogReader, artifact: Artifact): boolean {
  return (catalog.setting(keyOf(artifact)) ?? '') !== '';
}

/** Null: at the newest one, whichever that is. */
export function noteStanding(writer: CatalogWriter, artifact: Artifact, index: number | null): void {
  if (index !== null || standsBehind(writer, artifact)) writer.setSetting(keyOf(artifact), index === null ? '' : String(index));
}
