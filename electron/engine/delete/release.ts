import { takeInBreaths } from '../breaths.ts';
import type { Core } from '../core.ts';
import type { Digest } from '../model/digest.ts';
import { visitNaming } from '../snapshot/count-new-references.ts';
import { planRelease, type Release, type ReleaseSources } from './plan-release.ts';

/**
 * What would go with versions of these roots, as the store stands. Works a few ms at a time; what is stored must be in use or taken away
 * meanwhile, so that no naming goes.
 */
export function releaseOf(core: Core, roots: readonly Digest[]): Promise<Release> {
  return takeInBreaths(core.clock, planRelease(roots, releaseSources(core)));
}

export function releaseSources(core: Pick<Core, 'catalog' | 'nodes'>): ReleaseSources {
  return {
    chunk: (digest) => {
      const known = core.catalog.chunk(digest);
      return known === null ? null : { references: known.references, length: known.location?.length ?? 0, kind: known.kind };
    },
    visitChildren: ({ kind, digest }, visit) => visitNaming(kind, core.nodes.read(digest), visit),
  };
}

/** The roots of all versions that wait for their deletion to become due, one for each. */
export function waitingRoots(core: Core): Digest[] {
  return core.catalog.deletions().flatMap(({ versions }) => versions.map(({ root }) => root));
}

/** Content bytes that wait: emptying the undo window frees exactly these. */
export async function waitingBytes(core: Core): Promise<number> {
  return (await releaseOf(core, waitingRoots(core))).bytes;
}
