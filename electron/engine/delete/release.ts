import type { Core } from '../core.ts';
import type { Digest } from '../model/digest.ts';
import { visitNaming } from '../snapshot/count-new-references.ts';
import { planRelease, type Release } from './plan-release.ts';

/** What would go with versions of these roots, as the store stands. */
export function releaseOf(core: Core, roots: readonly Digest[]): Release {
  return planRelease(roots, {
    chunk: (digest) => {
      const known = core.catalog.chunk(digest);
      return known === null ? null : { references: known.references, length: known.location.length };
    },
    visitChildren: ({ kind, digest }, visit) => visitNaming(kind, core.nodes.read(digest), visit),
  });
}

/** The roots of all versions that wait for their deletion to become due, one for each. */
export function waitingRoots(core: Core): Digest[] {
  return core.catalog.deletions().flatMap(({ versions }) => versions.map(({ root }) => root));
}

/** Content bytes that wait: emptying the undo window frees exactly these. */
export function waitingBytes(core: Core): number {
  return releaseOf(core, waitingRoots(core)).bytes;
}
