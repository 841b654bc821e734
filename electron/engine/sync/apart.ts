import type { Artifact } from '../model/artifact.ts';
import type { Version } from '../model/version.ts';
import type { CatalogReader, CatalogWriter } from '../ports/catalog.ts';
import { madeFrom } from '../tracking/made-from.ts';
import { standingVersion, standsBehind } from '../tracking/standing-version.ts';

/** A folder that does not have what somebody else made. */
export interface Apart {
  /** What the folder stands at. */
  readonly here: Version;
  /** The newest of others that is not in the folder. */
  readonly there: Version;
  /** The newest that both come from; `here` itself when nothing was saved here since. Null: it was deleted. */
  readonly base: Version | null;
}

const keyOf = (artifact: Artifact): string => `kept-mine:${artifact.id}`;

/** The newest version of others that the work tree does not come from. Null: there is none, or one was told that the folder stays as it is. */
export function apartOf(catalog: CatalogReader, artifact: Artifact): Apart | null {
  if (artifact.path === null || catalog.link(artifact.id) === null) return null;
  const made = madeFrom(catalog, artifact);
  if (made.size === 0 && !standsBehind(catalog, artifact)) return null;
  const here = standingVersion(catalog, artifact);
  if (here === null) return null;
  const versions = new Map(catalog.versions(artifact.id).map((version) => [version.index, version]));
  const indexes = [...versions.keys()].toSorted((a, b) => a - b);
  const ours = lineOf(indexes, made, here.index);
  const kept = Number(catalog.setting(keyOf(artifact)) || '-1');
  const missing = indexes.findLast((index) => !ours.has(index) && index > kept && catalog.claim(artifact.id, index)?.pulled === true);
  const there = missing === undefined ? undefined : versions.get(missing);
  if (there === undefined) return null;
  const base = [...lineOf(indexes, made, there.index)].find((index) => ours.has(index));
  return { here, there, base: base === undefined ? null : (versions.get(base) ?? null) };
}

/** Notes that the folder stays as it is, whatever `there` and those before it have. */
export function noteKeptMine(writer: CatalogWriter, artifact: Artifact, there: number): void {
  writer.setSetting(keyOf(artifact), String(there));
}

/** The version and all that it comes from, newest first. */
function lineOf(indexes: readonly number[], made: ReadonlyMap<number, number>, from: number): Set<number> {
  const line = new Set<number>();
  for (let at = indexes.indexOf(from); at >= 0; ) {
    const index = indexes[at] as number;
    line.add(index);
    const before = made.get(index);
    at = before === undefined ? at - 1 : indexes.findLastIndex((one) => one <= before);
  }
  return line;
}
