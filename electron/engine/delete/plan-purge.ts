import type { Core } from '../core.ts';
import { countChanges } from '../diff/diff-versions.ts';
import { withNewNodes, type BuiltManifest } from '../manifest/build-manifest.ts';
import { diffManifests } from '../manifest/diff-manifests.ts';
import { editManifest } from '../manifest/edit-manifest.ts';
import type { NodeSource } from '../manifest/node-source.ts';
import { entriesWithin } from '../manifest/read-manifest.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import { DigestTable, nowhere } from '../model/digest-table.ts';
import type { EntryPath } from '../model/entry-path.ts';
import { Failure } from '../model/failure.ts';
import type { ChangeCounts, Version } from '../model/version.ts';
import { pause, takeInBreaths } from '../breaths.ts';
import { visitNaming } from '../snapshot/count-new-references.ts';
import { countReferences, type CountSources } from '../snapshot/count-references.ts';
import { refuseProtectedVersions } from '../versions/protected-alias.ts';
import { planRelease, type Release, type ReleaseSources } from './plan-release.ts';

/** A version as it will be without the path. */
export interface PurgedVersion {
  readonly version: Version;
  /** It was deleted, and can still be taken back. */
  readonly waits: boolean;
  readonly root: BuiltManifest['root'];
  readonly changes: ChangeCounts;
}

export interface PurgePlan {
  readonly artifact: Artifact;
  readonly path: EntryPath;
  /** Versions that have the path, those in the undo window too, oldest first. */
  readonly versions: readonly PurgedVersion[];
  /** Files that go, counted in every version. */
  readonly entries: number;
  /** Content bytes that go from the disk. */
  readonly freedBytes: number;
  /** Content bytes of what goes that stay on the disk: other paths or artifacts hold the same content. */
  readonly heldBytes: number;
  readonly nodes: ReadonlyMap<Digest, Uint8Array>;
  readonly added: DigestTable;
  readonly release: Release;
}

/**
 * Plans to take a file, or a folder with all in it, out of every version of an artifact: each version gets the manifest that it would have
 * had without the path. Throws Failure `path.not-found` when no version has it. Nothing is changed.
 */
export async function planPurge(core: Core, artifact: Artifact, path: EntryPath): Promise<PurgePlan> {
  const nodes = new Map<Digest, Uint8Array>();
  const source: NodeSource = { read: (digest) => nodes.get(digest) ?? core.nodes.read(digest) };
  const purged: PurgedVersion[] = [];
  const blobs = new Map<Digest, number>();
  let entries = 0;
  let before: Digest | null = null;
  for (const { version, waits } of everyVersion(core, artifact)) {
    const edits = [];
    for (const entry of entriesWithin(version.root, path, core.nodes)) {
      edits.push({ path: entry.path, entry: null });
      if (entry.kind === 'file') blobs.set(entry.blob, entry.size);
    }
    const built = edits.length === 0 ? null : editManifest(version.root, edits, core.nodes, core.digester);
    for (const [digest, bytes] of built?.nodes ?? []) nodes.set(digest, bytes);
    const root: Digest = built?.root.node ?? version.root;
    if (built !== null) purged.push({ version, waits, root: built.root, changes: changesOf(before, root, built, source) });
    entries += edits.length;
    before = root;
    await pause(core.clock);
  }
  refuseProtectedVersions(core.catalog, artifact, purged.map(({ version }) => version));
  if (purged.length === 0) throw new Failure('path.not-found', `No version of "${artifact.name}" has "${path}".`, { artifact: artifact.name, path });
  const { added, release } = await countPurge(core, purged, source);
  const content = [...blobs.values()].reduce((sum, size) => sum + size, 0);
  return { artifact, path, versions: purged, entries, freedBytes: release.bytes, heldBytes: Math.max(0, content - release.bytes), nodes, added, release };
}

/** Those in the undo window too: what is purged must not come back with an undo. */
function everyVersion(core: Core, artifact: Artifact): Pick<PurgedVersion, 'version' | 'waits'>[] {
  const deletions = core.catalog.deletions().filter((deletion) => deletion.artifact.id === artifact.id);
  const there = core.catalog.versions(artifact.id).map((version) => ({ version, waits: false }));
  const waiting = deletions.flatMap(({ versions }) => versions.map((version) => ({ version, waits: true })));
  return [...there, ...waiting].toSorted((a, b) => a.version.index - b.version.index);
}

function changesOf(before: Digest | null, root: Digest, built: BuiltManifest, source: NodeSource): ChangeCounts {
  if (before === null) return { added: built.root.files, modified: 0, removed: 0, renamed: 0 };
  return countChanges(diffManifests(before, root, withNewNodes(built, source), { contentOnly: true }));
}

/** First every new tree is named, then the old ones are let go: what both have never dies in between. */
async function countPurge(core: Core, purged: readonly PurgedVersion[], source: NodeSource): Promise<{ added: DigestTable; release: Release }> {
  const added = new DigestTable();
  const references = (digest: Digest): number => {
    const place = added.find(digest);
    return (core.catalog.chunk(digest)?.references ?? 0) + (place === nowhere ? 0 : added.number(place));
  };
  const visitChildren: CountSources['visitChildren'] = ({ kind, digest }, visit) => visitNaming(kind, source.read(digest), visit);
  for (const { root } of purged) {
    for (const [digest, count] of countReferences(root.node, { references, visitChildren })) {
      const place = added.add(digest);
      added.setNumber(place, added.number(place) + count);
    }
  }
  const roots = purged.map(({ version }) => version.root);
  const chunk: ReleaseSources['chunk'] = (digest) => {
    const known = core.catalog.chunk(digest);
    return known === null ? null : { references: references(digest), length: known.location?.length ?? 0, kind: known.kind };
  };
  return { added, release: await takeInBreaths(core.clock, planRelease(roots, { chunk, visitChildren })) };
}
