import type { Artifact } from '../model/artifact.ts';
import type { Renumbered } from '../model/renumbered.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';

/** A version of this home that has another index now, and who has the one that it had. */
export interface RenumberedNote extends Renumbered {
  readonly by: string;
}

const keyOf = (artifact: Artifact): string => `renumbered:${artifact.id}`;
/** More are not read by anybody. */
const mostNotes = 200;

/** What was renumbered since somebody looked, by the indexes that were known then. */
export function renumberedNotes(catalog: CatalogReader, artifact: Artifact): readonly RenumberedNote[] {
  return JSON.parse(catalog.setting(keyOf(artifact)) || '[]') as RenumberedNote[];
}

/** Moves in two steps are told as one. */
export function noteRenumbered(writer: CatalogWriter, artifact: Artifact, renumbered: readonly Renumbered[], by: string): void {
  if (renumbered.length === 0) return;
  const later = new Map(renumbered.map(({ from, to }) => [from, to]));
  const before = renumberedNotes(writer, artifact);
  const covered = new Set(before.map(({ to }) => to));
  const moved = before.map((note) => ({ ...note, to: later.get(note.to) ?? note.to }));
  const more = renumbered.filter(({ from }) => !covered.has(from)).map(({ from, to }) => ({ from, to, by }));
  writer.setSetting(keyOf(artifact), JSON.stringify([...moved, ...more].slice(-mostNotes)));
}

/** Somebody saw them. */
export function forgetRenumbered(writer: CatalogWriter, artifact: Artifact): void {
  writer.setSetting(keyOf(artifact), '');
}
