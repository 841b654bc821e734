import type { Core } from '../core.ts';
import { deletedRoots } from '../delete/letting-go.ts';
import { DigestTable } from '../model/digest-table.ts';
import { compareCounts } from '../verify/compare-counts.ts';
import { takeInBreaths } from '../breaths.ts';
import { beginWalk, walkRoot } from '../verify/walk-trees.ts';

/**
 * Counts every naming again from the roots and sets what is wrong right, while nothing moves. Does nothing while a node cannot be read: what it
 * names would seem to be nobody's. Returns how many counts were wrong.
 */
export function mendCounts(core: Core): Promise<number> {
  const names = core.catalog.artifacts().map(({ name }) => name);
  return core.turns.takeAll(names, () => core.stored.takeAway(() => setRight(core)));
}

async function setRight(core: Core): Promise<number> {
  const walk = beginWalk();
  const versions = core.catalog.artifacts().flatMap(({ id }) => core.catalog.versions(id));
  for (const { root } of versions) await takeInBreaths(core.clock, walkRoot(core, root, walk));
  for (const { digest, kind } of deletedRoots(core.catalog)) await takeInBreaths(core.clock, walkRoot(core, digest, walk, kind));
  if (walk.broken.size > 0) return 0;
  const wrong = await takeInBreaths(core.clock, compareCounts(core, walk, { findings: [], broken: new Map() }));
  const more = new DigestTable();
  const less = new DigestTable();
  for (const { digest, counted, references } of wrong) {
    if (counted > references) more.setNumber(more.add(digest), counted - references);
    else less.setNumber(less.add(digest), references - counted);
  }
  core.catalog.transact((writer) => {
    writer.addReferences(more);
    writer.removeReferences(less);
  });
  return wrong.length;
}
