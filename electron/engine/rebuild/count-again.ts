import type { Digest } from '../model/digest.ts';
import { DigestTable, nowhere } from '../model/digest-table.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { Walk } from '../verify/walk-trees.ts';

/**
 * Puts the counts into a catalog that has none. With `letGo`, chunks that nothing names are dead from now on; otherwise they stay, for they may
 * belong to something that could not be read. Returns what is named and nowhere in the store.
 */
export function putCounts(catalog: Catalog, walk: Walk, letGo: boolean): Digest[] {
  const known = new DigestTable(walk.counts.size);
  const unnamed = new DigestTable();
  for (const { digest } of catalog.chunks()) {
    const count = walk.counts.get(digest);
    if (count === undefined) unnamed.add(digest);
    else known.setNumber(known.add(digest), count);
  }
  catalog.transact((writer) => {
    writer.addReferences(known);
    if (letGo) writer.removeReferences(unnamed);
  });
  return [...walk.counts.keys()].filter((digest) => known.find(digest) === nowhere);
}
