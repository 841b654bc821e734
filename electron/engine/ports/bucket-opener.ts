import type { Remote } from '../model/remote.ts';
import type { Bucket } from './bucket.ts';

/**
 * Opens buckets.
 *
 * Law: `open` looks up what the remote needs (its key, its account) and gives a bucket that retries by itself what may go well a little later. It
 * does not say whether the bucket can be reached. Opening one again gives the same, unless its key is another by now. Throws Failure `bucket.address-invalid`,
 * `bucket.no-credentials`, `bucket.wrong-key`. Of an encrypted remote it gives what lies there: `meetBucket` opens that.
 */
export interface BucketOpener {
  open(remote: Remote): Promise<Bucket>;
  /** What is laid around a bucket once it can be read, such as a count of what goes through it; missing: nothing. */
  around?(bucket: Bucket): Bucket;
}
