import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import { nameOf, parentOf, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import type { Captured, CaptureSession } from '../ports/capture.ts';
import { decodeListing, encodeListing } from '../scan/listing.ts';
import { abandonQuietly } from '../snapshot/commit-snapshot.ts';
import type { GrowingManifest } from '../snapshot/growing-manifest.ts';
import { scanAndCapture, unseen } from '../snapshot/scan-and-capture.ts';
import type { ChunkSource, FoundChunk, LostChunk } from './chunk-source.ts';

/**
 * The work tree of an artifact: what a file still holds is read again, as a snapshot would, which finds the same chunks and the same lists. For
 * a part of a manifest the whole folder is read: what did not change makes the same nodes. Nothing of it becomes a version.
 */
export function folderSource(core: Core, artifact: Artifact, root: string): ChunkSource {
  return {
    name: `the folder of ${artifact.name}`,
    async *find(lost, activity) {
      const wanted = wantedOf(artifact, lost);
      if (wanted === null || core.workTree.inspect(root).state !== 'folder') return;
      activity.advance({ phase: `Looking in the folder of ${artifact.name}`, files: 0, bytes: 0, totalFiles: null, totalBytes: null });
      const onProgress = ({ files, bytes }: { files: number; bytes: number }): void => activity.advance({ files, bytes });
      const session = core.capture.open({ root, keep: true, signal: activity.signal, onProgress });
      const read = await readAgain(core, artifact, root, session, wanted, activity);
      try {
        yield* chunksOf(core, read, lost);
      } finally {
        for (const { id } of read.captured.containers) core.containers.remove(id);
      }
    },
  };
}

/** What to read: some files, or everything for the sake of the manifest. Null: nothing of this artifact is touched. */
type Wanted = ReadonlySet<EntryPath> | 'everything' | null;

function wantedOf(artifact: Artifact, lost: ReadonlyMap<Digest, LostChunk>): Wanted {
  const paths = new Set<EntryPath>();
  for (const { touches } of lost.values()) {
    for (const { version, path } of touches) {
      if (!version.startsWith(`${artifact.name}:`)) continue;
      if (path === null) return 'everything';
      paths.add(path);
    }
  }
  return paths.size === 0 ? null : paths;
}

interface ReadAgain {
  readonly captured: Captured;
  readonly nodes: ReadonlyMap<Digest, Uint8Array>;
}

async function readAgain(
  core: Core,
  artifact: Artifact,
  root: string,
  session: CaptureSession,
  wanted: Exclude<Wanted, null>,
  activity: ActivityHandle,
): Promise<ReadAgain> {
  try {
    const nodes = wanted === 'everything' ? await readEverything(core, artifact, root, session, activity) : await readFiles(core, root, session, wanted, activity);
    return { captured: await session.seal(), nodes };
  } catch (error) {
    await abandonQuietly(core, session);
    throw error;
  }
}

async function readEverything(
  core: Core,
  artifact: Artifact,
  root: string,
  session: CaptureSession,
  activity: ActivityHandle,
): Promise<ReadonlyMap<Digest, Uint8Array>> {
  const request = { artifact, folders: [{ path: '' as const, deep: true }], origin: 'manual' as const, waitForRest: false };
  // Nor is anything read from the versions, whose manifests may be what is damaged.
  const catalog = { ...core.catalog, folder: () => null, foldersWithin: () => [].values(), aliasIndex: () => null, setting: () => null };
  const unknowing: Core = { ...core, catalog };
  const { growing } = await scanAndCapture(unknowing, request, root, null, session, unseen, activity);
  return (growing as GrowingManifest).finish().nodes;
}

async function readFiles(
  core: Core,
  root: string,
  session: CaptureSession,
  paths: ReadonlySet<EntryPath>,
  activity: ActivityHandle,
): Promise<ReadonlyMap<Digest, Uint8Array>> {
  const byFolder = Map.groupBy(paths, (path): FolderPath => parentOf(path));
  const folders = [...byFolder.keys()].map((path) => ({ path, deep: false }));
  for await (const batch of core.workTree.scan({ root, folders }, activity.signal)) {
    for (const scanned of batch) {
      const names = new Set(byFolder.get(scanned.path)?.map(nameOf));
      if (scanned.state !== 'listed') continue;
      const files = decodeListing(scanned.listing).filter((child) => child.kind === 'file' && names.has(child.name));
      if (files.length > 0) session.add([{ path: scanned.path, files: encodeListing(files) }]);
    }
  }
  session.close();
  for await (const _ of session.results()) activity.signal.throwIfAborted();
  return new Map();
}

function* chunksOf(core: Core, { captured, nodes }: ReadAgain, lost: ReadonlyMap<Digest, LostChunk>): Generator<FoundChunk> {
  for (const [digest, bytes] of nodes) if (lost.has(digest)) yield { digest, bytes };
  for (const { digest, bytes } of captured.lists) if (lost.has(digest)) yield { digest, bytes };
  for (const { chunks } of captured.containers) {
    for (const chunk of chunks) if (lost.has(chunk.digest)) yield { digest: chunk.digest, bytes: core.containers.read(chunk.digest, chunk) };
  }
}
