import type { Core } from '../core.ts';
import type { BuiltManifest } from '../manifest/build-manifest.ts';
import { editManifest, type ManifestEdit } from '../manifest/edit-manifest.ts';
import { findEntry } from '../manifest/read-manifest.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import { childPath, type FolderPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import type { Version } from '../model/version.ts';
import { decodeListing, microseconds } from '../scan/listing.ts';
import type { CaptureOutcome } from './capture-changes.ts';
import { foundEdits, foundNothing, type FoundChanges } from './found-changes.ts';
import type { Gathering } from './gather-changes.ts';
import type { GrowingManifest, GrownManifest } from './growing-manifest.ts';

/** What a look at the work tree gave. */
export interface SnapshotFound {
  /** The version that the work tree stood at, or null for the baseline. */
  readonly base: Version | null;
  /** Nothing was known of the folder: the manifest of all there is, no edit of the newest version. */
  readonly growing: GrowingManifest | null;
  readonly gathering: Gathering;
  readonly outcome: CaptureOutcome;
  /** What both of them say about entries. */
  readonly changes: FoundChanges;
}

export interface FoundManifest {
  /** Null when the content is that of the newest version. */
  readonly built: BuiltManifest | GrownManifest | null;
  /** Whether some entry changed, be it only in its times. */
  readonly edited: boolean;
}

/**
 * The manifest of what was found. It only reads the store, so that it can be made while the capture still seals its packs; the artifact's
 * turn must be held from here until the commit. `exact`: also when only times or permission bits differ from the newest version.
 */
export function buildFound(core: Core, artifact: Artifact, { base, growing, changes }: SnapshotFound, exact: boolean): FoundManifest {
  const edited = !foundNothing(changes);
  const editedBase = growing === null ? base : null;
  const manifest = growing === null ? editedManifest(core, base as Version, changes) : growing.finish();
  const sameContent = base !== null && (manifest === null || manifest.root.digest === base.digest);
  if (sameContent && !exact) return { built: null, edited };
  const built = withDifferingTimes(core, artifact, editedBase, changes, manifest);
  return { built: built?.root.node === base?.root ? null : built, edited };
}

/** The manifest after changes; null when there are none. */
function editedManifest(core: Core, base: Version, changes: FoundChanges): BuiltManifest | null {
  return foundNothing(changes) ? null : editManifest(base.root, [...foundEdits(changes)], core.nodes, core.digester);
}

/** Content that only changed its times meanwhile gets them into the manifest together with the next real change. */
function withDifferingTimes(
  core: Core,
  artifact: Artifact,
  base: Version | null,
  changes: FoundChanges,
  manifest: BuiltManifest | null,
): BuiltManifest | null {
  const folders = base === null ? [] : core.catalog.foldersWithDifferingTimes(artifact.id);
  if (base === null || folders.length === 0) return manifest;
  // The last edit of a path counts: what was found now stands behind what was remembered.
  const edits: ManifestEdit[] = [];
  for (const folder of folders) {
    for (const entry of entriesWithNewTimes(core, base.root, folder)) edits.push({ path: entry.path, entry });
  }
  return editManifest(base.root, [...edits, ...foundEdits(changes)], core.nodes, core.digester);
}

function* entriesWithNewTimes(core: Core, root: Digest, folder: { path: FolderPath; listing: Uint8Array }): Generator<Entry> {
  for (const child of decodeListing(folder.listing)) {
    if (child.kind === 'folder') continue;
    const entry = findEntry(root, childPath(folder.path, child.name), core.nodes);
    const modifiedAt = microseconds(child.stamp.modifiedMs);
    const mode = child.stamp.mode & 0o777;
    if (entry?.kind === 'link' && entry.modifiedAt !== modifiedAt) yield { ...entry, modifiedAt };
    if (entry?.kind === 'file' && (entry.modifiedAt !== modifiedAt || entry.mode !== mode)) yield { ...entry, modifiedAt, mode };
  }
}
