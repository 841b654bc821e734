import type { Artifact } from '../model/artifact.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';
import { referencesKey, rootsKey } from './added-references.ts';
import { lookingAfterKey } from './looking-after.ts';

const keys = [referencesKey, rootsKey, lookingAfterKey];

/** What the catalog alone knows of an artifact's references: what was added here, how it is looked after, what is permitted. By place in `keys`. */
export type ReferenceSettings = readonly (string | null)[];

export function referenceSettings(catalog: CatalogReader, artifact: Artifact): ReferenceSettings {
  return keys.map((keyOf) => catalog.setting(keyOf(artifact)));
}

/** Puts them into another catalog, where the artifact may have another id. */
export function putReferenceSettings(writer: CatalogWriter, artifact: Artifact, settings: ReferenceSettings): void {
  for (const [place, keyOf] of keys.entries()) {
    const value = settings[place] ?? null;
    if (value !== null) writer.setSetting(keyOf(artifact), value);
  }
}
