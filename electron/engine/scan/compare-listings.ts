import type { ListingBytes } from '../ports/work-tree.ts';
import { decodeListing, sameStamp, type Child } from './listing.ts';

/** How the children of one folder differ between two looks, each list by name. */
export interface ListingDifference {
  readonly added: readonly Child[];
  /** Files and links whose stamp is another one. */
  readonly changed: readonly { readonly before: Exclude<Child, { kind: 'folder' }>; readonly after: Exclude<Child, { kind: 'folder' }> }[];
  /** A child that became another kind of thing is removed and added. */
  readonly removed: readonly Child[];
}

/** Compares two listings of a folder. Null when they are equal. */
export function compareListings(before: ListingBytes, after: ListingBytes): ListingDifference | null {
  if (equalListings(before, after)) return null;
  const added: Child[] = [];
  const changed: ListingDifference['changed'][number][] = [];
  const removed: Child[] = [];
  const old = new Map(decodeListing(before).map((child) => [child.name, child]));
  for (const child of decodeListing(after)) {
    const known = old.get(child.name);
    if (known?.kind !== child.kind) {
      added.push(child);
      continue;
    }
    old.delete(child.name);
    if (child.kind === 'folder' || known.kind === 'folder') continue;
    if (!sameStamp(known.stamp, child.stamp)) changed.push({ before: known, after: child });
  }
  removed.push(...old.values());
  return { added, changed, removed };
}

/** Whether nothing changed between two looks. */
export function equalListings(a: ListingBytes, b: ListingBytes): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
