import type { Core } from '../core.ts';
import type { Difference } from '../manifest/diff-manifests.ts';
import { entriesWithin } from '../manifest/read-manifest.ts';
import { nameOf, parentOf, type FolderPath } from '../model/entry-path.ts';
import type { PresentManifest } from '../snapshot/present-manifest.ts';

/**
 * Tells changes that would put something where the snapshot saw nothing and yet something stands: it is ignored, no plain file, or
 * newer than the snapshot. A folder is looked at once, whatever its number of changes.
 */
export function findHidden(core: Core, root: string, present: PresentManifest): (change: Difference) => boolean {
  const looked = new Map<FolderPath, ReadonlySet<string>>();

  function namesIn(folder: FolderPath): ReadonlySet<string> {
    const known = looked.get(folder) ?? core.workTree.names(root, folder);
    looked.set(folder, known);
    return known;
  }

  return ({ path, before, after }) => {
    // A folder takes nothing away from what stands in it.
    if (before !== null || after === null || after.kind === 'directory') return false;
    if (!namesIn(parentOf(path)).has(nameOf(path))) return false;
    // A folder with entries has no entry of its own, but is known by them.
    return entriesWithin(present.root, path, present.nodes).next().done === true;
  };
}
