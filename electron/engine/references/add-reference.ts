import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { findArtifact } from '../find-version.ts';
import { entriesWithin } from '../manifest/read-manifest.ts';
import { checkArtifactName, defaultQuietWindow, defaultType, type Artifact } from '../model/artifact.ts';
import type { EntryPath, FolderPath } from '../model/entry-path.ts';
import { Failure } from '../model/failure.ts';
import { normalReferenceUri } from '../model/reference-uri.ts';
import { recordOperation } from '../operations/record-operation.ts';
import type { SnapshotResult } from '../snapshot/take-snapshot.ts';
import { writePendingRecords } from '../store/write-records.ts';
import { standingVersion } from '../tracking/standing-version.ts';
import { refuseSimilarName } from '../tracking/track.ts';
import { entryPathFrom } from '../versions/history.ts';
import { addedReferences, isCovered, noteReferences, type AddedReference } from './added-references.ts';
import { referencesTurn, rescanReferences } from './rescan-references.ts';
import { storeEdits } from './store-edits.ts';

export interface AddReferenceRequest {
  readonly artifact: string;
  readonly uri: string;
  /** Where it stands; null: at the top, under its own name. */
  readonly path: string | null;
  readonly checksum: boolean;
  /** Of an artifact that is made; null: the usual one. */
  readonly type: string | null;
}

export interface AddedToArtifact extends Pick<SnapshotResult, 'created' | 'version' | 'problems'> {
  readonly artifact: Artifact;
}

/**
 * Adds what a URI names to an artifact, which is made where there is none of that name, and makes the version that has it. When it cannot be listed or is cancelled,
 * nothing of it stays.
 */
export function addReference(core: Core, request: AddReferenceRequest): Promise<AddedToArtifact> {
  const uri = normalReferenceUri(request.uri);
  const name = checkArtifactName(request.artifact);
  const path: FolderPath = request.path === null || request.path === '' ? '' : entryPathFrom(request.path);
  const beginning = { kind: 'rescan' as const, artifact: name, phase: 'Listing' };
  return core.activities.run(beginning, (activity) =>
    core.turns.take(referencesTurn(name), async () => {
      const { artifact, isNew } = artifactFor(core, name, request.type);
      const before = addedReferences(core.catalog, artifact);
      const added: AddedReference = { uri, path, checksum: request.checksum, addedAt: core.clock.now() };
      refuseOverlap(artifact, before, added);
      core.catalog.transact((writer) => noteReferences(writer, artifact, [...before, added]));
      try {
        const result = await rescanAdded(core, artifact, added, activity);
        return { ...result, artifact: told(core, artifact, 'reference.add', { uri, ...(path === '' ? {} : { path }), checksum: request.checksum }) };
      } catch (error) {
        takeBack(core, artifact, before, isNew);
        throw error;
      }
    }),
  );
}

function rescanAdded(core: Core, artifact: Artifact, added: AddedReference, activity: ActivityHandle): Promise<SnapshotResult> {
  const origin = core.catalog.versionCount(artifact.id) === 0 ? 'baseline' : 'manual';
  return rescanReferences(core, { artifact, origin, only: [added] }, activity);
}

function artifactFor(core: Core, name: string, type: string | null): { artifact: Artifact; isNew: boolean } {
  const existing = core.catalog.artifactByName(name);
  if (existing !== null) {
    if (type === null || type === existing.type) return { artifact: existing, isNew: false };
    throw new Failure('artifact.type-mismatch', `"${name}" has the type "${existing.type}", not "${type}".`, { name, type: existing.type });
  }
  writePendingRecords(core); // those of a deleted artifact of that name must not lie there any more
  refuseSimilarName(core, name);
  const artifact = core.catalog.transact((writer) =>
    writer.insertArtifact({ name, type: type ?? defaultType, mode: 'reference', path: null, quietWindow: defaultQuietWindow, createdAt: core.clock.now() }),
  );
  return { artifact, isNew: true };
}

function refuseOverlap({ name }: Artifact, before: readonly AddedReference[], { uri }: AddedReference): void {
  const inside = (outer: string, inner: string): boolean => inner === outer || inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`);
  const other = before.find((one) => inside(one.uri, uri) || inside(uri, one.uri));
  if (other === undefined) return;
  const what = other.uri === uri ? 'was added already' : `lies with ${other.uri}, which was added already`;
  throw new Failure('reference.overlaps', `${uri} ${what} to "${name}". "snapshot ${name}" looks at it again.`, { artifact: name, uri, other: other.uri });
}

/** Records what was done and tells it; returns the artifact as it is now. */
function told(core: Core, artifact: Artifact, kind: 'reference.add' | 'reference.remove', given: Readonly<Record<string, unknown>>): Artifact {
  const { name } = artifact;
  const operation = core.catalog.transact((writer) => recordOperation(core, writer, { kind, artifact: name, arguments: given, undo: null }));
  const now = core.catalog.artifactById(artifact.id) ?? artifact;
  core.facts.tell({ kind: 'artifact.changed', artifact: now });
  core.facts.tell({ kind: 'references.changed', artifact: now });
  core.facts.tell({ kind: 'operation.recorded', operation });
  return now;
}

function takeBack(core: Core, artifact: Artifact, before: readonly AddedReference[], isNew: boolean): void {
  const hasVersions = core.catalog.versionCount(artifact.id) > 0;
  core.catalog.transact((writer) => {
    noteReferences(writer, artifact, before);
    if (isNew && !hasVersions) writer.removeArtifact(artifact.id);
  });
  if (isNew && !hasVersions) core.records.removeAll(artifact.name);
}

/** Takes what was added out again, in a new version; `uri` as it was added. Throws Failure `reference.not-found`. */
export function removeReference(core: Core, name: string, uri: string): Promise<AddedToArtifact> {
  const beginning = { kind: 'rescan' as const, artifact: name, phase: 'Storing the version' };
  return core.activities.run(beginning, () =>
    core.turns.take(referencesTurn(name), async () => {
      const artifact = findArtifact(core.catalog, name);
      const before = addedReferences(core.catalog, artifact);
      const gone = before.find((one) => one.uri === uri || one.uri === normalReferenceUri(uri));
      if (gone === undefined) throw new Failure('reference.not-found', `${uri} was not added to "${name}"; "ref ls ${name}" lists what was.`, { artifact: name, uri });
      const result = await core.turns.take(name, () => core.stored.use(async () => withoutReference(core, artifact, gone)));
      core.catalog.transact((writer) => noteReferences(writer, artifact, before.filter((one) => one !== gone)));
      return { ...result, artifact: told(core, artifact, 'reference.remove', { uri: gone.uri }) };
    }),
  );
}

function withoutReference(core: Core, artifact: Artifact, gone: AddedReference): SnapshotResult {
  const base = standingVersion(core.catalog, artifact);
  const edits = new Map<EntryPath, null>();
  for (const entry of base === null ? [] : entriesWithin(base.root, '', core.nodes)) {
    if (entry.kind === 'reference' && isCovered([gone], entry.uri)) edits.set(entry.path, null);
  }
  return storeEdits(core, { artifact, origin: 'manual', base, edits, problems: [] });
}
