import { isDeepStrictEqual } from 'node:util';
import type { Failure } from '../engine/model/failure.ts';
import type { RemoteAccess } from '../engine/model/remote-access.ts';
import type { Remote, RemoteId } from '../engine/model/remote.ts';
import type { Bucket } from '../engine/ports/bucket.ts';
import type { BucketOpener } from '../engine/ports/bucket-opener.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { Random } from '../engine/ports/random.ts';
import type { Secrets } from '../engine/ports/secrets.ts';
import { credentialsFor, openBucket } from './bucket-open.ts';
import { createReachedBucket } from './bucket-reached.ts';
import { createRetryingBucket } from './bucket-retrying.ts';
import { createThrottledBucket } from './bucket-throttled.ts';
import type { GcsCredentials } from './gcs-client.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';

export interface BucketOpenerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: Pick<Secrets, 'get'>;
  readonly accessOf: (remote: RemoteId) => RemoteAccess;
  /** Told each time before something is tried again, after so many ms. */
  readonly onRetry?: (remote: Remote, failure: Failure, wait: number) => void;
}

/** The buckets that are open, for whoever changes remotes. */
export interface OpenBuckets extends BucketOpener {
  /** Lets what is open follow the remote's limit. */
  relimit(remote: RemoteId): void;
  /** The remote is no more. What is under way goes on. */
  forget(remote: RemoteId): void;
}

/** A bucket that was reached within this time is waited for patiently: what is under way goes on; ms. */
const recently = 2_000;
/** One that was not is given up within a few seconds: whoever asked wants to know, and tries again later. */
const triesWhenAway = 3;

interface OpenBucket {
  /** What it was opened with; in memory alone. */
  readonly credentials: GcsCredentials;
  readonly bucket: Promise<Bucket>;
  readonly limits: readonly RateLimit[];
}

/** Opens buckets of Cloud Storage and in folders, limited and tried again. One whose key was replaced is opened anew. */
export function createBucketOpener(options: BucketOpenerOptions): OpenBuckets {
  const open = new Map<RemoteId, OpenBucket>();

  function opened(remote: Remote, { endpoint, bytesPerSecond }: RemoteAccess, credentials: GcsCredentials): OpenBucket {
    const { clock, random } = options;
    const onRetry = (failure: Failure, wait: number): void => options.onRetry?.(remote, failure, wait);
    const [up, down] = [createRateLimit(clock, bytesPerSecond), createRateLimit(clock, bytesPerSecond)];
    let reachedAt = Number.NEGATIVE_INFINITY;
    const triesAfter = ({ code }: Failure): number | null => (code === 'bucket.offline' && clock.now() - reachedAt > recently ? triesWhenAway : null);
    const bucket = openBucket(remote.address, endpoint, credentials).then((inner) => {
      const limited = createThrottledBucket(inner, { up, down });
      return createRetryingBucket(createReachedBucket(limited, () => (reachedAt = clock.now())), { clock, random, onRetry, triesAfter });
    });
    return { credentials, bucket, limits: [up, down] };
  }

  return {
    async open(remote) {
      const access = options.accessOf(remote.id);
      const credentials = await credentialsFor(remote.address, access, options.secrets);
      const known = open.get(remote.id);
      if (known !== undefined && isDeepStrictEqual(known.credentials, credentials)) return known.bucket;
      const made = opened(remote, access, credentials);
      open.set(remote.id, made);
      return made.bucket;
    },
    relimit(remote) {
      const { bytesPerSecond } = options.accessOf(remote);
      for (const limit of open.get(remote)?.limits ?? []) limit.bytesPerSecond = bytesPerSecond;
    },
    forget: (remote) => void open.delete(remote),
  };
}
