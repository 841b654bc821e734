import type { BucketSeal, MasterKey, NewSeal, SealedId } from '../model/bucket-seal.ts';
import type { Bucket } from './bucket.ts';

/**
 * Keys of encrypted buckets, and the buckets that they open.
 *
 * Law:
 * - A seal is bound to the id of its bucket: under another id nothing opens it.
 * - `unlock` and `unlockWithCode` throw Failure `bucket.wrong-passphrase` for what does not open it, without saying more. Passphrases are the same when
 *   they look the same (Unicode NFKC); of a recovery code capitals, spaces and dashes do not count.
 * - Making a key of a passphrase takes about half a second, and not on the thread that asks.
 * - `rewrap` gives the same keys another passphrase: whoever has the master key reads and writes on, and the recovery code stays good.
 * - `renew` adds a key for whatever is written from then on, under another master key: who had the old one reads what was written until then, and nothing
 *   of what comes, apart from names. There is another recovery code then.
 * - `opens` says whether the master key is the one of this seal.
 * - `open` gives the bucket as who has the key sees it: the law of `Bucket` holds. Throws Failure `bucket.damaged` when the key does not open the seal.
 * - No secret enters a message or the data of a failure.
 */
export interface BucketSeals {
  create(id: string, passphrase: string): Promise<NewSeal>;
  unlock(sealed: SealedId, passphrase: string): Promise<MasterKey>;
  unlockWithCode(sealed: SealedId, recoveryCode: string): MasterKey;
  rewrap(sealed: SealedId, key: MasterKey, passphrase: string): Promise<BucketSeal>;
  renew(sealed: SealedId, key: MasterKey, passphrase: string): Promise<NewSeal>;
  opens(sealed: SealedId, key: MasterKey): boolean;
  open(bucket: Bucket, sealed: SealedId, key: MasterKey): Bucket;
}
