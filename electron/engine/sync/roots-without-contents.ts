import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import { linkOf } from './linked.ts';
import type { SyncCore } from './sync-core.ts';

/**
 * Manifests that this home pushed and whose contents the bucket is not known to have in full: they were pushed without, and are owed when contents are to
 * travel too. Costs a look-up.
 */
export function rootsWithoutContents(core: SyncCore, artifact: Artifact): Digest[] {
  const own = new Set(core.catalog.claims(artifact.id).flatMap(({ index, state, pulled }) => (state === 'claimed' && !pulled ? [index] : [])));
  const roots = [...new Set(core.catalog.versions(artifact.id).flatMap(({ index, root }) => (own.has(index) ? [root] : [])))];
  const places = core.catalog.bucketPlaces(linkOf(core, artifact).remote, roots);
  return roots.filter((_, i) => places[i]?.whole !== true);
}
