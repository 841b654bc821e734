import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { entriesWithin, findEntry } from '../manifest/read-manifest.ts';
import { longestWait, type Artifact } from '../model/artifact.ts';
import type { NodeSource } from '../manifest/node-source.ts';
import type { Digest } from '../model/digest.ts';
import { childPath, type EntryPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import type { Version } from '../model/version.ts';
import type { CaptureFolder, CaptureSession } from '../ports/capture.ts';
import { fileUri, standsApart } from '../references/added-references.ts';
import { decodeListing, encodeListing, type Child } from '../scan/listing.ts';
import { standingVersion } from '../tracking/standing-version.ts';
import type { FolderRequest } from '../watching/fold-hints.ts';
import {
  addUnsettled,
  collectResults,
  correctListings,
  emptyOutcome,
  keptEntry,
  partitionHot,
  referenceEntry,
  type CapturedContent,
  type CaptureOutcome,
} from './capture-changes.ts';
import type { FoundChanges } from './found-changes.ts';
import { openFoundFolders } from './found-entries.ts';
import { emptyGathering, gatherFolder, stampKey, type GatherContext, type Gathering } from './gather-changes.ts';
import { growManifest, type GrowingManifest } from './growing-manifest.ts';
import { rememberedProblems } from './remembered-problems.ts';
import type { SnapshotRequest } from './take-snapshot.ts';

/** Told of what a scan finds to read. */
export interface ScanSeeing {
  readonly found: (folder: CaptureFolder) => void;
  readonly ended: () => void;
}

export const unseen: ScanSeeing = { found: () => undefined, ended: () => undefined };

/** What a look at a work tree gave. */
export interface ScannedAndCaptured {
  readonly gathering: Gathering;
  readonly outcome: CaptureOutcome;
  readonly changes: FoundChanges;
  /** The manifest of all that was found, nearly made; null when there is a base to edit. */
  readonly growing: GrowingManifest | null;
}

/** Entries that are taken into a growing manifest at one answer: some more than an answer brings, and few enough not to hold the thread. */
const grownAtOnce = 1_024;

/** Looks at folders of a work tree and reads what changed since `base`, or all there is, into the session. */
export async function scanAndCapture(
  core: Core,
  request: SnapshotRequest,
  root: string,
  base: Version | null,
  session: CaptureSession,
  seeing: ScanSeeing,
  activity: ActivityHandle,
): Promise<ScannedAndCaptured> {
  const gathering = emptyGathering();
  const outcome = emptyOutcome();
  const entryOf = request.artifact.mode === 'copy' ? keptEntry : (file: CapturedContent): Entry => referenceEntry(root, file);
  const found = base === null ? openFoundFolders(entryOf) : null;
  let growing: GrowingManifest | null = null;
  const collecting = collectResults(session, outcome, (folders) => {
    if (found !== null) folders.forEach(found.answer);
    growing?.advance(grownAtOnce);
  });
  collecting.catch(() => undefined); // awaited below; a failure of the scan must not leave it unhandled
  const onFound = (folder: CaptureFolder): void => {
    found?.expect(folder);
    seeing.found(folder);
  };
  const feed = (): void => feedFiles(core, request, gathering, outcome, session, onFound);
  await scanRounds(core, request, contextOf(core, request.artifact, root, base), gathering, activity.signal, () => {
    // Without an older version there are no moves to recognise: reading starts while the scan goes on.
    if (base === null) feed();
  });
  if (base !== null) {
    recogniseMoves(core, request.artifact, base, root, gathering);
    feed();
  }
  for (const { path, entry } of request.apart ?? []) gathering.edits.set(path, entry);
  if (found !== null) {
    const plain = [...entriesApart(core, request.artifact), ...plainEntries(gathering)];
    growing = growManifest(found.entries(plain), found.files + plain.length, core.digester);
  }
  seeing.ended();
  session.close();
  await collecting;
  correctListings(gathering.listings, outcome.stamps);
  return { gathering, outcome, changes: { edits: gathering.edits, captured: outcome.captured, entryOf }, growing };
}

/** What the artifact refers to beside its folder stays, whatever the folder holds. */
function entriesApart(core: Core, artifact: Artifact): Entry[] {
  const standing = standingVersion(core.catalog, artifact);
  return standing === null ? [] : [...entriesWithin(standing.root, '', core.nodes)].filter(standsApart(core.catalog, artifact));
}

function* plainEntries({ edits }: Gathering): Generator<Entry> {
  for (const entry of edits.values()) if (entry !== null) yield entry;
}

function contextOf(core: Core, artifact: Artifact, root: string, base: Version | null): GatherContext {
  const isApart = standsApart(core.catalog, artifact);
  return {
    artifact,
    catalog: core.catalog,
    workTree: core.workTree,
    root,
    entriesWithin: (path) => (base === null ? [] : entriesOfFolder(base.root, path, core.nodes, isApart)),
  };
}

function* entriesOfFolder(root: Digest, path: EntryPath, nodes: NodeSource, isApart: (entry: Entry) => boolean): Generator<Entry> {
  for (const entry of entriesWithin(root, path, nodes)) if (!isApart(entry)) yield entry;
}

async function scanRounds(
  core: Core,
  request: SnapshotRequest,
  context: GatherContext,
  gathering: Gathering,
  signal: AbortSignal,
  onBatch: () => void,
): Promise<void> {
  const unreadable = rememberedProblems(core.catalog, request.artifact).filter(({ reason }) => reason === 'unreadable');
  let round: readonly FolderRequest[] = [
    ...request.folders,
    ...unreadable.slice(0, 100).map(({ path }) => ({ path: path as EntryPath, deep: true })),
  ];
  while (round.length > 0) {
    for await (const batch of core.workTree.scan({ root: context.root, folders: round }, signal)) {
      for (const scanned of batch) gatherFolder(context, gathering, round, scanned);
      onBatch();
    }
    round = gathering.more.splice(0);
  }
}

function feedFiles(
  core: Core,
  request: SnapshotRequest,
  gathering: Gathering,
  outcome: CaptureOutcome,
  session: CaptureSession,
  onFound: (folder: CaptureFolder) => void,
): void {
  const folders = gathering.files.splice(0);
  const window = request.waitForRest ? Math.min(request.artifact.quietWindow, longestWait) : 0;
  const rested = window === 0 ? folders : leaveHot(core, folders, window, outcome);
  if (rested.length === 0) return;
  rested.forEach(onFound);
  session.add(rested);
}

function leaveHot(core: Core, folders: readonly CaptureFolder[], window: number, outcome: CaptureOutcome): CaptureFolder[] {
  const rested: CaptureFolder[] = [];
  for (const folder of folders) {
    const { resting, hot } = partitionHot(folder, core.clock.now(), window);
    for (const path of hot) addUnsettled(outcome, path);
    if (resting !== null) rested.push(resting);
  }
  return rested;
}

/** Files whose stamp says that they were only moved keep their content without being read. */
function recogniseMoves(core: Core, { mode }: Artifact, base: Version, root: string, gathering: Gathering): void {
  if (gathering.departed.size === 0) return;
  for (const { path: folder, files } of gathering.files.splice(0)) {
    const unread = decodeListing(files).filter((child) => {
      const entry = child.kind === 'file' ? movedEntry(core, base, gathering, childPath(folder, child.name), child) : null;
      if (entry?.kind === 'file' && mode === 'copy') gathering.edits.set(entry.path, entry);
      else if (entry?.kind === 'reference' && mode === 'reference') gathering.edits.set(entry.path, { ...entry, uri: fileUri(root, entry.path) });
      else return child.kind === 'file';
      return false;
    });
    if (unread.length > 0) gathering.files.push({ path: folder, files: encodeListing(unread) });
  }
}

/** The entry that a file had where it was before, under the path where it is now; null when it was not there. */
function movedEntry(core: Core, base: Version, gathering: Gathering, path: EntryPath, { stamp }: Extract<Child, { kind: 'file' }>): Entry | null {
  const from = gathering.departed.get(stampKey(stamp));
  const entry = from === undefined ? null : findEntry(base.root, from, core.nodes);
  return entry === null ? null : { ...entry, path };
}
