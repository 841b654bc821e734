import type { Artifact } from '../model/artifact.ts';
import type { Digest } from '../model/digest.ts';
import type { Claim } from '../model/remote.ts';
import type { Version } from '../model/version.ts';
import { rootsThatAreHere } from './content-here.ts';
import type { SyncCore } from './sync-core.ts';

export interface Whereabouts {
  readonly index: number;
  /** All of its contents are in a container here. */
  readonly here: boolean;
  /** `records`: its manifest is there, but its contents are not known to be (all) there. */
  readonly bucket: 'none' | 'records' | 'contents';
  readonly pulled: boolean;
  /** Who pushed it, and when by that one's clock. */
  readonly by: string | null;
  readonly at: number | null;
}

/**
 * Where the versions of an artifact are, newest first; none for one that belongs to no remote. Manifests that are not `known` to be here in full are walked, and
 * noted there when they are: contents of a version that is kept do not go away.
 */
export async function whereaboutsOf(core: SyncCore, artifact: Artifact, known: Set<Digest> = new Set()): Promise<Whereabouts[]> {
  const link = core.catalog.link(artifact.id);
  if (link === null) return [];
  const claims = new Map(core.catalog.claims(artifact.id).map((claim) => [claim.index, claim]));
  const versions = core.catalog.versions(artifact.id);
  const roots = versions.map(({ root }) => root);
  const places = core.catalog.bucketPlaces(link.remote, roots);
  for (const root of await rootsThatAreHere(core, roots.filter((root) => !known.has(root)))) known.add(root);
  return versions.map((version, i) => whereabouts(version, claims.get(version.index), places[i]?.whole === true, known.has(version.root)));
}

function whereabouts({ index }: Version, claim: Claim | undefined, isWhole: boolean, here: boolean): Whereabouts {
  if (claim === undefined || claim.state !== 'claimed') return { index, here, bucket: 'none', pulled: false, by: null, at: null };
  const { pulled, by } = claim;
  return { index, here, bucket: isWhole ? 'contents' : 'records', pulled, by: by?.actor ?? null, at: by?.at ?? null };
}
