import type { Bucket, BucketEntry, Generation } from '../ports/bucket.ts';
import { encodeBucketDocument } from './bucket-document.ts';
import { sweepKey } from './bucket-keys.ts';
import { clientId } from './linked.ts';
import type { SyncCore } from './sync-core.ts';
import { byDocument } from './version-file.ts';

/** Who holds it for so long has been interrupted, ms. */
const leaseLasts = 60 * 60_000;

export interface SweepLease {
  /** When it was taken, ms by the bucket's clock: the time of this sweep. */
  readonly at: number;
  readonly generation: Generation;
}

/**
 * Takes the lease of who sweeps; null when somebody else has it. It saves work, and nothing depends on it: two who sweep at once harm nobody, and do
 * everything twice.
 */
export async function takeSweepLease(core: SyncCore, bucket: Bucket, signal: AbortSignal): Promise<SweepLease | null> {
  const by = { actor: core.actor, client: clientId(core), at: core.clock.now() };
  const content = encodeBucketDocument({ by: byDocument(by), put: core.newId() });
  const first = await bucket.put(sweepKey, content, { kind: 'absent' }, { signal });
  if (first.outcome === 'put') return leaseOf(first.entry);
  if (first.present === null || by.at - first.present.putAt < leaseLasts) return null;
  const again = await bucket.put(sweepKey, content, { kind: 'generation', generation: first.present.generation }, { signal });
  return again.outcome === 'put' ? leaseOf(again.entry) : null;
}

function leaseOf({ putAt, generation }: BucketEntry): SweepLease {
  return { at: putAt, generation };
}

export async function endSweepLease(bucket: Bucket, { generation }: SweepLease, signal: AbortSignal): Promise<void> {
  await bucket.delete(sweepKey, { generation, signal });
}
