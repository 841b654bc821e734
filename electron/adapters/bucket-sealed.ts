import { checkKeyPrefix, compareKeys, type BucketKey } from '../engine/model/bucket-key.ts';
import type { Bucket, BucketEntry, BucketRequest, ListRequest, PutOutcome } from '../engine/ports/bucket.ts';
import { readAtOnce } from './bucket-bytes.ts';
import { createSealedKeys, plainKey, type SealedKeys } from './seal-keys.ts';
import { beginPut, partsOfToken, tokenOf } from './seal-put.ts';
import { createSealedStream } from './seal-read.ts';
import type { SealRing } from './seal-ring.ts';

/**
 * A bucket in which names and contents are sealed, over the one in which they lie. What it tells to who has no key: how many contents there are, how big,
 * when they were put, which lie in one folder, and the time in front of ids that begin with one. `format.json`, which holds the sealed keys, stays readable.
 *
 * A list reads all names of its folder before it gives the first, since they lie in another order there; behind a time it begins at that time.
 */
export function createSealedBucket(inner: Bucket, ring: SealRing): Bucket {
  const keys = createSealedKeys(inner, ring);
  const sealed = sealedBucket(inner, ring, keys, createSealedStream(inner, ring, keys));
  const holding = (key: BucketKey): Bucket => (key === plainKey ? inner : sealed);
  return {
    ...sealed,
    head: (key, request) => holding(key).head(key, request),
    read: (key, request) => holding(key).read(key, request),
    stream: (key, request) => holding(key).stream(key, request),
    put: (key, content, condition, request) => holding(key).put(key, content, condition, request),
    putLarge: (key, content, condition, request) => holding(key).putLarge(key, content, condition, request),
    delete: (key, request) => holding(key).delete(key, request),
  };
}

function sealedBucket(inner: Bucket, ring: SealRing, keys: SealedKeys, stream: Bucket['stream']): Bucket {
  const { address } = inner;
  const plainOutcome = (key: BucketKey, outcome: PutOutcome): PutOutcome =>
    outcome.outcome === 'put' ? { outcome: 'put', entry: keys.plain(key, outcome.entry) } : { outcome: 'refused', present: outcome.present && keys.plain(key, outcome.present) };
  return {
    address,
    stream,
    read: (key, request) => readAtOnce({ address, stream }, key, request),
    async head(key, request) {
      const entry = await inner.head(keys.place(key).name, request);
      return entry && keys.plain(key, entry);
    },
    async put(key, content, condition, request) {
      const place = keys.place(key);
      return plainOutcome(key, await inner.put(place.name, beginPut(ring, key, place).whole(content), condition, request));
    },
    async putLarge(key, content, condition, request = {}) {
      const place = keys.place(key);
      const earlier = partsOfToken(request.resume);
      const put = beginPut(ring, key, place, earlier.header);
      const outcome = await inner.putLarge(place.name, put.large(content), condition, {
        signal: request.signal,
        resume: put.header === earlier.header ? earlier.inner : undefined,
        onResume: (token) => request.onResume?.(tokenOf(put.header, token)),
        onProgress: (bytes) => request.onProgress?.(put.plainBytes(bytes, content.size)),
      });
      return plainOutcome(key, outcome);
    },
    abandon: (token, request) => inner.abandon(partsOfToken(token).inner ?? token, request),
    async delete(key, request) {
      const outcome = await inner.delete(keys.place(key).name, request);
      return outcome.outcome === 'refused' ? { ...outcome, present: keys.plain(key, outcome.present) } : outcome;
    },
    list: (prefix, request) => listed(keys, prefix, request),
    children: (prefix, request) => namesBelow(keys, prefix, request),
  };
}

async function* listed(keys: SealedKeys, prefix: string, request: ListRequest = {}): AsyncGenerator<BucketEntry> {
  const { after = '' } = request;
  const found = await keys.below(checkKeyPrefix(prefix), request);
  yield* found.filter(({ key }) => key.startsWith(prefix) && key > after).sort((a, b) => compareKeys(a.key, b.key));
}

async function* namesBelow(keys: SealedKeys, prefix: string, request: BucketRequest = {}): AsyncGenerator<string> {
  const names = await keys.children(checkKeyPrefix(prefix), request);
  // In the order of the keys: there a slash follows each.
  yield* [...names].sort((a, b) => compareKeys(`${a}/`, `${b}/`));
}
