import type { Artifact } from '../model/artifact.ts';
import type { PushedBy } from '../model/remote.ts';
import type { CatalogReader } from '../ports/catalog.ts';

/** What is known of a version in the bucket that its artifact belongs to. */
export type ClaimState =
  /** Its artifact belongs to none. */
  | { readonly kind: 'alone' }
  /** Its index is not claimed yet and may become another one. */
  | { readonly kind: 'provisional' }
  /** Its index was given up before it came back; it stays here. */
  | { readonly kind: 'kept-here' }
  | { readonly kind: 'shared'; readonly by: PushedBy; readonly pulled: boolean };

export function claimStateOf(catalog: CatalogReader, artifact: Artifact, index: number): ClaimState {
  const link = catalog.link(artifact.id);
  if (link === null) return { kind: 'alone' };
  if (index >= link.next) return { kind: 'provisional' };
  const claim = catalog.claim(artifact.id, index);
  if (claim?.state !== 'claimed' || claim.by === null) return { kind: 'kept-here' };
  return { kind: 'shared', by: claim.by, pulled: claim.pulled };
}
