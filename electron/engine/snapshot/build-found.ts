import type { Core } from '../core.ts';
import { buildManifest, type BuiltManifest } from '../manifest/build-manifest.ts';
import { editManifest } from '../manifest/edit-manifest.ts';
import { entriesWithin } from '../manifest/read-manifest.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import { childPath, comparePaths, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import type { Version } from '../model/version.ts';
import { decodeListing, microseconds } from '../scan/listing.ts';
import type { CaptureOutcome } from './capture-changes.ts';
import type { Gathering } from './gather-changes.ts';

/** What a look at the work tree gave. */
export interface SnapshotFound {
  /** The newest version, or null for the baseline. */
  readonly base: Version | null;
  /** Nothing was known of the folder, so that what was found is all there is: no edit of the newest version. */
  readonly fromScratch: boolean;
  readonly gathering: Gathering;
  readonly outcome: CaptureOutcome;
}

export interface FoundManifest {
  /** Null when the content is that of the newest version. */
  readonly built: BuiltManifest | null;
  /** Whether some entry changed, be it only in its times. */
  readonly edited: boolean;
}

/**
 * The manifest of what was found. It only reads the store, so that it can be made while the capture still seals its packs; the artifact's
 * turn must be held from here until the commit.
 */
export function buildFound(core: Core, artifact: Artifact, found: SnapshotFound): FoundManifest {
  const { base } = found;
  const edits = allEdits(found);
  const edited = edits.size > 0;
  const editedBase = found.fromScratch ? null : base;
  const manifest = manifestOf(core, editedBase, edits);
  const isKept = base !== null && (manifest === null || manifest.root.digest === base.digest);
  return { built: isKept ? null : withDifferingTimes(core, artifact, editedBase, edits, manifest), edited };
}

/** The scan's edits and those of the capture, which are newer. A baseline has a hundred thousand of one kind and none of the other. */
export function allEdits({ gathering, outcome }: Pick<SnapshotFound, 'gathering' | 'outcome'>): ReadonlyMap<EntryPath, Entry | null> {
  if (gathering.edits.size === 0) return outcome.edits;
  const edits = new Map(gathering.edits);
  for (const [path, entry] of outcome.edits) edits.set(path, entry);
  return edits;
}

/** The manifest after edits; from the edits alone when there is no base. Null when there is nothing to edit. */
export function manifestOf(core: Core, base: Version | null, edits: ReadonlyMap<EntryPath, Entry | null>): BuiltManifest | null {
  if (base !== null && edits.size === 0) return null;
  if (base !== null) {
    const changes = [...edits].map(([path, entry]) => ({ path, entry }));
    return editManifest(base.root, changes, core.nodes, core.digester);
  }
  const entries = [...edits.values()].filter((entry) => entry !== null);
  entries.sort((a, b) => comparePaths(a.path, b.path));
  return buildManifest(entries, core.digester);
}

/** Content that only changed its times meanwhile gets them into the manifest together with the next real change. */
function withDifferingTimes(
  core: Core,
  artifact: Artifact,
  base: Version | null,
  edits: ReadonlyMap<EntryPath, Entry | null>,
  manifest: BuiltManifest | null,
): BuiltManifest {
  const folders = base === null ? [] : core.catalog.foldersWithDifferingTimes(artifact.id);
  if (base === null || folders.length === 0) return manifest as BuiltManifest;
  const all = new Map(edits);
  for (const folder of folders) {
    for (const entry of entriesWithNewTimes(core, base.root, folder)) {
      if (!all.has(entry.path)) all.set(entry.path, entry);
    }
  }
  return manifestOf(core, base, all) as BuiltManifest;
}

function* entriesWithNewTimes(core: Core, root: Digest, folder: { path: FolderPath; listing: Uint8Array }): Generator<Entry> {
  for (const child of decodeListing(folder.listing)) {
    if (child.kind !== 'file') continue;
    const path = childPath(folder.path, child.name);
    for (const entry of entriesWithin(root, path, core.nodes)) {
      const modifiedAt = microseconds(child.stamp.modifiedMs);
      const mode = child.stamp.mode & 0o777;
      if (entry.kind !== 'file' || entry.path !== path) break;
      if (entry.modifiedAt !== modifiedAt || entry.mode !== mode) yield { ...entry, modifiedAt, mode };
      break;
    }
  }
}
