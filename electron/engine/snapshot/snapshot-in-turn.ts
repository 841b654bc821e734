import type { ActivityHandle } from '../activities/activities.ts';
import type { Core } from '../core.ts';
import { takeSnapshot, type SnapshotRequest, type SnapshotResult } from './take-snapshot.ts';

/** Shows that a snapshot of the artifact goes on for as long as the work takes. */
export type Showing = (work: () => Promise<SnapshotResult>) => Promise<SnapshotResult>;

/** Takes a snapshot when it is the artifact's turn; nothing is taken away from the store meanwhile. `request` is made then. */
export function snapshotInTurn(
  core: Core,
  artifact: string,
  showing: Showing,
  request: () => SnapshotRequest,
  activity: ActivityHandle,
): Promise<SnapshotResult> {
  return core.turns.take(artifact, () => core.stored.use(() => showing(() => takeSnapshot(core, request(), activity))));
}
