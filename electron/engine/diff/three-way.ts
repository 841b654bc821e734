import { diffManifests, type Difference } from '../manifest/diff-manifests.ts';
import type { NodeSource } from '../manifest/node-source.ts';
import type { Digest } from '../model/digest.ts';
import { comparePaths, type EntryPath } from '../model/entry-path.ts';
import { sameContent, type Entry } from '../model/entry.ts';

/** Who changed a path since both sides had the same: one of them, both to different ends, or both to the same one. */
export type ChangedBy = 'here' | 'there' | 'both' | 'alike';

/** A path that somebody changed. Null: it is not there. */
export interface ThreeWayRow {
  readonly path: EntryPath;
  readonly changed: ChangedBy;
  readonly base: Entry | null;
  readonly here: Entry | null;
  readonly there: Entry | null;
}

/** The roots of three manifests. Base null: there is none that both come from, and whatever differs counts as changed by both. */
export interface ThreeRoots {
  readonly base: Digest | null;
  readonly here: Digest;
  readonly there: Digest;
}

/** What two sides changed since the version that both come from, in path order. Its cost grows with what they changed. */
export function* compareThree({ base, here, there }: ThreeRoots, source: NodeSource): Generator<ThreeWayRow> {
  const options = { contentOnly: true };
  if (base === null) {
    for (const { path, before, after } of diffManifests(here, there, source, options)) yield { path, changed: 'both', base: null, here: before, there: after };
    return;
  }
  const ours = diffManifests(base, here, source, options);
  const theirs = diffManifests(base, there, source, options);
  let our = next(ours);
  let their = next(theirs);
  while (our !== null || their !== null) {
    const order = our === null ? 1 : their === null ? -1 : comparePaths(our.path, their.path);
    yield rowOf(order <= 0 ? our : null, order >= 0 ? their : null);
    if (order <= 0) our = next(ours);
    if (order >= 0) their = next(theirs);
  }
}

function next(differences: Iterator<Difference>): Difference | null {
  const { value, done } = differences.next();
  return done === true ? null : (value as Difference);
}

function rowOf(our: Difference | null, their: Difference | null): ThreeWayRow {
  const { path, before: base } = (our ?? their) as Difference;
  const here = our === null ? base : our.after;
  const there = their === null ? base : their.after;
  return { path, changed: their === null ? 'here' : our === null ? 'there' : isAlike(here, there) ? 'alike' : 'both', base, here, there };
}

function isAlike(a: Entry | null, b: Entry | null): boolean {
  return a === null || b === null ? a === b : sameContent(a, b);
}
