import type { ActivityHandle } from '../activities/activities.ts';
import type { Remote } from '../model/remote.ts';
import type { Bucket } from '../ports/bucket.ts';
import type { SyncCore } from './sync-core.ts';
import type { SweepLease } from './sweep-lease.ts';

/** One sweep of a bucket. */
export interface Sweeping {
  readonly core: SyncCore;
  readonly bucket: Bucket;
  readonly remote: Remote;
  readonly activity: ActivityHandle;
  readonly lease: SweepLease;
}
