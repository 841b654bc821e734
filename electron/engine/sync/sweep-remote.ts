import type { Remote } from '../model/remote.ts';
import { shownFor, type AskedBy } from './asked-by.ts';
import { meetBucket } from './format-file.ts';
import { readIndex } from './read-index.ts';
import { sweep, type Swept } from './sweep.ts';
import { syncArtifactDeletions, type SyncedArtifactDeletions } from './sync-artifact-deletions.ts';
import type { SyncCore } from './sync-core.ts';

export interface SweptRemote {
  readonly artifacts: SyncedArtifactDeletions;
  /** Null: somebody else is at it. */
  readonly swept: Swept | null;
}

/** Tells a bucket which artifacts were deleted here for everybody, and sweeps it, without anything being pushed. */
export function sweepRemote(core: SyncCore, remote: Remote, by: AskedBy = 'person'): Promise<SweptRemote> {
  return core.activities.run({ kind: 'push', artifact: null, phase: 'Looking at the bucket', ...shownFor(by) }, async (activity) => {
    const bucket = await meetBucket(core, remote, { create: false, signal: activity.signal });
    await readIndex(core, bucket, remote, activity.signal);
    const artifacts = await syncArtifactDeletions(core, bucket, remote, activity.signal);
    return { artifacts, swept: await sweep(core, bucket, remote, activity) };
  });
}
