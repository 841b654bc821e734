import { shownFor, type AskedBy } from './asked-by.ts';
import { findLinked, linkOf, remoteOf, syncTurn, type Linked } from './linked.ts';
import type { ActivityHandle } from '../activities/activities.ts';
import { meetArtifact, nameTaken } from './artifact-file.ts';
import { leaveDeleted } from './deleted-there.ts';
import { listEdits } from './list-edits.ts';
import { meetBucket } from './format-file.ts';
import { pullVersions, type PulledVersions, type Syncing } from './pull-versions.ts';
import { readIndex } from './read-index.ts';
import { rejoin } from './rejoin.ts';
import { syncAliases, type SyncedAliases } from './sync-aliases.ts';
import type { SyncCore } from './sync-core.ts';
import { syncDeletions, type SyncedDeletions } from './sync-deletions.ts';
import { syncEdits, type SyncedEdits } from './sync-edits.ts';
import { noteTaken } from './note-taken.ts';
import { noteUndecided } from './undecided.ts';

export interface PullResult extends PulledVersions {
  readonly aliases: SyncedAliases;
  readonly deletions: SyncedDeletions;
  readonly edits: SyncedEdits;
}

/**
 * Brings what others did to an artifact here: versions with all their nodes, aliases, edits. Contents that are not here stay where they are until they
 * are fetched. What breaks off leaves whole versions, and the next pull goes on behind them.
 */
export async function pull(core: SyncCore, name: string, by: AskedBy = 'person'): Promise<PullResult> {
  const { artifact } = findLinked(core, name);
  const beginning = { kind: 'pull' as const, artifact: name, phase: 'Looking at the bucket', ...shownFor(by) };
  return core.activities.run(beginning, (activity) =>
    core.turns.take(syncTurn(artifact), async () => {
      const syncing = await beginPull(core, findLinked(core, name), activity);
      const versions = await pullVersions(core, syncing);
      const listed = await listEdits(syncing.bucket, syncing.artifact.name, activity.signal);
      const aliases = await syncAliases(core, syncing, { push: false, deleted: listed.deletions });
      const deletions = await syncDeletions(core, syncing, listed, { push: false });
      const edits = await syncEdits(core, syncing, listed, { push: false });
      noteUndecided(core, syncing.artifact, { aliases: aliases.conflicts, edits: edits.conflicts });
      noteTaken(core, syncing, aliases.taken, edits.taken);
      return { ...versions, aliases, deletions, edits };
    }),
  );
}

/** Meets bucket and artifact, and takes in what is new in the index. */
export async function beginPull(core: SyncCore, { artifact, remote }: Linked, activity: ActivityHandle): Promise<Syncing> {
  const bucket = await meetBucket(core, remote, { create: false, signal: activity.signal });
  const syncing = { bucket, remote: remoteOf(core, remote.id), artifact, activity, view: { readAt: core.clock.now() } };
  const other = await meetArtifact(bucket, artifact.name, linkOf(core, artifact).uid, activity.signal);
  if (other === 'gone') throw leaveDeleted(core, syncing, null);
  if (other?.deleted != null) throw leaveDeleted(core, syncing, other);
  if (other !== null && !(await rejoin(core, syncing, other))) throw nameTaken(bucket, other);
  await readIndex(core, bucket, syncing.remote, activity.signal, syncing.view);
  return syncing;
}
