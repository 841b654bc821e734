import type { Artifact, ArtifactId } from '../model/artifact.ts';
import { firstRules, type SyncRules } from '../model/sync-rules.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';

/** The setting that holds an artifact's rules. */
function keyOf(artifact: ArtifactId): string {
  return `sync-rules:${artifact}`;
}

/** How an artifact goes together with its remote; as at first where nobody said otherwise. */
export function rulesOf(catalog: Pick<CatalogReader, 'setting'>, { id }: Pick<Artifact, 'id'>): SyncRules {
  const text = catalog.setting(keyOf(id));
  return text === null || text === '' ? firstRules : { ...firstRules, ...(JSON.parse(text) as Partial<SyncRules>) };
}

export function noteRules(writer: CatalogWriter, { id }: Pick<Artifact, 'id'>, rules: SyncRules): void {
  writer.setSetting(keyOf(id), JSON.stringify(rules));
}
