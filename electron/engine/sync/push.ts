import type { ActivityHandle } from '../activities/activities.ts';
import { Failure } from '../model/failure.ts';
import type { Renumbered } from '../model/renumbered.ts';
import { recordOperation } from '../operations/record-operation.ts';
import { claimArtifact, meetArtifact, nameTaken } from './artifact-file.ts';
import { claimNext, unclaimed } from './claim-version.ts';
import { bringBack, leaveDeleted } from './deleted-there.ts';
import { meetBucket } from './format-file.ts';
import { shownFor, type AskedBy } from './asked-by.ts';
import { teamDeletions } from '../delete/team-deletions.ts';
import { listEdits, type ListedEdits } from './list-edits.ts';
import { clientId, findLinked, linkOf, remoteOf, syncTurn, type Linked } from './linked.ts';
import { isNothing, putOperation } from './operation-log.ts';
import { joined, pullVersions, type Syncing } from './pull-versions.ts';
import type { PullResult } from './pull.ts';
import { isLapsed, readIndex } from './read-index.ts';
import { rejoin } from './rejoin.ts';
import { rootsWithoutContents } from './roots-without-contents.ts';
import { sendContent } from './send-content.ts';
import { syncAliases } from './sync-aliases.ts';
import { isSweepDue, sweep, type Swept } from './sweep.ts';
import type { SyncCore } from './sync-core.ts';
import { syncArtifactDeletions, type SyncedArtifactDeletions } from './sync-artifact-deletions.ts';
import { syncDeletions } from './sync-deletions.ts';
import { syncEdits } from './sync-edits.ts';
import { noteTaken } from './note-taken.ts';
import { noteUndecided } from './undecided.ts';

export interface PushResult extends PullResult {
  /** Versions of this home that are in the bucket from now on, by the indexes that they have there and here. */
  readonly pushed: readonly number[];
  /** What became of artifacts that were deleted here for everybody. */
  readonly artifacts: SyncedArtifactDeletions;
  /** What a sweep of the bucket did that was due; null: none was, or it did not come to its end. */
  readonly swept: Swept | null;
}

/**
 * Brings an artifact and its bucket together: takes what others did, sends what the bucket lacks, claims indexes for versions that have none there,
 * and then moves aliases and edits. In this order a reader of the bucket never meets a name of something that is not there. What breaks off
 * leaves nothing wrong, and the next push goes on.
 */
export async function push(core: SyncCore, name: string, by: AskedBy = 'person'): Promise<PushResult> {
  const { artifact } = findLinked(core, name);
  const beginning = { kind: 'push' as const, artifact: name, phase: 'Looking at the bucket', ...shownFor(by) };
  return core.activities.run(beginning, (activity) => core.turns.take(syncTurn(artifact), () => pushInTurn(core, findLinked(core, name), activity)));
}

async function pushInTurn(core: SyncCore, linked: Linked, activity: ActivityHandle): Promise<PushResult> {
  const { syncing, artifacts } = await beginPush(core, linked, activity);
  const before = await pullVersions(core, syncing);
  const claimed = await pushVersions(core, syncing);
  activity.advance({ phase: 'Moving aliases' });
  const listed = await listEdits(syncing.bucket, syncing.artifact.name, activity.signal);
  const aliases = await syncAliases(core, syncing, { push: true, deleted: listed.deletions });
  const deletions = await syncDeletions(core, syncing, listed, { push: true });
  const edits = await syncEdits(core, syncing, listed, { push: true });
  noteUndecided(core, syncing.artifact, { aliases: aliases.conflicts, edits: edits.conflicts });
  noteTaken(core, syncing, aliases.taken, edits.taken);
  const result: Omit<PushResult, 'swept' | 'artifacts'> = {
    pulled: [...before.pulled, ...claimed.pulled],
    confirmed: [...before.confirmed, ...claimed.confirmed],
    passed: before.passed + claimed.passed,
    renumbered: joined(before.renumbered, claimed.renumbered),
    pushed: [...before.confirmed, ...claimed.confirmed, ...claimed.pushed].toSorted((a, b) => a - b),
    aliases,
    deletions,
    edits,
  };
  await note(core, syncing, result, claimed.voids);
  const hasDeleted = deletions.put.length + artifacts.put.length > 0;
  return { ...result, artifacts, swept: await sweepWhenDue(core, syncing, listed, hasDeleted) };
}

/** What was pushed is pushed: a sweep that does not come to its end is done by the next push. */
async function sweepWhenDue(core: SyncCore, { bucket, remote, artifact, activity }: Syncing, { deletions }: ListedEdits, hasDeleted: boolean): Promise<Swept | null> {
  const { known } = teamDeletions(core.catalog, artifact.id);
  const open = [...deletions].flatMap(([index, { putAt }]) => (known[index]?.isFinal === true ? [] : [putAt]));
  try {
    return hasDeleted || isSweepDue(core, remote, open) ? await sweep(core, bucket, remote, activity) : null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    core.log.warn('a bucket could not be swept; it is tried again later', { remote: remote.name, code: error.code, error: error.message });
    return null;
  }
}

