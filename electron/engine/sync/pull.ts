import { shownFor, type AskedBy } from './asked-by.ts';
import { findLinked, linkOf, remoteOf, syncTurn, type Linked } from './linked.ts';
import type { ActivityHandle } from '../activities/activities.ts';
import { meetArtifact, nameTaken } from './artifact-file.ts';
import { meetBucket } from './format-file.ts';
import { pullVersions, type PulledVersions, type Syncing } from './pull-versions.ts';
import { readIndex } from './read-index.ts';
import { rejoin } from './rejoin.ts';
import { syncAliases, type SyncedAliases } from './sync-aliases.ts';
import type { SyncCore } from './sync-core.ts';
import { syncEdits, type SyncedEdits } from './sync-edits.ts';

export interface PullResult extends PulledVersions {
  readonly aliases: SyncedAliases;
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
      const aliases = await syncAliases(core, syncing, { push: false });
      const edits = await syncEdits(core, syncing, { push: false });
      return { ...versions, aliases, edits };
    }),
  );
}

/** Meets bucket and artifact, and takes in what is new in the index. */
export async function beginPull(core: SyncCore, { artifact, remote }: Linked, activity: ActivityHandle): Promise<Syncing> {
  const bucket = await meetBucket(core, remote, { create: false, signal: activity.signal });
  const syncing = { bucket, remote: remoteOf(core, remote.id), artifact, activity };
  const other = await meetArtifact(bucket, artifact.name, linkOf(core, artifact).uid, remote, activity.signal);
  if (other !== null && !(await rejoin(core, syncing, other))) throw nameTaken(bucket, other);
  await readIndex(core, bucket, syncing.remote, activity.signal);
  return syncing;
}
