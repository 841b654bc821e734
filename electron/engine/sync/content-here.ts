import { takeInBreaths } from '../breaths.ts';
import { digestFromBytes, type Digest } from '../model/digest.ts';
import { visitNaming } from '../snapshot/count-new-references.ts';
import type { SyncCore } from './sync-core.ts';

type Naming = 'manifest' | 'list';

/**
 * Which of these manifests have all of their contents in a container here. What two of them share is walked once. Asks for what is stored itself: whoever
 * calls it must not have it in use.
 */
export function rootsThatAreHere(core: SyncCore, roots: readonly Digest[]): Promise<ReadonlySet<Digest>> {
  const known = new Map<Digest, boolean>();
  return core.stored.use(() => takeInBreaths(core.clock, steps(core, roots, known)));
}

function* steps(core: SyncCore, roots: readonly Digest[], known: Map<Digest, boolean>): Generator<void, ReadonlySet<Digest>> {
  const here = new Set<Digest>();
  for (const root of new Set(roots)) if (yield* isHere(core, root, 'manifest', known)) here.add(root);
  return here;
}

function* isHere(core: SyncCore, digest: Digest, kind: Naming, known: Map<Digest, boolean>): Generator<void, boolean> {
  const told = known.get(digest);
  if (told !== undefined) return told;
  const contents: Digest[] = [];
  const nodes: { readonly digest: Digest; readonly kind: Naming }[] = [];
  visitNaming(kind, core.nodes.read(digest), (bytes, offset, named) => {
    const child = digestFromBytes(bytes, offset);
    if (named === 'data') contents.push(child);
    else nodes.push({ digest: child, kind: named });
  });
  let here = !core.catalog.locations(contents).includes(null);
  yield;
  for (const node of nodes) {
    if (!here) break;
    here = yield* isHere(core, node.digest, node.kind, known);
  }
  known.set(digest, here);
  return here;
}
