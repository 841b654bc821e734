import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { entriesWithin, findEntry } from '../manifest/read-manifest.ts';
import { longestWait, type Artifact } from '../model/artifact.ts';
import { childPath, type EntryPath, type FolderPath } from '../model/entry-path.ts';
import type { Entry } from '../model/entry.ts';
import type { Version } from '../model/version.ts';
import type { CaptureFolder, CaptureSession } from '../ports/capture.ts';
import { decodeListing, encodeListing, type Child } from '../scan/listing.ts';
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
import { emptyGathering, gatherFolder, stampKey, type GatherContext, type Gathering } from './gather-changes.ts';
import { rememberedProblems } from './remembered-problems.ts';
import type { SnapshotRequest } from './take-snapshot.ts';

/** Told of what a scan finds to read. */
export interface ScanSeeing {
  readonly found: (folder: CaptureFolder) => void;
  readonly ended: () => void;
}

export const unseen: ScanSeeing = { found: () => undefined, ended: () => undefined };

/** Looks at folders of a work tree and reads what changed since `base` into the session. */
export async function scanAndCapture(
  core: Core,
  request: SnapshotRequest,
  root: string,
  base: Version | null,
  session: CaptureSession,
  seeing: ScanSeeing,
  activity: ActivityHandle,
): Promise<{ gathering: Gathering; outcome: CaptureOutcome; changes: FoundChanges }> {
  const gathering = emptyGathering();
  const outcome = emptyOutcome();
  const collecting = collectResults(session, outcome);
  collecting.catch(() => undefined); // awaited below; a failure of the scan must not leave it unhandled
  const feed = (): void => feedFiles(core, request, gathering, outcome, session, seeing.found);
  const context = contextOf(core, request.artifact, root, base);
  await scanRounds(core, request, context, gathering, activity.signal, () => {
    // Without an older version there are no moves to recognise: reading starts while the scan goes on.
    if (base === null) feed();
  });
  if (base !== null) {
    recogniseMoves(core, base, gathering);
    feed();
  }
  seeing.ended();
  session.close();
  await collecting;
  correctListings(gathering.listings, outcome.stamps);
  const entryOf = request.artifact.mode === 'copy' ? keptEntry : (file: CapturedContent) => referenceEntry(root, file);
  return { gathering, outcome, changes: { edits: gathering.edits, captured: outcome.captured, entryOf } };
}

function contextOf(core: Core, artifact: Artifact, root: string, base: Version | null): GatherContext {
  return {
    artifact,
    catalog: core.catalog,
    workTree: core.workTree,
    root,
    entriesWithin: (path): Iterable<Entry> => (base === null ? [] : entriesWithin(base.root, path, core.nodes)),
  };
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
function recogniseMoves(core: Core, base: Version, gathering: Gathering): void {
  if (gathering.departed.size === 0) return;
  for (const { path: folder, files } of gathering.files.splice(0)) {
    const unread = decodeListing(files).filter((child) => child.kind === 'file' && !recogniseMove(core, base, gathering, folder, child));
    if (unread.length > 0) gathering.files.push({ path: folder, files: encodeListing(unread) });
  }
}

function recogniseMove(core: Core, base: Version, gathering: Gathering, folder: FolderPath, { name, stamp }: Extract<Child, { kind: 'file' }>): boolean {
  const from = gathering.departed.get(stampKey(stamp));
  const entry = from === undefined ? null : findEntry(base.root, from, core.nodes);
  if (entry?.kind !== 'file') return false;
  const path = childPath(folder, name);
  gathering.edits.set(path, { ...entry, path });
  return true;
}
