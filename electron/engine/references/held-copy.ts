import type { Core } from '../core.ts';
import { diffManifests } from '../manifest/diff-manifests.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import type { EntryPath } from '../model/entry-path.ts';
import type { FileEntry, ReferenceEntry } from '../model/entry.ts';
import { standingVersion } from '../tracking/standing-version.ts';
import { knownDigest } from './seen-contents.ts';

/**
 * Tells the file in the newest version that has the very content which a reference of a version names (its manifest's root), because it was fetched into the store since;
 * null where there is none. Such a reference needs no source any more. Costs what differs between the two versions.
 */
export function heldCopies(core: Core, artifact: Artifact, root: Digest): (entry: ReferenceEntry) => FileEntry | null {
  let held: ReadonlyMap<EntryPath, FileEntry> | null = null;
  return (entry) => {
    held ??= filesInPlaceOfReferences(core, root, standingVersion(core.catalog, artifact)?.root ?? root);
    const there = held.get(entry.path);
    return there !== undefined && there.blob === knownDigest(core, entry) ? there : null;
  };
}

function filesInPlaceOfReferences(core: Core, before: Digest, after: Digest): Map<EntryPath, FileEntry> {
  const held = new Map<EntryPath, FileEntry>();
  for (const change of diffManifests(before, after, core.nodes, { contentOnly: true })) {
    if (change.before?.kind === 'reference' && change.after?.kind === 'file') held.set(change.path, change.after);
  }
  return held;
}
