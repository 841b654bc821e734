import type { Artifact } from '../model/artifact.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';

/** How the sources of an artifact are looked after. */
export interface LookingAfter {
  /** How often they are looked at without being asked, ms; null: never. */
  readonly every: number | null;
  readonly lastScan: {
    /** ms since 1970. */
    readonly at: number;
    /** One sentence when it failed; empty otherwise. */
    readonly message: string;
  } | null;
  /** Local and private places that references from others may be fetched from. */
  readonly permissions: readonly string[];
}

const nothing: LookingAfter = { every: null, lastScan: null, permissions: [] };

export const lookingAfterKey = (artifact: Artifact): string => `looking-after:${artifact.id}`;

export function lookingAfter(catalog: CatalogReader, artifact: Artifact): LookingAfter {
  const text = catalog.setting(lookingAfterKey(artifact));
  return text === null ? nothing : (JSON.parse(text) as LookingAfter);
}

export function noteLookingAfter(writer: CatalogWriter, artifact: Artifact, change: Partial<LookingAfter>): void {
  writer.setSetting(lookingAfterKey(artifact), JSON.stringify({ ...lookingAfter(writer, artifact), ...change }));
}
