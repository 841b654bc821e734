import type { Core } from '../core.ts';
import type { Difference } from '../manifest/diff-manifests.ts';
import { entriesWithin } from '../manifest/read-manifest.ts';
import { nameOf, parentOf, type FolderPath } from '../model/entry-path.ts';
import type { PresentManifest } from '../snapshot/present-manifest.ts';

const nothing: ReadonlySet<string> = new Set();

/**
 * Tells changes that would put something where the snapshot saw nothing and yet something stands: it is ignored, no plain file, or
 * newer than the snapshot. A folder is looked at once, whatever its number of changes.
 */
export function findHidden(core: Core, root: string, present: PresentManifest): (change: Difference) => boolean {
  const looked = new Map<FolderPath, ReadonlySet<string>>();

  function namesIn(folder: FolderPath): ReadonlySet<string> {
    const known = looked.get(folder);
    if (known !== undefined) return known;
    // Not below a link: what lies there is not in the way, the link is.
    const isThere = folder === '' || namesIn(parentOf(folder)).has(nameOf(folder));
    const names = isThere ? core.workTree.names(root, folder) : nothing;
    looked.set(folder, names);
    return names;
  }

  return ({ path, before, after }) => {
    // A folder takes nothing away from what stands in it.
    if (before !== null || after === null || after.kind === 'directory') return false;
    if (!namesIn(parentOf(path)).has(nameOf(path))) return false;
    // A folder with entries has no entry of its own, but is known by them.
    return entriesWithin(present.root, path, present.nodes).next().done === true;
  };
}
