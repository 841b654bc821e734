import type { Artifact } from '../model/artifact.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';

/*
 * The version that a version was made from, where that is not simply the one before it: somebody else's version came in between. What such a
 * version has is a change of the one that it was made from, and says nothing of those in between.
 */

const keyOf = (artifact: Artifact): string => `made-from:${artifact.id}`;

/** Index → index of the one that it was made from. */
export function madeFrom(catalog: CatalogReader, artifact: Artifact): ReadonlyMap<number, number> {
  return new Map(JSON.parse(catalog.setting(keyOf(artifact)) || '[]') as [number, number][]);
}

export function noteMadeFrom(writer: CatalogWriter, artifact: Artifact, index: number, from: number): void {
  write(writer, artifact, [...madeFrom(writer, artifact), [index, from]]);
}

/** Follows versions that move from the index `from` on by `by` indexes; the first of them was made from `before`. */
export function moveMadeFrom(writer: CatalogWriter, artifact: Artifact, move: { readonly from: number; readonly by: number; readonly first: number | null; readonly before: number | null }): void {
  const { from, by, first, before } = move;
  const later = (index: number): number => (index < from ? index : index + by);
  const moved = new Map([...madeFrom(writer, artifact)].map(([index, made]) => [later(index), later(made)]));
  if (first !== null && before !== null && !moved.has(first)) moved.set(first, before);
  write(writer, artifact, [...moved]);
}

function write(writer: CatalogWriter, artifact: Artifact, pairs: readonly (readonly [number, number])[]): void {
  if (pairs.length > 0 || (writer.setting(keyOf(artifact)) ?? '') !== '') writer.setSetting(keyOf(artifact), JSON.stringify(pairs));
}