async function beginPush(core: SyncCore, { artifact, remote }: Linked, activity: ActivityHandle): Promise<{ readonly syncing: Syncing; readonly artifacts: SyncedArtifactDeletions }> {
  const { signal } = activity;
  const bucket = await meetBucket(core, remote, { create: true, signal });
  const { uid, next } = linkOf(core, artifact);
  const by = { actor: core.actor, client: clientId(core), at: core.clock.now() };
  const syncing = { bucket, remote: remoteOf(core, remote.id), artifact, activity, view: { readAt: core.clock.now() } };
  const artifacts = await syncArtifactDeletions(core, bucket, syncing.remote, signal);
  const other = next > 0 ? await meetArtifact(bucket, artifact.name, uid, signal) : await claimArtifact(bucket, artifact, uid, by, signal);
  if (other === 'gone') throw leaveDeleted(core, syncing, null);
  if (other?.deleted != null && next > 0) throw leaveDeleted(core, syncing, other);
  if (other?.deleted != null) await bringBack(core, syncing);
  else if (other !== null && !(await rejoin(core, syncing, other))) throw nameTaken(bucket, other);
  await readIndex(core, bucket, syncing.remote, signal, syncing.view);
  return { syncing, artifacts };
}

interface ClaimedVersions {
  readonly pushed: number[];
  readonly voids: number[];
  readonly pulled: number[];
  readonly confirmed: number[];
  passed: number;
  renumbered: readonly Renumbered[];
}

/** More claims that others win one after the other than ever will be. */
const mostLost = 1_000;

/** Sends and claims what there is when it begins, and what is saved meanwhile with the next push. */
async function pushVersions(core: SyncCore, syncing: Syncing): Promise<ClaimedVersions> {
  const { artifact, bucket, remote, activity } = syncing;
  const found: ClaimedVersions = { pushed: [], voids: [], pulled: [], confirmed: [], passed: 0, renumbered: [] };
  const waiting = unclaimed(core, artifact);
  const { content } = linkOf(core, artifact);
  const sent = new Set([...waiting.map(({ root }) => root), ...(content === 'all' ? rootsWithoutContents(core, artifact) : [])]);
  if (sent.size > 0) await sendContent(core, syncing, [...sent], content);
  // Nothing waits, but an index of a version that was deleted before its push may: it is claimed with the next version.
  if (waiting.length === 0) return found;
  activity.advance({ phase: 'Claiming indexes', files: 0, totalFiles: waiting.length });
  let last = waiting.at(-1)?.index ?? 0;
  // Whoever was away so long that what it counted on may have gone looks again, before an index is claimed and when the answer came late.
  const sendAgain = async (): Promise<void> => {
    while (isLapsed(core, syncing.view)) {
      await readIndex(core, bucket, remote, activity.signal, syncing.view);
      await sendContent(core, syncing, [...sent], content, { trust: false });
    }
  };
  for (let lost = 0; linkOf(core, artifact).next <= last; ) {
    activity.signal.throwIfAborted();
    await sendAgain();
    const claim = await claimNext(core, syncing, (root) => sent.has(root));
    if (claim.outcome === 'done') break;
    if (claim.outcome === 'claimed') {
      (claim.isVoid ? found.voids : found.pushed).push(claim.index);
      activity.advance({ files: found.pushed.length });
      continue;
    }
    if (++lost > mostLost) throw new Failure('bucket.unavailable', `Others push to "${artifact.name}" so often that no index was free; it is tried again later.`, { artifact: artifact.name });
    await readIndex(core, bucket, remote, activity.signal);
    const more = await pullVersions(core, syncing);
    last += more.passed;
    found.passed += more.passed;
    found.pulled.push(...more.pulled);
    found.confirmed.push(...more.confirmed);
    found.renumbered = joined(found.renumbered, more.renumbered);
  }
  await sendAgain();
  return found;
}

/** Tells the team's history and this home's. */
async function note(core: SyncCore, syncing: Syncing, result: Omit<PushResult, 'swept' | 'artifacts'>, voids: readonly number[]): Promise<void> {
  const { artifact } = syncing;
  const { pushed, renumbered } = result;
  const done = { versions: pushed, voids, aliases: result.aliases.put, edited: result.edits.put, deleted: result.deletions.put, returned: result.deletions.withdrawn, renumbered };
  if (isNothing(done)) return;
  await putOperation(core, syncing, done);
  const { put: deleted, withdrawn: returned } = result.deletions;
  const given = {
    versions: pushed,
    ...(renumbered.length === 0 ? {} : { renumbered }),
    ...(deleted.length === 0 ? {} : { deleted }),
    ...(returned.length === 0 ? {} : { returned }),
    remote: syncing.remote.name,
  };
  const operation = core.catalog.transact((writer) => recordOperation(core, writer, { kind: 'push', artifact: artifact.name, arguments: given, undo: null }));
  core.facts.tell({ kind: 'operation.recorded', operation });
  for (const index of pushed) {
    const version = core.catalog.version(artifact.id, index);
    if (version !== null) core.facts.tell({ kind: 'version.edited', artifact, version });
  }
}
