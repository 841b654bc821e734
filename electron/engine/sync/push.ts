import type { ActivityHandle } from '../activities/activities.ts';
import { Failure } from '../model/failure.ts';
import type { Renumbered } from '../model/renumbered.ts';
import { recordOperation } from '../operations/record-operation.ts';
import { claimArtifact, meetArtifact, nameTaken } from './artifact-file.ts';
import { claimNext, unclaimed } from './claim-version.ts';
import { meetBucket } from './format-file.ts';
import { shownFor, type AskedBy } from './asked-by.ts';
import { clientId, findLinked, linkOf, remoteOf, syncTurn, type Linked } from './linked.ts';
import { isNothing, putOperation } from './operation-log.ts';
import { joined, pullVersions, type Syncing } from './pull-versions.ts';
import type { PullResult } from './pull.ts';
import { readIndex } from './read-index.ts';
import { rejoin } from './rejoin.ts';
import { rootsWithoutContents } from './roots-without-contents.ts';
import { sendContent } from './send-content.ts';
import { syncAliases } from './sync-aliases.ts';
import type { SyncCore } from './sync-core.ts';
import { syncEdits } from './sync-edits.ts';

export interface PushResult extends PullResult {
  /** Versions of this home that are in the bucket from now on, by the indexes that they have there and here. */
  readonly pushed: readonly number[];
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
  const syncing = await beginPush(core, linked, activity);
  const before = await pullVersions(core, syncing);
  const claimed = await pushVersions(core, syncing);
  activity.advance({ phase: 'Moving aliases' });
  const aliases = await syncAliases(core, syncing, { push: true });
  const edits = await syncEdits(core, syncing, { push: true });
  const result: PushResult = {
    pulled: [...before.pulled, ...claimed.pulled],
    confirmed: [...before.confirmed, ...claimed.confirmed],
    passed: before.passed + claimed.passed,
    renumbered: joined(before.renumbered, claimed.renumbered),
    pushed: [...before.confirmed, ...claimed.confirmed, ...claimed.pushed].toSorted((a, b) => a - b),
    aliases,
    edits,
  };
  await note(core, syncing, result, claimed.voids);
  return result;
}

async function beginPush(core: SyncCore, { artifact, remote }: Linked, activity: ActivityHandle): Promise<Syncing> {
  const { signal } = activity;
  const bucket = await meetBucket(core, remote, { create: true, signal });
  const { uid, next } = linkOf(core, artifact);
  const by = { actor: core.actor, client: clientId(core), at: core.clock.now() };
  const syncing = { bucket, remote: remoteOf(core, remote.id), artifact, activity };
  const other = next > 0 ? await meetArtifact(bucket, artifact.name, uid, remote, signal) : await claimArtifact(bucket, artifact, uid, by, signal);
  if (other !== null && !(await rejoin(core, syncing, other))) throw nameTaken(bucket, other);
  await readIndex(core, bucket, syncing.remote, signal);
  return syncing;
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
  for (let lost = 0; linkOf(core, artifact).next <= last; ) {
    activity.signal.throwIfAborted();
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
  return found;
}

/** Tells the team's history and this home's. */
async function note(core: SyncCore, syncing: Syncing, result: PushResult, voids: readonly number[]): Promise<void> {
  const { artifact } = syncing;
  const { pushed, renumbered } = result;
  const done = { versions: pushed, voids, aliases: result.aliases.put, edited: result.edits.put, renumbered };
  if (isNothing(done)) return;
  await putOperation(core, syncing, done);
  const given = { versions: pushed, ...(renumbered.length === 0 ? {} : { renumbered }), remote: syncing.remote.name };
  const operation = core.catalog.transact((writer) => recordOperation(core, writer, { kind: 'push', artifact: artifact.name, arguments: given, undo: null }));
  core.facts.tell({ kind: 'operation.recorded', operation });
  for (const index of pushed) {
    const version = core.catalog.version(artifact.id, index);
    if (version !== null) core.facts.tell({ kind: 'version.edited', artifact, version });
  }
}
