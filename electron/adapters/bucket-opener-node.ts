import type { RemoteAccess } from '../engine/model/remote-access.ts';
import type { Remote, RemoteId } from '../engine/model/remote.ts';
import type { Bucket } from '../engine/ports/bucket.ts';
import type { BucketOpener } from '../engine/ports/bucket-opener.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { Random } from '../engine/ports/random.ts';
import type { Secrets } from '../engine/ports/secrets.ts';
import { openBucket } from './bucket-open.ts';
import { createRetryingBucket } from './bucket-retrying.ts';
import { createThrottledBucket } from './bucket-throttled.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';

export interface BucketOpenerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: Pick<Secrets, 'get'>;
  readonly accessOf: (remote: RemoteId) => RemoteAccess;
}

/** The buckets that are open, for whoever changes remotes. */
export interface OpenBuckets extends BucketOpener {
  /** Lets what is open follow the remote's limit. */
  relimit(remote: RemoteId): void;
  /** The next one to open it looks its key up anew. What is under way goes on. */
  forget(remote: RemoteId): void;
}

interface OpenBucket {
  readonly bucket: Promise<Bucket>;
  readonly limits: readonly RateLimit[];
}

/** Opens buckets of Cloud Storage and in folders, limited and tried again. */
export function createBucketOpener(options: BucketOpenerOptions): OpenBuckets {
  const open = new Map<RemoteId, OpenBucket>();

  function opened({ id, address }: Remote): OpenBucket {
    const { clock, random, secrets } = options;
    const access = options.accessOf(id);
    const [up, down] = [createRateLimit(clock, access.bytesPerSecond), createRateLimit(clock, access.bytesPerSecond)];
    const bucket = openBucket(address, access, secrets).then((inner) => createRetryingBucket(createThrottledBucket(inner, { up, down }), { clock, random }));
    return { bucket, limits: [up, down] };
  }

  return {
    async open(remote) {
      const known = open.get(remote.id);
      if (known !== undefined) return known.bucket;
      const made = opened(remote);
      open.set(remote.id, made);
      // A key that was not there may be the next time.
      made.bucket.catch(() => open.get(remote.id) === made && open.delete(remote.id));
      return made.bucket;
    },
    relimit(remote) {
      const { bytesPerSecond } = options.accessOf(remote);
      for (const limit of open.get(remote)?.limits ?? []) limit.bytesPerSecond = bytesPerSecond;
    },
    forget: (remote) => void open.delete(remote),
  };
}
