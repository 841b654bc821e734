import type { Artifact } from '../../model/artifact.ts';
import { accessOf } from '../../remotes/remote-access.ts';
import { versionKey } from '../bucket-keys.ts';
import { meetBucket } from '../format-file.ts';
import { findLinked } from '../linked.ts';
import type { SyncCore } from '../sync-core.ts';

/** Whether others made a version that this home has not seen: one request, two where the bucket is encrypted. */
export async function isVersionNew(core: SyncCore, { name }: Artifact, signal: AbortSignal): Promise<boolean> {
  const { link, remote } = findLinked(core, name);
  const isSealed = accessOf(core.catalog, remote.id).seal !== null;
  const bucket = isSealed ? await meetBucket(core, remote, { create: false, signal }) : await core.buckets.open(remote);
  return (await bucket.head(versionKey(name, link.next), { signal })) !== null;
}
