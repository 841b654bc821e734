import type { RemoteCredentials } from '../model/remote-access.ts';
import type { Bucket } from './bucket.ts';

/** Where a bucket is, in the one way in which its address is kept. */
export interface BucketSite {
  /** `gs://team/strata`, `file:///mnt/nas/strata` */
  readonly address: string;
  /** The absolute path of a folder, links resolved as far as it is there; null for others. */
  readonly folder: string | null;
}

/** How somebody wants a bucket opened that need not be a remote yet. `key`: the content of a key file, which is kept nowhere. */
export interface BucketAttempt {
  readonly address: string;
  readonly endpoint: string | null;
  /** It is a remote already: a folder without its marker is a drive that is away, not a new bucket. */
  readonly isRemote: boolean;
  readonly credentials: RemoteCredentials | { readonly kind: 'key'; readonly text: string };
}

/**
 * Tries buckets before they become remotes.
 *
 * Law:
 * - `site` reads an address as people write it. Throws Failure `bucket.address-invalid`.
 * - `withBucket` opens one for as long as `work` takes. It fails at once, without tries in between. What `work` puts into it and takes away again leaves no
 *   trace, also in a folder that is no bucket yet: such a one does not become a bucket by being tried. Throws what opening a bucket throws, and
 *   `bucket.no-such-bucket`, `bucket.denied`, `bucket.offline` for a folder that cannot be used.
 * - `prepare` makes a folder a bucket; does nothing for others and for one that is a bucket already.
 * - `readKey` gives the content of a key file. Throws Failure `bucket.no-credentials` when it cannot be read, and `bucket.wrong-key` for what is no such file.
 */
export interface BucketTrial {
  site(text: string): Promise<BucketSite>;
  withBucket<T>(attempt: BucketAttempt, work: (bucket: Bucket) => Promise<T>): Promise<T>;
  prepare(address: string): Promise<void>;
  readKey(path: string): Promise<string>;
}
