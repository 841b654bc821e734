import type { Core } from '../core.ts';
import { latestVersion } from '../find-version.ts';
import { findEntry, folderTotals } from '../manifest/read-manifest.ts';
import type { Artifact } from '../model/artifact.ts';
import { childPath } from '../model/entry-path.ts';
import { decodeListing } from '../scan/listing.ts';

/**
 * Whether a folder has a name at its top that the latest version has there too; so has every folder when that version is
 * empty or there is none. A folder without one is most likely another folder.
 */
export async function resemblesLatest(core: Core, artifact: Artifact, path: string): Promise<boolean> {
  const latest = latestVersion(core.catalog, artifact);
  if (latest === null || latest.files === 0) return true;
  const request = { root: path, folders: [{ path: '' as const, deep: false }] };
  for await (const scanned of core.workTree.scan(request, new AbortController().signal)) {
    for (const folder of scanned) {
      if (folder.state !== 'listed' || folder.path !== '') continue;
      for (const { name } of decodeListing(folder.listing)) {
        const at = childPath('', name);
        if (findEntry(latest.root, at, core.nodes) !== null || folderTotals(latest.root, at, core.nodes).files > 0) return true;
      }
    }
  }
  return false;
}
