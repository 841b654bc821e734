import type { Artifact } from '../model/artifact.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';

/*
 * Who protected an alias in the team's bucket, so that whoever is refused knows whom to ask. What was protected here needs no note.
 */

const keyOf = (artifact: Artifact): string => `protected-by:${artifact.id}`;

function all(catalog: CatalogReader, artifact: Artifact): ReadonlyMap<string, string> {
  return new Map(JSON.parse(catalog.setting(keyOf(artifact)) || '[]') as [string, string][]);
}

export function protectedBy(catalog: CatalogReader, artifact: Artifact, alias: string): string | null {
  return all(catalog, artifact).get(alias) ?? null;
}

/** Null: nobody, or somebody in this home. */
export function noteProtectedBy(writer: CatalogWriter, artifact: Artifact, alias: string, actor: string | null): void {
  const noted = new Map(all(writer, artifact));
  if ((noted.get(alias) ?? null) === actor) return;
  if (actor === null) noted.delete(alias);
  else noted.set(alias, actor);
  writer.setSetting(keyOf(artifact), JSON.stringify([...noted]));
}
