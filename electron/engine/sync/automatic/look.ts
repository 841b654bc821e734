import type { Artifact } from '../../model/artifact.ts';
import { versionKey } from '../bucket-keys.ts';
import { findLinked } from '../linked.ts';
import type { SyncCore } from '../sync-core.ts';

/** Whether others made a version that this home has not seen: one request. */
export async function isVersionNew(core: SyncCore, { name }: Artifact, signal: AbortSignal): Promise<boolean> {
  const { link, remote } = findLinked(core, name);
  const bucket = await core.buckets.open(remote);
  return (await bucket.head(versionKey(name, link.next), { signal })) !== null;
}
